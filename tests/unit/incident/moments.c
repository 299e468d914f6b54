/* incident/moments: how long ago something was, as one boot measured it, whatever boots and clocks do. */
#include "incident/incident.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SECOND ((int64_t)1000000)

static struct incident *incident;
static struct catalogue catalogue;

static void enter(void)
{
  incident = incident_new(&catalogue, "I-1", "paper");
}

static void leave(void)
{
  incident_free(incident);
}

static void write_at(uint64_t seq, const char *boot, int64_t seconds)
{
  struct err err = {0};
  json_t *body = json_pack("{s:s}", "text", "x");
  struct entry entry = {.seq = seq, .type = ENTRY_NOTE, .incident = "I-1", .at = 0, .commit = ENTRY_NO_COMMIT,
                        .measured = {boot, seconds * 1000000000}, .is_unsigned = true, .body = body};
  ck_assert_msg(incident_take(incident, &entry, &err) == 0, "%s", err.text);
  json_decref(body);
}

static int64_t seconds_since(uint64_t seq, const char *boot, int64_t seconds)
{
  int64_t measured = incident_measured(incident, seq, (struct clock_point){boot, seconds * 1000000000});
  return measured == CLOCK_UNMEASURED ? -1 : measured / SECOND;
}

START_TEST(on_one_boot_it_is_what_was_measured)
{
  write_at(3, "a", 100);
  write_at(7, "a", 160);
  ck_assert_int_eq(seconds_since(3, "a", 400), 300);
  ck_assert_int_eq(seconds_since(7, "a", 400), 240);
  ck_assert_int_eq(seconds_since(4, "a", 400), 240); /* an entry of another incident: from the next of ours on */
}
END_TEST

START_TEST(another_boot_counts_from_its_own_first_entry)
{
  write_at(3, "a", 100);
  ck_assert_int_eq(seconds_since(3, "b", 99999), -1);
  write_at(4, "b", 1000);
  ck_assert_int_eq(seconds_since(3, "b", 1010), 10);
  write_at(5, "a", 200);
  ck_assert_int_eq(seconds_since(3, "b", 1020), 20);
  ck_assert_int_eq(seconds_since(3, "a", 250), 150);
  ck_assert_int_eq(seconds_since(5, "b", 1020), -1);
}
END_TEST

START_TEST(a_clock_that_goes_backwards_is_another_boot)
{
  write_at(3, "a", 1000);
  ck_assert_int_eq(seconds_since(3, "a", 500), -1);
  write_at(4, "a", 500);
  ck_assert_int_eq(seconds_since(3, "a", 510), 10);
  ck_assert_int_eq(seconds_since(3, "a", 2000), 1500);
}
END_TEST

START_TEST(a_boot_nobody_knows_measures_nothing)
{
  write_at(3, "unknown", 100);
  write_at(4, NULL, 200);
  ck_assert_int_eq(seconds_since(3, "unknown", 400), -1);
  ck_assert_int_eq(seconds_since(3, NULL, 400), -1);
}
END_TEST

/* The truth is known here: how long each boot really ran. Whatever is measured may be less, and is never more. */
START_TEST(a_wait_never_ends_before_it_was_really_measured_on_one_boot)
{
  static const char *const boots[] = {"a", "b", "c"};
  int64_t ran[3] = {0}, shows[3] = {1, 1, 1}, began[3] = {0};
  srand((unsigned)_i);
  write_at(1, "a", shows[0]);
  for (uint64_t seq = 2; seq < 300; seq++) {
    int boot = rand() % 3;
    for (int i = 0; i < 3; i++) {
      int64_t passed = rand() % 100;
      ran[i] += passed;
      shows[i] += passed;
    }
    if (rand() % 20 == 0)
      shows[boot] /= 2; /* put back to an older picture of itself */
    int64_t measured = seconds_since(1, boots[boot], shows[boot]);
    ck_assert_int_le(measured, ran[boot] - began[boot]);
    if (rand() % 2)
      write_at(seq, boots[boot], shows[boot]);
  }
}
END_TEST

START_TEST(a_deadline_goes_by_the_ledger_and_a_wait_by_what_was_measured)
{
  struct moment much_later = {INT64_MAX / 2, {"b", 0}};
  const struct deadline yes = {.at = 100}, wait = {.since = 3, .wait = 300 * SECOND};
  write_at(3, "a", 100);
  ck_assert_int_eq(deadline_left(incident, &yes, much_later), 0);
  ck_assert_int_eq(deadline_left(incident, &wait, much_later), 300 * SECOND);
  struct moment measured = {0, {"a", 399 * 1000000000LL}};
  ck_assert_int_eq(deadline_left(incident, &yes, measured), 100);
  ck_assert_int_eq(deadline_left(incident, &wait, measured), SECOND);
  measured.measured.ns += 1000000000;
  ck_assert_int_eq(deadline_left(incident, &wait, measured), 0);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("moments");
  TCase *chapter = tcase_create("moments");
  tcase_add_checked_fixture(chapter, enter, leave);
  tcase_add_test(chapter, on_one_boot_it_is_what_was_measured);
  tcase_add_test(chapter, another_boot_counts_from_its_own_first_entry);
  tcase_add_test(chapter, a_clock_that_goes_backwards_is_another_boot);
  tcase_add_test(chapter, a_boot_nobody_knows_measures_nothing);
  tcase_add_loop_test(chapter, a_wait_never_ends_before_it_was_really_measured_on_one_boot, 0, 20);
  tcase_add_test(chapter, a_deadline_goes_by_the_ledger_and_a_wait_by_what_was_measured);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
