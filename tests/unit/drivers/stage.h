/* What the tests of the drivers stand on: a procedure of one file, an archive in /tmp, a loop as live/ has it. */
#pragma once

#include "archive/archive.h"
#include "base/alloc.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "drivers/driver.h"
#include "model/files.h"
#include "processes.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No piece of work may keep the loop longer than this: a tenth of a second, for this machine has other work too; more
   with sanitizers, which slow everything down. */
#ifdef __SANITIZE_ADDRESS__
#define LONGEST_NS 500000000
#else
#define LONGEST_NS 100000000
#endif

static char folder[64];
static struct archive *archive;
static struct files procedure;
static const char *machine;           /* the folder that stands for the machine; NULL: the machine itself */
static struct err err;
static json_t *items;                 /* the bodies that came out of the last run, in order */
static struct driver_result result;
static int64_t longest_step_ns;       /* how long progress kept the loop waiting at most */

static inline void set_up(void)
{
  strcpy(folder, "/tmp/drivers-test.XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  char *path = file_join(folder, "archive");
  err = (struct err){0};
  archive = archive_open(path, NULL, &err);
  free(path);
  ck_assert_msg(archive != NULL, "%s", err.text);
}

static inline void tear_down(void)
{
  archive_close(archive);
  files_finish(&procedure);
  json_decref(items);
  free(result.body);
  items = NULL;
  result = (struct driver_result){0};
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  ck_assert_int_eq(system(command), 0);
}

static inline void write_policy(const char *name, const char *format, ...)
{
  char text[8192];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  files_add(&procedure, name, text, strlen(text));
}

static inline struct driver_job *start_job(enum driver_kind driver, const struct action *action, json_t *arguments)
{
  struct driver_call call = {.incident = "I-1", .step = "main.1", .run = 1, .attempt = 1, .key = "abc",
                             .action = action, .arguments = arguments, .procedure = &procedure, .archive = archive,
                             .machine = machine};
  struct driver_job *job = driver_of(driver)->start(&call, &err);
  json_decref(arguments);
  return job;
}

static inline void collect_all(const struct driver *driver, struct driver_job *job)
{
  struct driver_item item;
  while (driver->collect(job, &item)) {
    struct err fault = {0};
    ck_assert_msg(json_check(item.body, strlen(item.body), &fault) == 0, "%s: %s", fault.text, item.body);
    json_array_append_new(items, json_parse(item.body, strlen(item.body), &fault));
    free(item.body);
  }
}

/** One round of a loop: polls what the job wants polled, calls progress. True when it has ended. */
static inline bool step_job(const struct driver *driver, struct driver_job *job)
{
  struct pollfd descriptors[8];
  int64_t deadline = 0;
  size_t count = driver->watch(job, descriptors, 8, &deadline);
  int64_t wait = (deadline - clock_read().monotonic_ns) / 1000000;
  poll(descriptors, count, deadline == 0 ? -1 : wait < 0 ? 0 : (int)wait + 1);
  int64_t before = clock_read().monotonic_ns;
  enum driver_state state = driver->progress(job, &result);
  int64_t took = clock_read().monotonic_ns - before;
  longest_step_ns = took > longest_step_ns ? took : longest_step_ns;
  collect_all(driver, job);
  return state == DRIVER_ENDED;
}

static inline void finish_job(enum driver_kind kind, struct driver_job *job)
{
  const struct driver *driver = driver_of(kind);
  json_decref(items);
  items = json_array();
  free(result.body);
  while (!step_job(driver, job))
    ck_assert_ptr_nonnull(driver->says(job));
  driver->free(job);
}

static inline void run_job(enum driver_kind driver, const struct action *action, json_t *arguments)
{
  struct driver_job *job = start_job(driver, action, arguments);
  ck_assert_msg(job != NULL, "%s", err.text);
  finish_job(driver, job);
}

/** The item of that name that came out, or NULL. */
static inline const json_t *item_named(const char *name)
{
  size_t index;
  const json_t *each;
  json_array_foreach(items, index, each)
    if (strcmp(json_get_string(each, "item"), name) == 0)
      return each;
  return NULL;
}

/** What the archive has of one of the item's streams, after both copies were checked. */
static inline const char *kept(const json_t *item, const char *stream)
{
  static char bytes[65536];
  struct digest digest;
  const json_t *file = json_object_get(item, stream);
  ck_assert_msg(file != NULL, "nothing was kept of %s", stream);
  ck_assert(digest_parse(json_get_string(file, "sha256"), &digest));
  int64_t size = json_get_integer(file, "size", -1);
  ck_assert_msg(archive_check(archive, &digest, (uint64_t)size, &err) == 0, "%s", err.text);
  int copy = archive_read(archive, &digest, &err);
  ssize_t count = read(copy, bytes, sizeof bytes - 1);
  close(copy);
  bytes[count > 0 ? count : 0] = '\0';
  return bytes;
}

static inline int64_t field(const char *name)
{
  json_t *fields = json_parse(result.body, strlen(result.body), &err);
  int64_t number = json_get_integer(fields, name, -1);
  json_decref(fields);
  return number;
}

static inline int run_suite(const char *name, const TTest *const *tests, size_t count)
{
  Suite *suite = suite_create(name);
  TCase *chapter = tcase_create(name);
  tcase_add_checked_fixture(chapter, set_up, tear_down);
  tcase_set_timeout(chapter, 60);
  for (size_t i = 0; i < count; i++)
    tcase_add_test(chapter, tests[i]);
  suite_add_tcase(suite, chapter);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
