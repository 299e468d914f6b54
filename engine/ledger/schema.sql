-- The ledger in one SQLite file (docs/ledger.md). The entries are what counts: an audit computes everything else from
-- them and compares. Entries, notes and keys are BLOBs, because their exact bytes are what was hashed and signed.

CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  origin TEXT NOT NULL,
  first_key BLOB NOT NULL CHECK (length(first_key) = 32)
) STRICT;

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  chain TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE INDEX entry_of_chain ON entry (chain);

-- One leaf of the chain tree a row: how many entries a chain has, the last one's leaf hash, and what lists of incidents
-- say of it: `row`, whose hash is `list` (zeros and no row: nobody has said it yet).
CREATE TABLE chain (
  place INTEGER PRIMARY KEY CHECK (place >= 0),
  name TEXT NOT NULL UNIQUE,
  count INTEGER NOT NULL,
  last BLOB NOT NULL,
  list BLOB NOT NULL,
  row BLOB
) STRICT;

-- The newest checkpoint; the tree's kept roots, so that nobody has to hash the whole ledger to append to it; the places
-- of leaves that changed since the tiles of the chain tree were written, and since the last kept checkpoint.
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  roots BLOB NOT NULL,
  note BLOB NOT NULL,
  untiled BLOB NOT NULL,
  touched BLOB NOT NULL
) STRICT;

-- Checkpoints that are kept for ever. `epoch` is the number of the epoch that the checkpoint closes, `roots` the tree's
-- kept roots before its last entry, `lists` the lists of the leaves that changed since the one before.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY,
  epoch INTEGER UNIQUE,
  note BLOB NOT NULL,
  roots BLOB NOT NULL,
  lists BLOB NOT NULL
) STRICT;

-- Tiles of the chain tree, by name: what they say is checked against the checkpoint whenever it is used.
CREATE TABLE blob (
  name TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE content (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  bytes BLOB NOT NULL
) STRICT;
