/*
 * Whom a verifier believes: a C2SP tlog-policy file of `log`, `witness`, `group` and `quorum` lines.
 *
 * A file without a quorum line and without witnesses is read as `quorum none`: then the log's own first key, kept in
 * the auditors' safe, is all that is asked for.
 */
#pragma once

#include "base/err.h"
#include "ledger/note.h"

#include <stdbool.h>

struct trust;

/** NULL on error; the sentence names the line. */
struct trust *trust_read(const char *text, struct err *err);
void trust_free(struct trust *trust);

/** Is this ledger, by origin and first key, one of the logs that the file names? */
bool trust_has_log(const struct trust *trust, const char *origin, const uint8_t first_key[static KEY_PUBLIC_SIZE]);

/** Whether cosignatures are asked for at all. */
bool trust_asks_witnesses(const struct trust *trust);

/** NOTE_GOOD if the quorum cosigned it, NOTE_WRONG if a known witness's signature is false. */
enum note_verdict trust_check(const struct trust *trust, const struct note *note);
