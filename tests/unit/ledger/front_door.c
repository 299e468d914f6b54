/*
 * A thief who has the ledger's key of today writes through the front door. What he writes is signed by the ledger, and
 * an audit still sees what it says.
 */
#include "fixture.h"

static void expect_finding(const char *sentence)
{
  struct verify_report report = verified(NULL, NULL);
  ck_assert(!report.is_ok);
  ck_assert_msg(strstr(report.findings.bytes, sentence) != NULL, "%s", report.findings.bytes);
  verify_finish(&report);
}

START_TEST(who_is_not_senior_management_changes_nobody)
{
  struct ledger *ledger = make();
  struct buf body = {0};
  person(&body, "mallory", technical, "senior_management");
  must(ledger_begin(ledger, why));
  if (_i == 0)
    must(say(ledger, ENTRY_PERSON, "technical1", technical, NULL, body.bytes, why));
  else if (_i == 1)
    must(add(ledger, ENTRY_PERSON, NULL, body.bytes, ENTRY_NO_COMMIT, why));
  else
    must(say(ledger, ENTRY_PERSON, "senior1", technical, NULL, body.bytes, why));
  must(ledger_commit(ledger, why));
  ledger_close(ledger);
  expect_finding("entry 2 changes who counts, but is not signed by senior management");
  buf_finish(&body);
}
END_TEST

START_TEST(a_statement_of_a_stranger_or_with_a_revoked_or_wrong_key_is_found)
{
  static const char *const sentences[] = {"in the name of mallory, who is not known at this place",
                                          "does not bear the signature of technical1 for this ledger",
                                          "signed by technical1, whose key was revoked"};
  struct ledger *ledger = make();
  must(ledger_begin(ledger, why));
  if (_i == 2)
    must(say(ledger, ENTRY_REVOKE, "senior1", senior, NULL, "{\"because\":\"lost\",\"person\":\"technical1\"}", why));
  must(say(ledger, ENTRY_NOTE, _i == 0 ? "mallory" : "technical1", _i == 1 ? senior : technical, "I-1",
           "{\"text\":\"x\"}", why));
  must(ledger_commit(ledger, why));
  ledger_close(ledger);
  expect_finding(sentences[_i]);
}
END_TEST

START_TEST(a_runners_entry_outside_its_transaction_is_found)
{
  static const int64_t claimed[] = {4, 0, 2, 99}; /* of the next transaction's first entry, which is entry 4 */
  struct ledger *ledger = make();
  run_step(ledger, "I-1");
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_DUE, "I-1", "{\"at\":\"a\",\"deadline\":\"b\"}", claimed[_i], why));
  must(add(ledger, ENTRY_DUE, "I-1", "{\"at\":\"a\",\"deadline\":\"b\"}", claimed[_i] == 2 ? 3 : claimed[_i], why));
  must(ledger_commit(ledger, why));
  ledger_close(ledger);
  if (_i == 0)
    must_be_clean();
  else
    expect_finding("says that its transaction began at ");
}
END_TEST

START_TEST(an_epoch_that_is_skipped_is_found)
{
  struct ledger *ledger = make();
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_KEY_NEXT, NULL,
           "{\"number\":3,\"public\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"reason\":\"theft\"}",
           ENTRY_NO_COMMIT, why));
  must(ledger_commit(ledger, why));
  ledger_close(ledger);
  expect_finding("entry 2 ends epoch 2, which has no closing checkpoint");
}
END_TEST

START_TEST(a_genesis_of_another_origin_is_found)
{
  struct ledger *ledger = NULL;
  must(ledger_create(&place, "Corp", &ledger, why));
  must(ledger_begin(ledger, why));
  must(add(ledger, ENTRY_GENESIS, NULL, "{\"name\":\"Corp\",\"origin\":\"other\",\"people\":[],\"semantics\":1}",
           ENTRY_NO_COMMIT, why));
  must(ledger_commit(ledger, why));
  ledger_close(ledger);
  expect_finding("entry 0 is the genesis of another ledger (other)");
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("front_door");
  TCase *rows = tcase_create("rows");
  tcase_add_checked_fixture(rows, enter, leave);
  tcase_set_timeout(rows, 30);
  tcase_add_loop_test(rows, who_is_not_senior_management_changes_nobody, 0, 3);
  tcase_add_loop_test(rows, a_statement_of_a_stranger_or_with_a_revoked_or_wrong_key_is_found, 0, 3);
  tcase_add_loop_test(rows, a_runners_entry_outside_its_transaction_is_found, 0, 4);
  tcase_add_test(rows, an_epoch_that_is_skipped_is_found);
  tcase_add_test(rows, a_genesis_of_another_origin_is_found);
  suite_add_tcase(suite, rows);
  return run_suite(suite);
}
