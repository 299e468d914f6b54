-- The ledger in one SQLite file (docs/ledger.md). The entries are what counts: an audit computes everything else from
-- them and compares. Entries, notes and keys are BLOBs, because their exact bytes are what was hashed and signed.

CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  origin TEXT NOT NULL,
  first_key BLOB NOT NULL CHECK (length(first_key) = 32)
) STRICT;

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  incident TEXT,
  bytes BLOB NOT NULL
) STRICT;

CREATE INDEX entry_of_incident ON entry (incident);

-- The newest checkpoint, and the tree's kept roots, so that nobody has to hash the whole ledger to append to it.
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  roots BLOB NOT NULL,
  note BLOB NOT NULL
) STRICT;

-- Checkpoints that are kept for ever. `epoch` is the number of the epoch that the checkpoint closes.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY,
  epoch INTEGER UNIQUE,
  note BLOB NOT NULL
) STRICT;

CREATE TABLE content (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  bytes BLOB NOT NULL
) STRICT;
