/*
 * The test of the test: each claim is broken on purpose, in the record or in the world of the last round, and the same
 * checks have to say so.
 */
#include "crash.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static void sql(const char *statement)
{
  sqlite3 *database;
  char *why = NULL;
  if (sqlite3_open(PATH("round/site/ledger.db"), &database) != SQLITE_OK ||
      sqlite3_exec(database, statement, NULL, NULL, &why) != SQLITE_OK)
    give_up("%s: %s", statement, why ? why : sqlite3_errmsg(database));
  sqlite3_close(database);
}

static void add_line(const char *word, const char *key, int attempt, const char *at)
{
  FILE *file = fopen(PATH("round/acts"), "a");
  if (!file)
    give_up("no acts");
  fprintf(file, "%s %s %d %s\n", word, key, attempt, at);
  fclose(file);
}

/* The first intent whose action is this; there is one in every round. */
static json_t *intent_for(json_t *entries, const char *action)
{
  for (size_t i = 0; i < json_array_size(entries); i++) {
    json_t *entry = json_array_get(entries, i);
    const char *type = json_get_string(entry, "type");
    const char *own = json_get_string(json_object_get(entry, "body"), "action");
    if (type && !strcmp(type, "intent") && own && !strcmp(own, action))
      return entry;
  }
  give_up("no intent for %s", action);
}

static const char *key_for(json_t *entries, const char *action)
{
  return json_get_string(json_object_get(intent_for(entries, action), "body"), "key");
}

static void lose_a_note(const struct round *round, json_t *entries)
{
  int64_t seq = round->acknowledged[0].seq;
  for (size_t i = json_array_size(entries); i-- > 0;)
    if (json_get_integer(json_array_get(entries, i), "seq", -1) == seq)
      json_array_remove(entries, i);
}

static void delete_a_row(const struct round *round, json_t *entries)
{
  char *statement = xasprintf("DELETE FROM entry WHERE seq = %lld", (long long)round->acknowledged[0].seq);
  sql(statement);
  free(statement);
}

static void change_a_row(const struct round *round, json_t *entries)
{
  sql("UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'technical', 'tecnnical') AS BLOB) "
      "WHERE seq = (SELECT max(seq) FROM entry WHERE chain = 'I-1')");
}

static void act_twice(const struct round *round, json_t *entries)
{
  for (int i = 0; i < 8; i++) /* more often than anybody asked for it again */
    add_line("isolate", key_for(entries, "host.isolate"), 1, "2999-01-01T00:00:00.000000Z");
}

static void act_unasked(const struct round *round, json_t *entries)
{
  add_line("block", "tocsin-nobody", 1, "2999-01-01T00:00:00.000000Z");
}

static void act_too_early(const struct round *round, json_t *entries)
{
  add_line("isolate", key_for(entries, "host.isolate"), 1, "1999-01-01T00:00:00.000000Z");
}

static void forget_an_act(const struct round *round, json_t *entries)
{
  json_t *intent = intent_for(entries, "network.block");
  json_array_append_new(entries, json_pack("{s:s, s:O, s:{s:i, s:s}}", "type", "outcome", "step",
                                           json_object_get(intent, "step"), "body", "attempt", 99, "status", "done"));
  json_t *later = json_deep_copy(intent);
  json_object_set_new(json_object_get(later, "body"), "attempt", json_integer(99));
  json_array_append_new(entries, later);
}

static void ask_twice(const struct round *round, json_t *entries)
{
  json_array_append(entries, intent_for(entries, "evidence.seal"));
}

static void overlap(const struct round *round, json_t *entries)
{
  add_line("overlap", key_for(entries, "system.analyze"), 2, "2999-01-01T00:00:00.000000Z");
}

static void leave_somebody(const struct round *round, json_t *entries)
{
  struct program program;
  program_start(&program, (const char *const[]){own_path, "linger", place, NULL}, 0);
  program_wait(&program);
}

const struct violation violations[] = {
    {"an acknowledged statement that is missing", KEPT, lose_a_note},
    {"an act that happened twice", ONCE, act_twice},
    {"an act that nobody intended", INTENDED, act_unasked},
    {"an act before its intent", INTENDED, act_too_early},
    {"an act that is recorded and was never done", TRUE, forget_an_act},
    {"a question that is asked twice", ASKED_ONCE, ask_twice},
    {"two attempts at once", ALONE, overlap},
    {"somebody who stays alive", GONE, leave_somebody},
    {"an entry that was changed", GENUINE, change_a_row},
    {"an entry that was deleted", GENUINE, delete_a_row},
};

const size_t violation_count = COUNT(violations);

static void end_survivors(void)
{
  struct buf lines = {0};
  survivors(&lines);
  for (char *line = lines.bytes ? strtok(lines.bytes, "\n") : NULL; line; line = strtok(NULL, "\n"))
    kill(atoi(line), SIGKILL);
  buf_finish(&lines);
}

bool violation_is_noticed(const struct violation *violation, const struct round *round)
{
  struct findings findings = {0};
  ground_save();
  json_t *entries = record_now();
  violation->plant(round, entries);
  if (violation->claim == GONE)
    survivors_must_end(&findings, 200);
  else if (violation->claim == GENUINE)
    check_ledger(&findings);
  else
    check_record(round, entries, &findings);
  bool is_noticed = findings.of[violation->claim].length > 0;
  end_survivors();
  ground_restore();
  json_decref(entries);
  violations_finish(&findings);
  return is_noticed;
}
