/*
 * Somebody can write to the ledger with its own key of today, and has statements that people truly signed: kept back,
 * or copied from where they stand. None of it says anything at another time than its author did.
 */
#include "stage.h"

#include "base/alloc.h"
#include "base/json.h"
#include "model/statement.h"

#include <string.h>

#define SECOND ((clock_us)1000000)

static struct stage stage;

static void set_up(void)
{
  stage_set(&stage, "{\"active\":false,\"kind\":\"penetration\"}", "[]");
}

static void tear_down(void)
{
  stage_strike(&stage);
}

/* ---- the thief ---- */

/* What somebody signed: a draft with its envelope. */
struct signed_words {
  struct entry_draft draft;
  struct buf dsse;
};

static struct key *key_of(const char *person)
{
  struct err err = {0};
  char *path = xasprintf("%s/site/keys/%s.pem", stage.folder, person);
  struct key *key = key_load(path, NULL, NULL, &err);
  ck_assert_msg(key != NULL, "%s", err.text);
  free(path);
  return key;
}

/* Signed now, after the newest entry, and said so many seconds ago; not recorded yet. */
static struct signed_words sign_said(enum entry_type type, const char *incident, const char *step, const char *who,
                                     const char *body, int seconds_ago)
{
  struct err err = {0};
  struct ledger *ledger = site_ledger(stage.site);
  struct key *key = key_of(who);
  struct signed_words words = {.draft = {.type = type, .incident = incident, .step = step, .actor = who,
                                         .run = step ? 1 : 0, .commit = ENTRY_NO_COMMIT, .body = body,
                                         .body_length = strlen(body)}};
  struct statement_place place = {.origin = ledger_origin(ledger), .said = ledger_now(ledger) - seconds_ago * SECOND};
  ck_assert(!ledger_last_of(ledger, entry_chain(type, incident), &place.after, &err));
  ck_assert(!statement_envelope(&words.dsse, &words.draft, &place, key, &err));
  words.draft.dsse = words.dsse.bytes;
  words.draft.dsse_length = words.dsse.length;
  key_free(key);
  return words;
}

static struct signed_words sign(enum entry_type type, const char *incident, const char *step, const char *who,
                                const char *body)
{
  return sign_said(type, incident, step, who, body, 0);
}

static void insert(struct signed_words *words)
{
  struct err err = {0};
  struct ledger *ledger = site_ledger(stage.site);
  ck_assert_msg(!ledger_begin(ledger, &err) && !ledger_append(ledger, &words->draft, NULL, &err) &&
                !ledger_commit(ledger, &err) && !ledger_publish(ledger, &err), "%s", err.text);
}

static void record(enum entry_type type, const char *step, const char *who, const char *body)
{
  struct signed_words words = sign(type, "I-1", step, who, body);
  insert(&words);
  buf_finish(&words.dsse);
}

#define ACTIVE "{\"because\":\"packets\",\"facts\":{\"active\":\"true\"}}"
#define NOT_ACTIVE "{\"because\":\"our own scanner\",\"facts\":{\"active\":\"false\"}}"

static uint32_t candidates(void)
{
  stage_look(&stage);
  return dossier_candidates(&stage.dossier);
}

/* May the team block an address? Only while it is certain that the attack goes on. */
static bool may_block(void)
{
  const struct incident *incident = stage_look(&stage);
  struct facts certain;
  struct decision decision;
  struct err err = {0};
  incident_certain_facts(incident, &certain);
  struct policy_question question = {.action = "network.block", .facts = &certain, .or_facts = &incident->facts,
                                     .roles = 1u << ROLE_IRT | 1u << ROLE_TECHNICAL};
  ck_assert_msg(!policy_decide(stage.dossier.policy, &question, &decision, &err), "%s", err.text);
  return decision.verdict == VERDICT_PREAUTHORIZED;
}

/* ---- facts ---- */

START_TEST(what_was_taken_back_does_not_come_back_by_being_put_in_again)
{
  struct signed_words words = sign(ENTRY_FACT, "I-1", NULL, "technical1", ACTIVE);
  insert(&words);
  ck_assert(may_block());
  record(ENTRY_FACT, NULL, "technical1", NOT_ACTIVE);
  ck_assert(!may_block());
  insert(&words);
  ck_assert(!may_block());
  ck_assert_uint_eq(candidates() & 1u << 1, 0);
  buf_finish(&words.dsse);
}
END_TEST

START_TEST(another_signature_around_it_does_not_make_it_new)
{
  struct signed_words words = sign(ENTRY_FACT, "I-1", NULL, "technical1", ACTIVE);
  insert(&words);
  record(ENTRY_FACT, NULL, "technical1", NOT_ACTIVE);
  char *more = xasprintf("%.*s,{\"keyid\":\"0000000000000000\",\"sig\":\"AAAA\"}]}", (int)words.dsse.length - 2,
                         words.dsse.bytes);
  words.draft.dsse = more;
  words.draft.dsse_length = strlen(more);
  insert(&words);
  ck_assert_uint_eq(candidates() & 1u << 1, 0);
  buf_finish(&words.dsse);
  free(more);
}
END_TEST

START_TEST(what_was_held_back_until_it_was_contradicted_loosens_nothing)
{
  struct signed_words kept = sign(ENTRY_FACT, "I-1", NULL, "technical2", ACTIVE);
  record(ENTRY_FACT, NULL, "technical1", NOT_ACTIVE);
  insert(&kept);
  ck_assert(!may_block());
  buf_finish(&kept.dsse);
}
END_TEST

START_TEST(what_is_recorded_long_after_it_was_said_loosens_nothing)
{
  static const int ago[] = {16 * 60, -180};
  struct signed_words late = sign_said(ENTRY_FACT, "I-1", NULL, "technical2", ACTIVE, ago[_i]);
  insert(&late);
  ck_assert(!may_block());
  buf_finish(&late.dsse);
}
END_TEST

START_TEST(a_quarter_of_an_hour_is_no_delay)
{
  struct signed_words words = sign_said(ENTRY_FACT, "I-1", NULL, "technical2", ACTIVE, 14 * 60);
  insert(&words);
  ck_assert(may_block());
  buf_finish(&words.dsse);
}
END_TEST

START_TEST(ones_own_words_count_in_the_order_they_were_said)
{
  struct signed_words first = sign_said(ENTRY_FACT, "I-1", NULL, "technical2", ACTIVE, 60);
  struct signed_words then = sign(ENTRY_NOTE, "I-1", NULL, "technical2", "{\"text\":\"no, it is over\"}");
  insert(&then);
  insert(&first);
  ck_assert(!may_block());
  buf_finish(&first.dsse);
  buf_finish(&then.dsse);
}
END_TEST

/* ---- places ---- */

START_TEST(after_an_entry_that_is_not_there_nothing_is_decided_any_more)
{
  struct signed_words words = sign(ENTRY_FACT, "I-1", NULL, "technical2", ACTIVE);
  struct err err = {0};
  struct dossier dossier;
  struct buf false_after = {0};
  struct key *key = key_of("technical2");
  struct statement_place place = {.origin = ledger_origin(site_ledger(stage.site)), .after = {.seq = 4},
                                  .said = ledger_now(site_ledger(stage.site))};
  ck_assert(!statement_envelope(&false_after, &words.draft, &place, key, &err));
  words.draft.dsse = false_after.bytes;
  words.draft.dsse_length = false_after.length;
  insert(&words);
  ck_assert_int_eq(dossier_read(stage.site, "I-1", &dossier, &err), -1);
  ck_assert_int_eq(err.kind, ERR_STORE);
  ck_assert_ptr_nonnull(strstr(err.text, "the ledger was cut"));
  key_free(key);
  buf_finish(&words.dsse);
  buf_finish(&false_after);
}
END_TEST

START_TEST(what_was_said_of_one_incident_cannot_be_carried_to_another)
{
  struct signed_words words = sign(ENTRY_FACT, "I-1", NULL, "technical2", ACTIVE);
  struct err err = {0};
  struct dossier dossier;
  words.draft.incident = "I-2";
  insert(&words);
  ck_assert_int_eq(dossier_read(stage.site, "I-2", &dossier, &err), -1);
  ck_assert(!may_block());
  buf_finish(&words.dsse);
}
END_TEST

/* ---- a yes ---- */

static char *yes_body(clock_us not_after)
{
  char text[CLOCK_TEXT_SIZE];
  const struct incident *incident = stage_look(&stage);
  clock_text(not_after, text);
  return xasprintf("{\"action\":\"isp.contact\",\"facts\":{},\"fingerprint\":\"%s\",\"not_after\":\"%s\","
                   "\"procedure\":\"p\",\"role\":\"management\",\"strength\":\"key\"}",
                   incident_step(incident, "technical.1")->fingerprint, text);
}

static void wait_for_a_yes(void)
{
  stage_wait(&stage, "technical.1", "isp.contact", "{\"destination\":\"isp.example.net\"}", "[\"management\"]");
}

static size_t yeses(void)
{
  return incident_step(stage_look(&stage), "technical.1")->approval_count;
}

START_TEST(a_yes_that_says_until_when_it_holds_may_come_late)
{
  wait_for_a_yes();
  char *body = yes_body(ledger_now(site_ledger(stage.site)) + 3600 * SECOND);
  struct signed_words yes = sign_said(ENTRY_APPROVAL, "I-1", "technical.1", "manager1", body, 20 * 60);
  insert(&yes);
  ck_assert_uint_eq(yeses(), 1);
  buf_finish(&yes.dsse);
  free(body);
}
END_TEST

START_TEST(a_yes_of_a_key_that_was_revoked_since_is_void)
{
  wait_for_a_yes();
  char *body = yes_body(ledger_now(site_ledger(stage.site)) + 3600 * SECOND);
  record(ENTRY_APPROVAL, "technical.1", "manager1", body);
  ck_assert_uint_eq(yeses(), 1);
  struct signed_words revoke = sign(ENTRY_REVOKE, NULL, NULL, "senior1",
                                    "{\"because\":\"stolen\",\"person\":\"manager1\"}");
  insert(&revoke);
  ck_assert_uint_eq(yeses(), 0);
  buf_finish(&revoke.dsse);
  free(body);
}
END_TEST

/* ---- people ---- */

static char *person_with_key_of(const char *id, const char *key)
{
  char *text = NULL;
  json_t *body = site_person_body(people_find(site_people(stage.site), key));
  struct buf bytes = {0};
  struct err err = {0};
  json_object_set_new(body, "id", json_string(id));
  json_object_set_new(body, "name", json_string(id));
  ck_assert(!json_write_tree(&bytes, body, &err));
  json_decref(body);
  text = buf_take(&bytes);
  return text;
}

/* As this incident's fold has him now. */
static bool can_sign(const char *person)
{
  const struct person *known = people_find(&stage_look(&stage)->people, person);
  return known && known->has_key && !known->is_revoked;
}

START_TEST(a_revoked_key_never_counts_again_whoever_it_is_said_to_be_of)
{
  static const char *const whose[] = {"manager1", "manager2", "somebody_new"};
  char *body = person_with_key_of(whose[_i], "manager1");
  struct signed_words old = sign(ENTRY_PERSON, NULL, NULL, "senior1", body);
  if (_i == 0)
    insert(&old); /* he is who he was; then it is put in again */
  struct signed_words revoke = sign(ENTRY_REVOKE, NULL, NULL, "senior1",
                                    "{\"because\":\"stolen\",\"person\":\"manager1\"}");
  insert(&revoke);
  ck_assert(!can_sign("manager1"));
  struct signed_words again = sign(ENTRY_PERSON, NULL, NULL, "senior1", body);
  insert(_i == 0 ? &old : &again);
  ck_assert(!can_sign(whose[_i]));
  if (_i == 0)
    insert(&again);
  ck_assert(!can_sign(whose[_i]));
  buf_finish(&old.dsse);
  buf_finish(&again.dsse);
  buf_finish(&revoke.dsse);
  free(body);
}
END_TEST

START_TEST(a_second_genesis_makes_nobody)
{
  const char *origin = ledger_origin(site_ledger(stage.site));
  char *body = xasprintf("{\"name\":\"x\",\"origin\":\"%s\",\"people\":[{\"id\":\"mallory\",\"name\":\"M\",\"roles\":"
                         "[\"senior_management\"]}],\"semantics\":1}", origin);
  struct entry_draft draft = {.type = ENTRY_GENESIS, .commit = ENTRY_NO_COMMIT, .body = body,
                              .body_length = strlen(body)};
  struct err err = {0};
  struct ledger *ledger = site_ledger(stage.site);
  ck_assert(!ledger_begin(ledger, &err));
  ck_assert_int_eq(ledger_append(ledger, &draft, NULL, &err), -1); /* not even by the front door */
  ledger_abort(ledger);
  free(body);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("standing");
  TCase *chapter = tcase_create("standing");
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_set_timeout(chapter, 60);
  tcase_add_test(chapter, what_was_taken_back_does_not_come_back_by_being_put_in_again);
  tcase_add_test(chapter, another_signature_around_it_does_not_make_it_new);
  tcase_add_test(chapter, what_was_held_back_until_it_was_contradicted_loosens_nothing);
  tcase_add_loop_test(chapter, what_is_recorded_long_after_it_was_said_loosens_nothing, 0, 2);
  tcase_add_test(chapter, a_quarter_of_an_hour_is_no_delay);
  tcase_add_test(chapter, ones_own_words_count_in_the_order_they_were_said);
  tcase_add_test(chapter, after_an_entry_that_is_not_there_nothing_is_decided_any_more);
  tcase_add_test(chapter, what_was_said_of_one_incident_cannot_be_carried_to_another);
  tcase_add_test(chapter, a_yes_that_says_until_when_it_holds_may_come_late);
  tcase_add_test(chapter, a_yes_of_a_key_that_was_revoked_since_is_void);
  tcase_add_loop_test(chapter, a_revoked_key_never_counts_again_whoever_it_is_said_to_be_of, 0, 3);
  tcase_add_test(chapter, a_second_genesis_makes_nobody);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
