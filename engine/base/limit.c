/*
 * RLIMIT_CPU, moved along: its soft limit is what was used so far and a little more.
 */
#include "base/limit.h"

#include <sys/resource.h>

void limit_processor(int seconds)
{
  struct rusage used;
  struct rlimit limit;
  if (getrusage(RUSAGE_SELF, &used) || getrlimit(RLIMIT_CPU, &limit))
    return;
  rlim_t soft = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + seconds + 1);
  limit.rlim_cur = seconds && soft < limit.rlim_max ? soft : limit.rlim_max;
  setrlimit(RLIMIT_CPU, &limit);
}
