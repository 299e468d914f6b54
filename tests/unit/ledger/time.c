/* ledger/time: random walks of boots and wall clocks. */
#include "ledger/time.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define SECOND ((clock_us)1000000)
#define STEPS 2000

static const char *const boots[] = {"a", "b", "a+108000.000000000", "unknown"};

struct walk {
  struct ledger_time last;
  int64_t ns[4];
  clock_us wall;
};

/* Time passes on every boot; now and then one is restored from an older picture of itself, or the wall clock is set. */
static int move(struct walk *walk)
{
  int64_t passed = rand() % 1000000007;
  for (int i = 0; i < 4; i++)
    walk->ns[i] += passed;
  walk->wall += passed / 1000;
  if (walk->wall > CLOCK_MOST) /* nothing later is ever read */
    walk->wall = CLOCK_MOST;
  if (rand() % 10 == 0)
    walk->ns[rand() % 4] /= 2;
  if (rand() % 10 == 0)
    walk->wall = CLOCK_LEAST + (CLOCK_MOST - CLOCK_LEAST) / 1000 * (rand() % 1001);
  return rand() % 3 ? 0 : rand() % 4;
}

static struct entry_scan entry_of(const struct walk *walk, int boot, clock_us at)
{
  return (struct entry_scan){.at = at, .wall = walk->wall, .boot_ns = walk->ns[boot],
                             .boot = {boots[boot], strlen(boots[boot])}};
}

START_TEST(time_never_goes_back_and_on_one_boot_is_what_was_measured)
{
  struct walk walk = {.ns = {1, 2, 3, 4}, .wall = 1795300542123456};
  srand((unsigned)_i);
  for (int i = 0; i < STEPS; i++) {
    int boot = move(&walk);
    struct clock_reading now = {.wall = walk.wall, .boot_ns = walk.ns[boot]};
    clock_us at = ledger_time_after(&walk.last, &now, boots[boot]), before = walk.last.at;
    bool is_same = !strcmp(walk.last.boot, boots[boot]) && boot != 3 && now.boot_ns >= walk.last.boot_ns;
    if (i > 0) {
      clock_us measured = now.boot_ns / 1000 - walk.last.boot_ns / 1000;
      ck_assert_int_ge(at, before);
      if (is_same)
        ck_assert_int_eq(at, before + measured < CLOCK_MOST ? before + measured : CLOCK_MOST);
      else
        ck_assert_int_eq(at, walk.wall > before ? walk.wall : before);
    }
    struct entry_scan scan = entry_of(&walk, boot, at);
    ledger_time_take(&walk.last, &scan);
  }
}
END_TEST

START_TEST(a_thousand_short_stretches_are_as_long_as_the_long_one)
{
  struct ledger_time last = {0};
  struct clock_reading now = {.wall = 0, .boot_ns = 17};
  for (int i = 0; i < 1000; i++) {
    struct entry_scan scan = {.at = ledger_time_after(&last, &now, "a"), .boot_ns = now.boot_ns, .boot = {"a", 1}};
    ledger_time_take(&last, &scan);
    now.boot_ns += 1999;
  }
  ck_assert_int_eq(last.at, (17 + 999 * 1999) / 1000);
}
END_TEST

START_TEST(many_small_steps_tell_themselves_when_they_add_up)
{
  struct ledger_time last = {.at = 0, .wall = 0, .boot = "x", .boot_ns = 0};
  int told = 0;
  strcpy(last.boot, clock_boot());
  for (int i = 1; i <= 5; i++) {
    struct clock_reading now = {.wall = i * 900000, .boot_ns = 0};
    told += ledger_time_steps(&last, &now);
    last.wall = now.wall;
  }
  ck_assert_int_eq(told, 1);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("time");
  TCase *chapter = tcase_create("time");
  tcase_add_loop_test(chapter, time_never_goes_back_and_on_one_boot_is_what_was_measured, 0, 20);
  tcase_add_test(chapter, a_thousand_short_stretches_are_as_long_as_the_long_one);
  tcase_add_test(chapter, many_small_steps_tell_themselves_when_they_add_up);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
