/*
 * Whole processes, as a person starts them: a cold decision beside /bin/true, and the first minute of a run.
 *
 *     process PROGRAM EXAMPLES [--short]
 *
 * Prints each figure beside its floor or its target. `--short` takes fewer rounds and fails, as a test, where one is
 * far from its target (shared machines are noisy); the full form fails where it misses it.
 */
#include <errno.h>
#include <jansson.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static const char *program, *examples;
static double slack = 1.0; /* how far from its target a figure may be */
static int failures, point;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Runs it with its output thrown away or kept in a file; returns seconds, and the peak of its memory. */
static double spawn(char *const argv[], const char *output, long *peak_kib, int *status)
{
  posix_spawn_file_actions_t actions;
  pid_t pid;
  struct rusage usage;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, output ? output : "/dev/null", 0x241, 0600); /* write, create, cut */
  if (!output)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
  double began = now();
  if (posix_spawn(&pid, argv[0], &actions, NULL, argv, environ)) {
    printf("Bail out! %s cannot be started: %s\n", argv[0], strerror(errno));
    exit(1);
  }
  while (wait4(pid, status, 0, &usage) < 0 && errno == EINTR)
    ;
  double took = now() - began;
  posix_spawn_file_actions_destroy(&actions);
  if (peak_kib)
    *peak_kib = usage.ru_maxrss;
  return took;
}

static void say(const char *name, double figure, const char *unit, double target, bool is_good)
{
  printf("%sok %d - %s\n# %.2f %s, target %.2f\n", is_good ? "" : "not ", ++point, name, figure, unit, target);
  failures += !is_good;
}

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void cold_decide(const char *site, int rounds)
{
  double *floor = calloc((size_t)rounds, sizeof *floor), *ours = calloc((size_t)rounds, sizeof *ours);
  char *nothing[] = {(char *)(uintptr_t)"/bin/true", NULL};
  char *decide[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)"--site", (char *)(uintptr_t)site,
                    (char *)(uintptr_t)"decide", (char *)(uintptr_t)"network.disconnect",
                    (char *)(uintptr_t)"priority=1", NULL};
  int status;
  for (int i = 0; i < rounds; i++) {
    floor[i] = spawn(nothing, NULL, NULL, &status);
    ours[i] = spawn(decide, NULL, NULL, &status);
  }
  qsort(floor, (size_t)rounds, sizeof *floor, compare);
  qsort(ours, (size_t)rounds, sizeof *ours, compare);
  double over = (ours[rounds / 2] - floor[rounds / 2]) * 1e3;
  printf("# /bin/true %.2f ms, tocsin decide %.2f ms (medians of %d)\n", floor[rounds / 2] * 1e3,
         ours[rounds / 2] * 1e3, rounds);
  say("a cold decision, over /bin/true", over, "ms", 2.0, over <= 2.0 * slack);
  free(floor);
  free(ours);
}

static double seconds_of(const char *at)
{
  struct tm tm = {0};
  double fraction = 0;
  const char *rest = strptime(at, "%Y-%m-%dT%H:%M:%S", &tm);
  if (rest)
    fraction = strtod(rest, NULL);
  return (double)timegm(&tm) + fraction;
}

/* From the ledger itself: the time between run.begin and the eighteenth item of evidence. */
static double first_eighteen(const char *log_file)
{
  json_t *log = json_load_file(log_file, 0, NULL);
  double began = 0, last = -1;
  size_t index, items = 0;
  json_t *entry;
  json_array_foreach(json_is_array(log) ? log : json_object_get(log, "entries"), index, entry) {
    const char *type = json_string_value(json_object_get(entry, "type"));
    const char *at = json_string_value(json_object_get(entry, "at"));
    if (type && at && !strcmp(type, "run.begin"))
      began = seconds_of(at);
    else if (type && at && !strcmp(type, "evidence") && ++items == 18)
      last = seconds_of(at);
  }
  json_decref(log);
  return last < 0 ? 1e9 : (last - began) * 1e3;
}

static void run_once(const char *folder, int round, double *capture_ms, long *peak_kib)
{
  char site[400], incident[400], answers[400], log[400];
  int status;
  snprintf(site, sizeof site, "%s/site%d", folder, round);
  snprintf(log, sizeof log, "%s/log%d", folder, round);
  snprintf(incident, sizeof incident, "%s/web1.yaml", examples);
  snprintf(answers, sizeof answers, "%s/web1-answers.yaml", examples);
  char *p = (char *)(uintptr_t)program;
  char *init[] = {p, (char *)(uintptr_t)"init", (char *)(uintptr_t)"--demo", site, NULL};
  char *declare[] = {p, (char *)(uintptr_t)"--site", site, (char *)(uintptr_t)"declare", incident, NULL};
  char *run[] = {p, (char *)(uintptr_t)"--site", site, (char *)(uintptr_t)"--as", (char *)(uintptr_t)"technical1",
                 (char *)(uintptr_t)"run", (char *)(uintptr_t)"I-1", (char *)(uintptr_t)"--answers", answers, NULL};
  char *show[] = {p, (char *)(uintptr_t)"--site", site, (char *)(uintptr_t)"--json", (char *)(uintptr_t)"log",
                  (char *)(uintptr_t)"I-1", NULL};
  spawn(init, NULL, NULL, &status);
  spawn(declare, NULL, NULL, &status);
  double took = spawn(run, NULL, peak_kib, &status);
  printf("# a whole run: %.0f ms, status %d\n", took * 1e3, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  spawn(show, log, NULL, &status);
  *capture_ms = first_eighteen(log);
}

static void first_minute(const char *folder, int rounds)
{
  double best = 1e9;
  long peak = 0;
  for (int i = 0; i < rounds; i++) {
    double ms;
    long kib = 0;
    run_once(folder, i, &ms, &kib);
    best = ms < best ? ms : best;
    peak = kib > peak ? kib : peak;
  }
  say("the first 18 captures are in the ledger, after run.begin", best, "ms", 150, best <= 150 * slack);
  say("the peak of a run's memory", (double)peak / 1024, "MiB", 32, (double)peak / 1024 <= 32);
}

int main(int argc, char **argv)
{
  if (argc < 3)
    return 2;
  program = argv[1];
  examples = argv[2];
  bool is_short = argc > 3 && !strcmp(argv[3], "--short");
  slack = is_short ? 10.0 : 1.0;
  char folder[] = "/tmp/tocsin-bench.XXXXXX", site[64];
  if (!mkdtemp(folder))
    return 1;
  first_minute(folder, is_short ? 2 : 5);
  snprintf(site, sizeof site, "%s/site0", folder);
  cold_decide(site, is_short ? 40 : 300);
  printf("1..%d\n", point);
  char *remove_all[] = {(char *)(uintptr_t)"/bin/rm", (char *)(uintptr_t)"-rf", folder, NULL};
  int status;
  spawn(remove_all, NULL, NULL, &status);
  return failures != 0;
}
