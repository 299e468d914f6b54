/*
 * Inside the words of the log: how a line about one entry is put together, and what people say.
 */
#pragma once

#include "base/buf.h"
#include "model/catalogue.h"
#include "model/entry.h"
#include "statements/dossier.h"

#include <jansson.h>

struct telling {
  const struct entry *entry;
  const struct catalogue *catalogue;
  struct buf *out;
};

/* words.c: members of the entry's body, if they are there */
const char *telling_text(const struct telling *telling, const char *member);
void telling_add(const struct telling *telling, const char *before, const char *member);
void telling_moment(const struct telling *telling, const char *member, char text[static MOMENT_SIZE]); /* local */
void telling_action(const struct telling *telling);
void telling_value(struct buf *out, const json_t *value);
void telling_members(struct buf *out, const char *before, const char *between, const json_t *object);
/** "manager1, hr1" */
void telling_list(const struct telling *telling, const char *before, const char *member);

/* words_said.c: what people say, in the playbook and outside it */
void tell_answer(const struct telling *telling);
void tell_approval(const struct telling *telling);
void tell_denial(const struct telling *telling);
void tell_resolve(const struct telling *telling);
void tell_waiver(const struct telling *telling);
void tell_fact(const struct telling *telling);
void tell_know(const struct telling *telling);
void tell_countersign(const struct telling *telling);
void tell_note(const struct telling *telling);
void tell_did(const struct telling *telling);
void tell_spoke(const struct telling *telling);
void tell_channel(const struct telling *telling);
void tell_join(const struct telling *telling);
void tell_leave(const struct telling *telling);
void tell_handover(const struct telling *telling);
void tell_milestone(const struct telling *telling);
void tell_signoff(const struct telling *telling);
void tell_keep(const struct telling *telling);
void tell_close(const struct telling *telling);
