/*
 * Signed notes (C2SP signed-note), checkpoints (tlog-checkpoint) and cosignatures (tlog-cosignature).
 *
 * A note is a text, an empty line, and signature lines. A checkpoint's text is origin, size and root, a line each, and
 * one extension line: how many chains there are, and the root of the chain tree.
 */
#pragma once

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/key.h"

#include <stdbool.h>
#include <stdint.h>

#define NOTE_SIGNATURES_MAX 64 /* C2SP asks for at least 16 */
#define NOTE_SIZE_MAX 65536

enum note_kind { NOTE_LOG = 0x01, NOTE_COSIGNATURE = 0x04 };

/** A verifier's key: whose it is, what it may sign, and its short id. */
struct note_key {
  char *name;
  enum note_kind kind;
  uint8_t id[4];
  uint8_t public_half[KEY_PUBLIC_SIZE];
};

/** Makes a key for the name, which is copied; note_key_finish frees. */
void note_key_init(struct note_key *key, const char *name, enum note_kind kind,
                   const uint8_t public_half[static KEY_PUBLIC_SIZE]);
void note_key_finish(struct note_key *key);

/** "name+8 hex+base64", and back; a text whose id does not fit its key is refused with a sentence. */
void note_vkey(const struct note_key *key, struct buf *out);
int note_vkey_read(const char *text, size_t length, struct note_key *key, struct err *err);

struct checkpoint {
  const char *origin; /* borrowed, not terminated */
  size_t origin_length;
  uint64_t size;
  struct digest root;
  uint64_t chains;
  struct digest chain_root;
};

/** The text of a checkpoint, and back. Reading refuses other extension lines and any other spelling. */
void note_checkpoint(struct buf *out, const struct checkpoint *checkpoint);

int note_checkpoint_read(const char *text, size_t length, struct checkpoint *checkpoint, struct err *err);

/** Appends the text and one log signature over it. */
int note_sign(struct buf *out, const struct buf *text, const struct note_key *as, const struct key *key,
              struct err *err);

struct note_line {
  const char *name; /* borrowed, not terminated */
  size_t name_length;
  uint8_t id[4];
  uint8_t rest[8 + KEY_SIGNATURE_SIZE]; /* what follows the id, as long as it can be ours */
  size_t rest_length;                   /* its true length */
};

struct note {
  const char *text; /* borrowed: the signed text with its last newline */
  size_t length;
  size_t count;
  struct note_line lines[NOTE_SIGNATURES_MAX];
};

/** Takes a note apart; refuses what is not one. Verifies nothing. */
int note_read(const char *bytes, size_t length, struct note *note, struct err *err);

enum note_verdict { NOTE_UNKNOWN, NOTE_GOOD, NOTE_WRONG };

/** Did this key sign it? NOTE_WRONG, and the note must be rejected whole, if a line claims so falsely. */
enum note_verdict note_verify(const struct note *note, const struct note_key *key);
