/* What every test program of this room begins and ends with. */
#pragma once

#include <check.h>

/** Runs one chapter; the exit status for main. */
static inline int suite_run(Suite *suite)
{
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
