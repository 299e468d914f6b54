/* base/buf and base/err: the two things every room stands on. */
#include "base/buf.h"
#include "base/err.h"

#include <check.h>
#include <stdlib.h>

START_TEST(a_buffer_is_a_string_at_any_moment)
{
  struct buf buf = {0};
  ck_assert_str_eq(buf_string(&buf), "");
  for (int i = 0; i < 1000; i++)
    buf_format(&buf, "%d,", i % 10);
  ck_assert_uint_eq(buf.length, 2000);
  ck_assert_str_eq(buf_string(&buf) + 1996, "8,9,");
  char *taken = buf_take(&buf);
  ck_assert_str_eq(taken + 1996, "8,9,");
  ck_assert_str_eq(buf_string(&buf), "");
  free(taken);
}
END_TEST

START_TEST(the_first_failure_keeps_its_sentence_and_its_kind)
{
  struct err err = {0};
  ck_assert_int_eq(err_store(&err, "the disk is full"), -1);
  err_set(&err, "so the rest did not work either");
  err_prefix(&err, "ledger.db: ");
  ck_assert_str_eq(err.text, "ledger.db: the disk is full");
  ck_assert_int_eq(err.kind, ERR_STORE);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("buf");
  TCase *chapter = tcase_create("buf");
  tcase_add_test(chapter, a_buffer_is_a_string_at_any_moment);
  tcase_add_test(chapter, the_first_failure_keeps_its_sentence_and_its_kind);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
