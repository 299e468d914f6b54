/* model/entry, model/statement, model/person: what an entry must say, who signed it, and who counts. */
#include "base/base64.h"
#include "base/json.h"
#include "model/person.h"
#include "model/statement.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define STAMP "\"at\":\"2026-11-21T22:35:42.123456Z\","
#define WALL "\"wall\":\"2026-11-21T22:35:42.123456Z\"}"
#define MORE "\"mono\":1,\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"seq\":4,"
#define REST "\"boot\":\"b\"," MORE
#define NOTE "\"type\":\"note\",\"v\":1," WALL
#define SEALED "{" STAMP "\"boot\":\"b\",\"dsse\":"
#define KIND "\"payloadType\":\"" STATEMENT_PAYLOAD_TYPE "\""
#define ORIGIN "corp.test/log"

static int read_text(const char *text, struct entry *entry, struct err *err)
{
  return entry_read(text, strlen(text), entry, err);
}

START_TEST(an_entry_is_read_member_for_member)
{
  struct entry entry;
  struct err err = {0};
  ck_assert_msg(read_text("{\"actor\":\"runner\"," STAMP "\"body\":{\"attempt\":1,\"because\":\"it died\"},"
                          "\"boot\":\"b\",\"commit\":3,"
                          "\"incident\":\"I-1\",\"mono\":1,\"run\":2,\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"seq\":4,"
                          "\"step\":\"main.1\",\"type\":\"in_doubt\",\"v\":1," WALL,
                          &entry, &err) == 0,
                "%s", err.text);
  ck_assert_uint_eq(entry.seq, 4);
  ck_assert_int_eq(entry.type, ENTRY_IN_DOUBT);
  ck_assert_int_eq(entry.commit, 3);
  ck_assert_int_eq(entry.run, 2);
  ck_assert_str_eq(entry.incident, "I-1");
  ck_assert_str_eq(entry.step, "main.1");
  ck_assert_str_eq(entry.actor, "runner");
  ck_assert_int_eq(entry.at, 1795300542123456);
  ck_assert_str_eq(json_get_string(entry.body, "because"), "it died");
  ck_assert(!entry.is_signed && !entry.is_unsigned);
  entry_finish(&entry);
}
END_TEST

static const struct {
  const char *text, *sentence;
} broken[] = {
    {"[]", "not begin an object"},
    {"{", "not canonical JSON"},
    {"{" STAMP "\"body\":{\"text\":\"x\"}," REST "\"type\":\"note\",\"unsigned\":true,\"v\":2," WALL,
     "another version"},
    {"{\"body\":{\"text\":\"x\"}," REST "\"type\":\"note\",\"unsigned\":true,\"v\":1," WALL, "no member \"at\""},
    {"{" STAMP "\"body\":{\"text\":\"x\"}," REST "\"type\":\"song\",\"unsigned\":true,\"v\":1," WALL,
     "\"song\" is not known"},
    {"{" STAMP "\"body\":{\"text\":\"x\"}," REST "\"type\":\"note\",\"v\":1," WALL, "neither signed nor marked"},
    {"{" STAMP "\"body\":{}," REST "\"type\":\"note\",\"unsigned\":true,\"v\":1," WALL, "without the member \"text\""},
    {"{" STAMP REST "\"type\":\"note\",\"unsigned\":true,\"v\":1," WALL, "it has no body"},
    {"{" STAMP "\"body\":{\"from\":1,\"to\":2}," REST "\"seq\":5,\"type\":\"clock\",\"v\":1," WALL, "stands twice"},
    {"{" STAMP "\"body\":{\"at\":1,\"deadline\":2}," REST "\"type\":\"due\",\"v\":1," WALL, "no member \"commit\""},
    {"{" STAMP "\"body\":{\"text\":\"x\"},\"boot\":\"b\",\"mono\":1,\"run\":0,"
     "\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"seq\":4,\"type\":\"note\",\"unsigned\":true,\"v\":1," WALL,
     "\"run\""},
    {"{" STAMP "\"body\":{\"text\":\"x\"},\"boot\":\"b\",\"mono\":1,\"salt\":\"AAAAAAAAAAAAAAAAAAAAAB==\","
     "\"seq\":4,\"type\":\"note\",\"unsigned\":true,\"v\":1," WALL,
     "salt"},
    {"{" STAMP "\"body\":{\"text\":\"x\"}," REST "\"type\":\"note\",\"unsigned\":true,\"v\":1,\"w\":1," WALL,
     "\"w\" is not known"},
    {"{\"actor\":7," STAMP "\"body\":{\"text\":\"x\"}," REST "\"type\":\"note\",\"unsigned\":true,\"v\":1," WALL,
     "\"actor\" is not text"},
    {"{" STAMP "\"body\":{\"text\":\"x\"},\"boot\":\"b\",\"dsse\":{}," MORE NOTE, "only one of them"},
    {SEALED "{}," MORE "\"type\":\"clock\",\"v\":1," WALL, "nothing a person signs"},
    {SEALED "{\"payload\":\"e30=\",\"payloadType\":\"text/plain\"}," MORE NOTE, "not of type"},
    {SEALED "{\"payload\":\"e30=\"," KIND ",\"signatures\":[]}," MORE NOTE, "has no signature"},
    {SEALED "{\"payload\":\"e31=\"," KIND ",\"signatures\":[{}]}," MORE NOTE, "not base64"},
    {SEALED "{\"payload\":\"e30=\"," KIND ",\"signatures\":[{}]}," MORE NOTE, "has no body"},
};

START_TEST(an_entry_that_lacks_what_its_type_demands_is_refused)
{
  struct entry entry;
  struct err err = {0};
  ck_assert_msg(read_text(broken[_i].text, &entry, &err) == -1, "%s", broken[_i].text);
  ck_assert_msg(strstr(err.text, broken[_i].sentence) != NULL, "%s: %s", broken[_i].sentence, err.text);
}
END_TEST

START_TEST(every_type_has_a_name_of_its_own)
{
  for (int type = 0; type < ENTRY_TYPE_COUNT; type++)
    ck_assert_int_eq(entry_type_find(entry_type_row((enum entry_type)type)->name), type);
  ck_assert_int_eq(entry_type_find("nothing"), -1);
  ck_assert_int_eq(entry_type_find(NULL), -1);
}
END_TEST

/* ---- statements ---- */

static struct key *key;
static uint8_t public_half[KEY_PUBLIC_SIZE];

static void make_key(void)
{
  key = key_generate();
  key_public(key, public_half);
}

static void free_key(void)
{
  key_free(key);
}

/* The bytes of an entry that carries this draft signed; `actor` is who the entry says it is. */
static void signed_entry(struct buf *text, const struct entry_draft *draft, const struct key *with, const char *actor)
{
  struct buf dsse = {0};
  struct err err = {0};
  const struct statement_place place = {.origin = ORIGIN, .after = {.seq = 3}, .said = 1795300542123456};
  ck_assert_int_eq(statement_envelope(&dsse, draft, &place, with, &err), 0);
  ck_assert_msg(json_check(dsse.bytes, dsse.length, &err) == 0, "%s", err.text);
  buf_clear(text);
  buf_format(text, "{\"actor\":\"%s\"," STAMP "\"boot\":\"b\",\"dsse\":%s,", actor, dsse.bytes);
  if (draft->incident)
    buf_format(text, "\"incident\":\"%s\",", draft->incident);
  buf_text(text, "\"mono\":1,");
  if (draft->run)
    buf_format(text, "\"run\":%d,", draft->run);
  buf_text(text, "\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"seq\":4,");
  if (draft->step)
    buf_format(text, "\"step\":\"%s\",", draft->step);
  buf_format(text, "\"type\":\"%s\",\"v\":1," WALL, entry_type_row(draft->type)->name);
  buf_finish(&dsse);
}

static struct entry_draft note(void)
{
  static const char body[] = "{\"text\":\"seen\"}";
  return (struct entry_draft){.type = ENTRY_NOTE, .incident = "I-1", .step = "main.1", .actor = "technical1", .run = 1,
                              .commit = ENTRY_NO_COMMIT, .body = body, .body_length = sizeof body - 1};
}

START_TEST(a_signed_statement_verifies_with_its_key_and_origin_only)
{
  struct buf text = {0};
  struct entry entry;
  struct err err = {0};
  uint8_t other[32] = {1};
  char id[KEY_ID_SIZE + 1];
  struct entry_draft draft = note();
  signed_entry(&text, &draft, key, "technical1");
  ck_assert_msg(read_text(text.bytes, &entry, &err) == 0, "%s", err.text);
  ck_assert(entry.is_signed && !entry.is_unsigned);
  ck_assert_str_eq(json_get_string(entry.body, "text"), "seen");
  key_id(public_half, id);
  ck_assert_str_eq(statement_key_id(&entry), id);
  ck_assert(statement_verify(&entry, public_half, ORIGIN));
  ck_assert(!statement_verify(&entry, public_half, "other.test/log"));
  ck_assert(!statement_verify(&entry, other, ORIGIN));
  entry_finish(&entry);
  buf_finish(&text);
}
END_TEST

static const char *const moves[][2] = {
    {"\"actor\":\"technical1\"", "\"actor\":\"technical2\""},
    {"\"incident\":\"I-1\"", "\"incident\":\"I-2\""},
    {"\"run\":1", "\"run\":2"},
    {"\"step\":\"main.1\"", "\"step\":\"main.2\""},
    {"\"type\":\"note\"", "\"type\":\"alarm\""},
};

START_TEST(a_statement_cannot_be_put_into_another_place)
{
  struct buf text = {0}, moved = {0};
  struct entry entry;
  struct err err = {0};
  struct entry_draft draft = note();
  signed_entry(&text, &draft, key, "technical1");
  const char *at = strstr(text.bytes, moves[_i][0]);
  ck_assert_ptr_nonnull(at);
  buf_format(&moved, "%.*s%s%s", (int)(at - text.bytes), text.bytes, moves[_i][1], at + strlen(moves[_i][0]));
  ck_assert_int_eq(read_text(moved.bytes, &entry, &err), -1);
  ck_assert_ptr_nonnull(strstr(err.text, "not what its author signed"));
  buf_finish(&text);
  buf_finish(&moved);
}
END_TEST

START_TEST(a_changed_signature_or_payload_does_not_verify)
{
  struct buf text = {0};
  struct entry entry;
  struct err err = {0};
  struct entry_draft draft = note();
  signed_entry(&text, &draft, key, "technical1");
  char *sig = strstr(text.bytes, "\"sig\":\"");
  sig[10] = sig[10] == 'A' ? 'B' : 'A';
  ck_assert_int_eq(read_text(text.bytes, &entry, &err), 0);
  ck_assert(!statement_verify(&entry, public_half, ORIGIN));
  entry_finish(&entry);
  signed_entry(&text, &draft, key, "technical1");
  char *at = strstr(text.bytes, "\"payload\":\"");
  at[15] = at[15] == 'A' ? 'B' : 'A';
  ck_assert(read_text(text.bytes, &entry, &err) == -1 || !statement_verify(&entry, public_half, ORIGIN));
  buf_finish(&text);
}
END_TEST

/* ---- people ---- */

static void person_body(struct buf *body, const char *id, const struct key *theirs, const char *roles)
{
  uint8_t half[32];
  struct buf text = {0};
  key_public(theirs, half);
  base64_encode(&text, half, 32);
  buf_clear(body);
  buf_format(body, "{\"id\":\"%s\",\"key\":\"%s\",\"name\":\"%s the person\",\"roles\":[%s]}", id, text.bytes, id,
             roles);
  buf_finish(&text);
}

/* Takes a signed person or revoke entry as a verifier would; says whether it had force. */
static bool take(struct people *people, enum entry_type type, const char *body, const char *by, const struct key *with)
{
  struct buf text = {0};
  struct entry entry;
  struct err err = {0};
  struct entry_draft draft = {.type = type, .actor = by, .commit = ENTRY_NO_COMMIT, .body = body,
                              .body_length = strlen(body)};
  signed_entry(&text, &draft, with, by);
  ck_assert_msg(read_text(text.bytes, &entry, &err) == 0, "%s", err.text);
  bool may = people_may_take(people, &entry, ORIGIN);
  if (may)
    people_take(people, &entry);
  entry_finish(&entry);
  buf_finish(&text);
  return may;
}

static void take_genesis(struct people *people)
{
  struct buf body = {0}, text = {0};
  struct entry entry;
  struct err err = {0};
  person_body(&body, "senior1", key, "\"senior_management\",\"a_role_of_tomorrow\"");
  buf_format(&text, "{" STAMP "\"body\":{\"name\":\"Corp\",\"origin\":\"" ORIGIN "\",\"people\":[%s],\"semantics\":1},"
             REST "\"type\":\"genesis\",\"v\":1," WALL, body.bytes);
  ck_assert_msg(read_text(text.bytes, &entry, &err) == 0, "%s", err.text);
  ck_assert(!people_may_take(people, &entry, ORIGIN)); /* a genesis counts at the beginning only */
  entry.seq = 0;
  ck_assert(people_may_take(people, &entry, ORIGIN));
  people_take(people, &entry);
  entry_finish(&entry);
  buf_finish(&body);
  buf_finish(&text);
}

START_TEST(senior_management_adds_replaces_and_revokes)
{
  struct people people = {0}, copy = {0};
  struct buf body = {0};
  struct key *tech = key_generate(), *newer = key_generate();
  take_genesis(&people);
  ck_assert_int_eq(people_find(&people, "senior1")->roles, 1 << ROLE_SENIOR_MANAGEMENT);
  person_body(&body, "technical1", tech, "\"irt\",\"technical\"");
  ck_assert(!take(&people, ENTRY_PERSON, body.bytes, "senior1", tech)); /* not his key */
  ck_assert(!take(&people, ENTRY_PERSON, body.bytes, "nobody", key));
  ck_assert(take(&people, ENTRY_PERSON, body.bytes, "senior1", key));
  const struct person *found = people_find(&people, "technical1");
  ck_assert_int_eq(found->roles, 1 << ROLE_IRT | 1 << ROLE_TECHNICAL);
  ck_assert(found->has_key && !found->is_revoked);
  person_body(&body, "technical1", tech, "\"irt\",\"senior_management\"");
  ck_assert(!take(&people, ENTRY_PERSON, body.bytes, "technical1", tech)); /* nobody promotes himself */
  ck_assert(take(&people, ENTRY_REVOKE, "{\"because\":\"lost\",\"person\":\"technical1\"}", "technical1", tech));
  ck_assert(people_find(&people, "technical1")->is_revoked);
  ck_assert(!take(&people, ENTRY_REVOKE, "{\"because\":\"x\",\"person\":\"senior1\"}", "technical1", tech));
  person_body(&body, "technical1", tech, "\"irt\"");
  ck_assert(take(&people, ENTRY_PERSON, body.bytes, "senior1", key));
  ck_assert(people_find(&people, "technical1")->is_revoked); /* the same key stays revoked */
  person_body(&body, "technical1", newer, "\"irt\"");
  ck_assert(take(&people, ENTRY_PERSON, body.bytes, "senior1", key));
  ck_assert(!people_find(&people, "technical1")->is_revoked);
  people_copy(&copy, &people);
  ck_assert_uint_eq(copy.count, 2);
  ck_assert_str_eq(copy.list[1].name, "technical1 the person");
  ck_assert_mem_eq(copy.list[1].key, people.list[1].key, 32);
  people_finish(&people);
  people_finish(&copy);
  buf_finish(&body);
  key_free(tech);
  key_free(newer);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("statement");
  TCase *chapter = tcase_create("statement");
  tcase_add_checked_fixture(chapter, make_key, free_key);
  tcase_add_test(chapter, an_entry_is_read_member_for_member);
  tcase_add_loop_test(chapter, an_entry_that_lacks_what_its_type_demands_is_refused, 0,
                      sizeof broken / sizeof *broken);
  tcase_add_test(chapter, every_type_has_a_name_of_its_own);
  tcase_add_test(chapter, a_signed_statement_verifies_with_its_key_and_origin_only);
  tcase_add_loop_test(chapter, a_statement_cannot_be_put_into_another_place, 0, sizeof moves / sizeof *moves);
  tcase_add_test(chapter, a_changed_signature_or_payload_does_not_verify);
  tcase_add_test(chapter, senior_management_adds_replaces_and_revokes);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
