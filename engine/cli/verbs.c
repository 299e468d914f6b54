/*
 * The table of verbs: by group, in the order help shows them. A new verb is a new file and a word here.
 */
#include "cli/cli.h"

#include "base/alloc.h"
#include "base/suggest.h"

#include <string.h>

#define VERBS(X)                                                                                                       \
  X(declare) X(run) X(note) X(fact) X(did) X(spoke) X(join) X(leave) X(handover) X(status) X(know) X(people)           \
  X(card) X(channel)                                                                                                   \
  X(tasks) X(answer) X(approve) X(deny) X(script) X(resolve) X(waive) X(countersign)                                   \
  X(log) X(contained) X(over) X(dismiss) X(keep) X(sign) X(close)                                                      \
  X(init) X(check) X(decide) X(dry_run) X(test) X(readiness) X(roster) X(help)                                         \
  X(verify) X(replay)

#define DECLARE(name) extern const struct verb verb_##name;
#define ROW(name) &verb_##name,

VERBS(DECLARE)

const struct verb *const verbs[] = {VERBS(ROW) NULL};

const struct verb *verb_find(const char *name, struct err *err)
{
  const char *names[COUNT(verbs)];
  size_t count = 0;
  for (; verbs[count]; count++) {
    if (strcmp(verbs[count]->name, name) == 0)
      return verbs[count];
    names[count] = verbs[count]->name;
  }
  const char *near = suggest(name, names, count);
  err_unknown(err, near, "What it knows: tocsin help", "tocsin does not know \"%s\"", name);
  return NULL;
}
