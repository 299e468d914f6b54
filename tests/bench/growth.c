/*
 * What a ledger of years costs whoever uses it tonight: the same verbs on a site with one incident and on one with very
 * many, in processor time, for machines are shared; and how an audit of everything grows.
 *
 *     growth PROGRAM EXAMPLES [--short | INCIDENTS]
 *
 * Prints each figure beside its target. An incident is about 100 entries; all but 100 of the 10,000 are closed. The two
 * sites take turns, and the least of several rounds counts. `--short` is the test: 200 incidents, and room for noise.
 */
#include "growth.h"

#include "base/alloc.h"
#include "base/file.h"

#include <errno.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define WORDS_MAX 12

static const char *program, *incident_file, *answers_file;
static double slack = 1.0, cold_slack = 1.0; /* how far beyond its target a figure may be; that of a whole run */
static int point, failures;

static _Noreturn void give_up(const char *sentence)
{
  printf("Bail out! %s\n", sentence);
  exit(1);
}

/* ---- processes ---- */

struct cost {
  double processor_ms, wall_ms;
  long peak_kib;
};

static double ms_of(struct timeval time)
{
  return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static double now_ms(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void say_failed(char *const words[], int status)
{
  printf("#");
  for (int i = 0; words[i]; i++)
    printf(" %s", words[i]);
  printf(": status %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  if (system("sed 's/^/# /' told") != 0)
    printf("# and nothing told\n");
  give_up("a command ended otherwise than it should");
}

static struct cost spend(char *const words[], int expected)
{
  posix_spawn_file_actions_t actions;
  struct rusage usage;
  pid_t child;
  int status;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "told", 0x241, 0600); /* write, create, cut */
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  double began = now_ms();
  if (posix_spawnp(&child, words[0], &actions, NULL, words, environ))
    give_up("a process cannot be started");
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR)
    ;
  double took = now_ms() - began;
  posix_spawn_file_actions_destroy(&actions);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
    say_failed(words, status);
  return (struct cost){ms_of(usage.ru_utime) + ms_of(usage.ru_stime), took, usage.ru_maxrss};
}

/** The program on a site; the words end with NULL. */
static struct cost tocsin(const char *site, int expected, const char *const *verb)
{
  const char *words[WORDS_MAX] = {program, "--site", site, "--as", "technical1"};
  for (int i = 0; verb[i]; i++)
    words[5 + i] = verb[i];
  char *copy[WORDS_MAX] = {0};
  for (int i = 0; words[i]; i++)
    copy[i] = xstrdup(words[i]);
  struct cost cost = spend(copy, expected);
  for (int i = 0; copy[i]; i++)
    free(copy[i]);
  return cost;
}

#define VERB(...) ((const char *const[]){__VA_ARGS__, NULL})

static void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void shell(const char *format, ...)
{
  char command[2048];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(command, sizeof command, format, arguments);
  va_end(arguments);
  if (system(command) != 0)
    give_up(command);
}

/** In a process of its own: what making takes would else count as the memory of whatever is started later. */
static void apart(void (*work)(const void *), const void *what)
{
  int status;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    work(what);
    fflush(stdout);
    _exit(0);
  }
  if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    give_up("the site could not be made");
}

/* ---- sites ---- */

struct site_plan {
  const char *folder;
  int incidents, open;
};

static void make_incidents(const void *what)
{
  const struct site_plan *plan = what;
  growth_make(plan->folder, plan->incidents, plan->open);
}

static void copy_out(const void *what)
{
  const char *folder = what;
  struct growth_size size = growth_copy_out(folder, "entries");
  FILE *kept = fopen("size", "wb");
  if (!kept || fwrite(&size, sizeof size, 1, kept) != 1 || fclose(kept) != 0)
    give_up("the size cannot be kept");
}

static struct growth_size size_of(const char *folder)
{
  struct growth_size size;
  apart(copy_out, folder);
  FILE *kept = fopen("size", "rb");
  if (!kept || fread(&size, sizeof size, 1, kept) != 1 || fclose(kept) != 0)
    give_up("the size cannot be read");
  return size;
}

static void make_site(const char *folder)
{
  static const char playbook[] = "return playbook {\n  name = 'priority-1', title = 'Twenty-five steps by hand',\n"
                                 "  run = function (incident)\n    for _ = 1, 25 do\n"
                                 "      logs.watch { systems = incident.systems }\n    end\n  end,\n}\n";
  shell("'%s' init --demo %s >told 2>&1", program, folder);
  char *path = xasprintf("%s/playbooks/priority-1.lua", folder);
  FILE *file = fopen(path, "w");
  if (!file || fputs(playbook, file) < 0 || fclose(file) != 0)
    give_up("the playbook cannot be written");
  free(path);
  shell("'%s' --site %s --as senior1 approve --procedure >told 2>&1", program, folder);
}

/* ---- figures ---- */

static void say_within(const char *name, double figure, const char *unit, double target, double allowed)
{
  bool is_good = figure <= target * allowed;
  printf("%sok %d - %s: %.2f %s, at most %.2f\n", is_good ? "" : "not ", ++point, name, figure, unit, target);
  failures += !is_good;
  fflush(stdout);
}

static void say(const char *name, double figure, const char *unit, double target)
{
  say_within(name, figure, unit, target, slack);
}

static void keep_least(struct cost *least, struct cost now)
{
  bool is_first = least->processor_ms <= 0;
  least->processor_ms = is_first || now.processor_ms < least->processor_ms ? now.processor_ms : least->processor_ms;
  least->wall_ms = is_first || now.wall_ms < least->wall_ms ? now.wall_ms : least->wall_ms;
  least->peak_kib = now.peak_kib > least->peak_kib ? now.peak_kib : least->peak_kib;
}

/* ---- the verbs ---- */

enum verb { NOTE, STATUS, TASKS, DECLARE, RUN, VERB_COUNT };

struct measured {
  const char *folder;
  int last; /* the newest incident */
  struct cost cost[VERB_COUNT];
};

/** One round; each opens an incident more, on both sites. */
static void measure(struct measured *site, int open)
{
  char *waiting = xasprintf("I-%d", open), *fresh = xasprintf("I-%d", ++site->last);
  struct cost *cost = site->cost;
  keep_least(&cost[NOTE], tocsin(site->folder, 0, VERB("note", waiting, "what", "is", "seen")));
  keep_least(&cost[STATUS], tocsin(site->folder, 0, VERB("status", waiting)));
  keep_least(&cost[TASKS], tocsin(site->folder, 0, VERB("tasks", waiting)));
  keep_least(&cost[DECLARE], tocsin(site->folder, 0, VERB("declare", incident_file)));
  keep_least(&cost[RUN], tocsin(site->folder, 3, VERB("run", fresh)));
  free(waiting);
  free(fresh);
}

static void compare(struct measured *young, struct measured *grown, int rounds)
{
  static const char *const names[VERB_COUNT] = {"note", "status of one incident", "tasks of one incident",
                                                "declare, less 10 ms",
                                                "run to its first commit"};
  int young_open = young->last, grown_open = grown->last;
  long peak = 0;
  for (int i = 0; i < rounds; i++) {
    measure(young, young_open);
    measure(grown, grown_open);
  }
  for (int i = 0; i < VERB_COUNT; i++) {
    const struct cost *small = &young->cost[i], *big = &grown->cost[i];
    double more = i == DECLARE ? 10 : 0; /* that its name is new is shown by all leaves */
    printf("# %-24s young %6.2f ms, grown %6.2f ms of processor; peak %ld and %ld KiB\n", names[i],
           small->processor_ms, big->processor_ms, small->peak_kib, big->peak_kib);
    say(names[i], (big->processor_ms - more * slack) / small->processor_ms, "times the young site's", 1.3);
    peak = big->peak_kib > peak ? big->peak_kib : peak;
  }
  say("the peak of their memory", (double)peak / 1024, "MiB", 32);
}

static void list_all(const struct measured *grown, int rounds)
{
  static const char *const bare[] = {NULL};
  struct cost home = {0}, status = {0}, tasks = {0};
  for (int i = 0; i < rounds; i++) {
    keep_least(&home, tocsin(grown->folder, 0, bare));
    keep_least(&status, tocsin(grown->folder, 2, VERB("status"))); /* it asks which one */
    keep_least(&tasks, tocsin(grown->folder, 0, VERB("tasks")));
  }
  say("what is open", home.processor_ms, "ms of processor", 100);
  say("status, of whichever is open", status.processor_ms, "ms of processor", 100);
  say("tasks of all that are open", tasks.processor_ms, "ms of processor", 100);
  long peak = status.peak_kib > tasks.peak_kib ? status.peak_kib : tasks.peak_kib;
  say("the peak of their memory", (double)(home.peak_kib > peak ? home.peak_kib : peak) / 1024, "MiB", 32);
}

static void run_cold(struct measured *site, int rounds)
{
  struct cost least = {0};
  for (int i = 0; i < rounds; i++) {
    char *fresh = xasprintf("I-%d", ++site->last);
    tocsin(site->folder, 0, VERB("declare", incident_file));
    keep_least(&least, tocsin(site->folder, 0, VERB("run", fresh, "--answers", answers_file)));
    free(fresh);
  }
  printf("# a run of 25 steps with answers: %.1f ms from beginning to end\n", least.wall_ms);
  say_within("a cold run of 25 steps with answers", least.processor_ms, "ms of processor", 50, cold_slack);
}

/* ---- the audit ---- */

struct audit {
  struct growth_size size;
  struct cost sum, verify, replay;
  double signatures_ms; /* what checking the signatures alone takes */
};

static struct audit audit(const char *folder, int rounds)
{
  struct audit audit = {.size = size_of(folder)};
  char *sum[] = {xstrdup("sha256sum"), xstrdup("entries"), NULL};
  audit.signatures_ms = growth_signature_us() * (double)audit.size.signed_ones / 1e3;
  for (int i = 0; i < rounds; i++) {
    keep_least(&audit.sum, spend(sum, 0));
    keep_least(&audit.verify, tocsin(folder, 0, VERB("verify")));
  }
  keep_least(&audit.replay, tocsin(folder, 0, VERB("replay", "--all")));
  free(sum[0]);
  free(sum[1]);
  printf("# %llu entries of %.0f bytes, %llu signed: sha256sum %.0f ms, their signatures alone %.0f ms, verify %.0f ms "
         "(peak %ld KiB), replay %.0f ms (peak %ld KiB)\n", (unsigned long long)audit.size.entries,
         (double)audit.size.bytes / (double)audit.size.entries, (unsigned long long)audit.size.signed_ones,
         audit.sum.processor_ms, audit.signatures_ms, audit.verify.processor_ms, audit.verify.peak_kib,
         audit.replay.processor_ms, audit.replay.peak_kib);
  fflush(stdout);
  return audit;
}

/* Both grow with the ledger, and the machine's mood weighs on both alike. */
static double floor_of(const struct audit *audit)
{
  return audit->sum.processor_ms + audit->signatures_ms;
}

static void compare_audits(const struct audit *tenth, const struct audit *whole)
{
  double grown = floor_of(whole) / floor_of(tenth);
  say("verify, beside sha256sum and the signatures alone", whole->verify.processor_ms / floor_of(whole), "times", 2);
  say("verify, beside that of a tenth", whole->verify.processor_ms / tenth->verify.processor_ms / grown, "times", 1.3);
  say("replay, beside that of a tenth", whole->replay.processor_ms / tenth->replay.processor_ms / grown, "times", 1.3);
  say("the peak of verify's memory", (double)whole->verify.peak_kib / 1024, "MiB", 32);
  say("the peak of replay's memory", (double)whole->replay.peak_kib / 1024, "MiB", 32);
}

int main(int count, char **words)
{
  if (count < 3)
    return 2;
  bool is_short = count > 3 && strcmp(words[3], "--short") == 0;
  int incidents = is_short ? 200 : count > 3 ? atoi(words[3]) : 10000, rounds = is_short ? 5 : 15;
  int open = incidents >= 1000 ? 100 : incidents / 20;
  const char *base = getenv("TMPDIR");
  char *folder = xasprintf("%s/tocsin-bench-XXXXXX", base ? base : "/tmp");
  program = realpath(words[1], NULL); /* we work in another folder */
  incident_file = file_join(words[2], "web1.yaml");
  answers_file = file_join(words[2], "web1-answers.yaml");
  slack = is_short ? 1.5 : 1.0;
  cold_slack = is_short ? 5.0 : 1.0;
  if (!mkdtemp(folder) || chdir(folder) != 0)
    give_up("no folder to measure in");
  make_site("young");
  shell("cp -a young grown");
  apart(make_incidents, &(struct site_plan){"young", 1, 1});
  apart(make_incidents, &(struct site_plan){"grown", incidents / 10, 0});
  struct audit tenth = audit("grown", is_short ? 3 : 2);
  double began = now_ms();
  apart(make_incidents, &(struct site_plan){"grown", incidents - incidents / 10, open});
  printf("# the rest was made in %.0f s\n", (now_ms() - began) / 1e3);
  struct audit whole = audit("grown", is_short ? 3 : 1);
  struct measured young = {.folder = "young", .last = 1}, grown = {.folder = "grown", .last = incidents};
  compare(&young, &grown, rounds);
  list_all(&grown, rounds);
  compare_audits(&tenth, &whole);
  run_cold(&young, rounds);
  printf("1..%d\n", point);
  shell("rm -rf '%s'", folder);
  return failures != 0;
}
