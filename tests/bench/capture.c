/*
 * The first 18 items of the shipped list, hashed, synced and sealed in both places, beside a plain shell script that
 * runs the same commands and hashes what they print (once, unsynced).
 *
 *     capture SOURCE [--short]
 *
 * The process is made as large as a runner is, for a child of a large process costs more. `--short` takes fewer rounds
 * and fails, as a test, where the figure is far from its target (shared machines are noisy); the full form fails where
 * it misses it.
 */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "drivers/capture_list.h"
#include "drivers/driver.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST 18
#define RUNNER_BYTES ((size_t)30 * 1024 * 1024)
#define TARGET_MS 150.0
#define ROUNDS_MAX 21

static char folder[256]; /* in TMPDIR, whose disk is then what is measured */
static struct err err;

static _Noreturn void give_up(const char *sentence)
{
  printf("Bail out! %s\n", sentence);
  exit(1);
}

static double now_ms(void)
{
  return (double)clock_read().monotonic_ns / 1e6;
}

static int ascending(const void *left, const void *right)
{
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

static double median(double *values, size_t count)
{
  qsort(values, count, sizeof *values, ascending);
  return values[count / 2];
}

/* ---- ours ---- */

static int64_t bytes_kept;

static double capture(const struct files *procedure, json_t *names, struct archive *archive)
{
  const struct driver *driver = driver_of(DRIVER_CAPTURE);
  json_t *arguments = json_pack("{s:O}", "items", names);
  struct driver_call call = {.arguments = arguments, .procedure = procedure, .archive = archive};
  struct driver_result result;
  struct driver_item item;
  double began = now_ms();
  struct driver_job *job = driver->start(&call, &err);
  if (!job)
    give_up(err.text);
  enum driver_state state;
  do {
    struct pollfd descriptors[8];
    int64_t deadline = 0;
    size_t count = driver->watch(job, descriptors, 8, &deadline);
    int64_t left = (deadline - clock_read().monotonic_ns) / 1000000;
    poll(descriptors, count, left > 0 ? (int)left : 0);
    state = driver->progress(job, &result);
    while (driver->collect(job, &item))
      free(item.body);
  } while (state == DRIVER_RUNNING);
  double took = now_ms() - began;
  json_t *fields = json_parse(result.body, strlen(result.body), &err);
  bytes_kept = json_get_integer(fields, "bytes", 0);
  json_decref(fields);
  json_decref(arguments);
  free(result.body);
  driver->free(job);
  return took;
}

/* ---- the plain script ---- */

static void write_script(const struct capture_items *items, const char *path)
{
  struct buf text = {0};
  buf_format(&text, "mkdir -p %s/plain && cd %s/plain || exit 1\n", folder, folder);
  for (size_t i = 0; i < FIRST; i++) {
    const struct capture_item *item = &items->list[i];
    if (item->path)
      buf_format(&text, "cp -p %s %zu.out 2>%zu.err", item->path, i, i);
    for (char **argument = item->argv; argument && *argument; argument++)
      buf_format(&text, "'%s' ", *argument);
    if (item->argv)
      buf_format(&text, ">%zu.out 2>%zu.err", i, i);
    buf_format(&text, "\nsha256sum %zu.out %zu.err >>sums 2>/dev/null\n", i, i);
  }
  if (file_write(path, text.bytes, text.length, 0600, &err))
    give_up(err.text);
  buf_finish(&text);
}

static double plain(const char *script)
{
  char command[300];
  snprintf(command, sizeof command, "exec sh %s", script);
  double began = now_ms();
  if (system(command) < 0)
    give_up("the plain script cannot be started");
  return now_ms() - began;
}

/* ---- one flush, for whoever compares figures of two machines ---- */

static double flush(void)
{
  _cleanup_(freep) char *path = file_join(folder, "flush");
  int file = open(path, O_CREAT | O_WRONLY, 0600);
  double took[ROUNDS_MAX];
  for (int i = 0; i < ROUNDS_MAX; i++) {
    double began = now_ms();
    if (write(file, path, 1) != 1 || fsync(file))
      give_up("nothing can be written there");
    took[i] = now_ms() - began;
  }
  close(file);
  return median(took, ROUNDS_MAX);
}

static struct archive *open_archive(int round)
{
  char path[300];
  snprintf(path, sizeof path, "%s/archive-%d", folder, round);
  struct archive *archive = archive_open(path, NULL, &err);
  if (!archive)
    give_up(err.text);
  return archive;
}

static void read_procedure(const char *source, struct files *procedure, struct capture_list *list)
{
  if (files_read_folder(procedure, source, &err) || capture_list_read(procedure, list, &err))
    give_up(err.text);
  if (list->items.count < FIRST)
    give_up("policies/capture.yaml has fewer than 18 items");
}

static json_t *first_names(const struct capture_items *items)
{
  json_t *names = json_array();
  for (size_t i = 0; i < FIRST; i++)
    json_array_append_new(names, json_string(items->list[i].name));
  return names;
}

int main(int count, char **arguments)
{
  bool is_short = count == 3 && strcmp(arguments[2], "--short") == 0;
  int rounds = is_short ? 5 : ROUNDS_MAX;
  double limit = TARGET_MS * (is_short ? 10 : 1), ours[ROUNDS_MAX], theirs[ROUNDS_MAX];
  struct files procedure = {0};
  struct capture_list list;
  snprintf(folder, sizeof folder, "%s/bench-capture.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
  if (count < 2 || !mkdtemp(folder))
    give_up("usage: capture SOURCE [--short]");
  read_procedure(arguments[1], &procedure, &list);
  json_t *names = first_names(&list.items);
  _cleanup_(freep) char *script = file_join(folder, "script"), *weight = xmalloc(RUNNER_BYTES);
  memset(weight, 1, RUNNER_BYTES);
  write_script(&list.items, script);
  for (int i = 0; i < rounds; i++) {
    struct archive *archive = open_archive(i);
    ours[i] = capture(&procedure, names, archive);
    theirs[i] = plain(script);
    archive_close(archive);
  }
  double took = median(ours, (size_t)rounds), script_took = median(theirs, (size_t)rounds);
  printf("%sok 1 - first %d items, %.1f kB, hashed, synced and sealed in two places: %.1f ms (target %.0f)\n",
         took <= limit ? "" : "not ", FIRST, (double)bytes_kept / 1e3, took, TARGET_MS);
  printf("# a plain script of the same commands with sha256sum, not synced, one copy: %.1f ms; ratio %.2f\n",
         script_took, took / script_took);
  printf("# one flush to this disk: %.3f ms\n1..1\n", flush());
  char command[300];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  json_decref(names);
  capture_list_finish(&list);
  files_finish(&procedure);
  return system(command) == 0 && took <= limit ? 0 : 1;
}
