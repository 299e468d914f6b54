/*
 * Alarms from a file or a pipe, to its end. What is printed has been written down: whoever kills it, or pulls the plug,
 * loses no alarm that was said to be recorded. Memory stays what it is however much comes, and however long a line.
 */
#include "cli/now/alarms.h"

#include "base/alloc.h"
#include "base/io.h"
#include "cli/out.h"
#include "cli/place.h"
#include "statements/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)65536)
#define QUIET_MS 200                 /* nothing more comes: what came is written */
#define LATEST ((clock_us)1000000)   /* it is written at the latest so long after it came */

static volatile sig_atomic_t is_asked_to_end;

static void end_soon(int number)
{
  (void)number;
  is_asked_to_end = 1;
}

struct reading {
  struct intake *intake;
  struct buf line;
  bool is_cut;
  struct site *site;
  int64_t committed_ns;              /* since the machine was started */
  uint64_t alarms;
  json_t *rows;                      /* with --json, else NULL */
};

/* ---- the procedure that counts ---- */

/* Recording never fails for want of a mapping: without one every alarm is of class unknown. */
static void load(struct site *site, const struct policy *policy, struct alarms *alarms)
{
  struct site_approved approved;
  struct files files = {0};
  struct err err = {0};
  int found = site_approved(site, &approved, &err);
  if (found == 1)
    found = site_working(site, &files, &err);
  if (found < 0 || alarms_load(found == 0 && approved.files.count ? &approved.files : &files,
                               policy_catalogue(policy), alarms, &err) < 0) {
    remark("%-s\nUntil that is right, every alarm is one of class unknown.", err.text);
    struct files none = {0};
    alarms_load(&none, policy_catalogue(policy), alarms, &err);
  }
  files_finish(&files);
  site_approved_finish(&approved);
}

static int check_sensor(const struct alarms *alarms, const char *sensor, struct err *err)
{
  struct buf known = {0};
  for (size_t i = 0; sensor && i < alarms->sensor_count; i++) {
    if (!strcmp(alarms->sensors[i].id, sensor))
      sensor = NULL;
    else
      buf_format(&known, " %s", alarms->sensors[i].id);
    if (!sensor)
      break;
  }
  if (sensor)
    err_set(err, "no sensor of " ALARMS_FILE " is called \"%s\". There are:%s", sensor, buf_string(&known));
  buf_finish(&known);
  return sensor ? -1 : 0;
}

/* ---- saying what was recorded ---- */

static void list(json_t *rows, const struct intake_said *said)
{
  size_t i;
  json_t *row;
  json_array_foreach(rows, i, row)
  {
    const char *incident = json_string_value(json_object_get(row, "incident"));
    const char *class = json_string_value(json_object_get(row, "class"));
    if (strcmp(incident, said->incident) || strcmp(class, said->class))
      continue;
    json_int_t before = json_integer_value(json_object_get(row, "count"));
    json_object_set_new(row, "count", json_integer(before + (json_int_t)said->count));
    return;
  }
  json_array_append_new(rows, json_pack("{s:s, s:s, s:I, s:b, s:b, s:s*, s:s*}", "incident", said->incident, "class",
                                        said->class, "count", (json_int_t)said->count, "new", said->is_new,
                                        "important", said->is_important, "triage", said->triage, "cannot_see",
                                        said->cannot_see));
}

static void tell(void *context, const struct intake_said *said)
{
  struct reading *reading = context;
  reading->alarms += said->count;
  if (reading->rows) {
    list(reading->rows, said);
    return;
  }
  if (!said->is_new) {
    say("%s  %llu more of %s\n", said->incident, (unsigned long long)said->count, said->class);
    return;
  }
  say_in(OUT_BOLD, "%s", said->incident);
  say("  suspected: %s (%s, %llu of it%s)\n", said->means ? said->means : "an alarm of a class that nobody listed",
      said->class, (unsigned long long)said->count, said->is_important ? ", important" : "");
  if (said->cannot_see)
    say("     this sensor does not see %s\n", said->cannot_see);
  if (said->triage)
    say("     to look at it:  tocsin run %s --playbook %s\n", said->incident, said->triage);
}

/* ---- reading ---- */

static void feed(struct reading *reading, const char *bytes, size_t length)
{
  for (size_t at = 0; at < length;) {
    const char *end = memchr(bytes + at, '\n', length - at);
    size_t part = end ? (size_t)(end - bytes) - at : length - at;
    size_t room = ALARM_LINE_MAX - reading->line.length;
    buf_add(&reading->line, bytes + at, part < room ? part : room);
    reading->is_cut |= part > room;
    at += part + 1;
    if (!end)
      return;
    intake_line(reading->intake, buf_string(&reading->line), reading->line.length, reading->is_cut);
    buf_clear(&reading->line);
    reading->is_cut = false;
  }
}

/* 1: more came; 0: nothing for a while; -1: the end, or a sentence. */
static int read_piece(struct reading *reading, int file, struct err *err)
{
  static char piece[PIECE];
  struct pollfd watched = {.fd = file, .events = POLLIN};
  int ready = poll(&watched, 1, intake_is_waiting(reading->intake) ? QUIET_MS : 1000);
  if (ready <= 0)
    return is_asked_to_end ? -1 : 0;
  ssize_t count = read(file, piece, sizeof piece);
  if (count < 0 && (errno == EINTR || errno == EAGAIN))
    return is_asked_to_end ? -1 : 0;
  if (count < 0)
    err_set(err, "it cannot be read: %s.", strerror(errno));
  if (count > 0)
    feed(reading, piece, (size_t)count);
  return count > 0 && !is_asked_to_end ? 1 : -1;
}

static int commit(struct reading *reading, bool is_end, struct err *err)
{
  reading->committed_ns = clock_read().boot_ns;
  if (intake_commit(reading->intake, ledger_now(site_ledger(reading->site)), is_end, tell, reading, err) < 0)
    return -1;
  return out_flush(err);
}

static int read_all(struct reading *reading, int file, struct err *err)
{
  for (int more = 0; more >= 0;) {
    more = read_piece(reading, file, err);
    int64_t since = (clock_read().boot_ns - reading->committed_ns) / 1000;
    if (more >= 0 && (more == 0 || since >= LATEST) && commit(reading, false, err) < 0)
      return -1;
  }
  if (reading->line.length || reading->is_cut)
    intake_line(reading->intake, buf_string(&reading->line), reading->line.length, reading->is_cut);
  struct err unread = *err;
  *err = (struct err){0};
  if (commit(reading, true, err) < 0)
    return -1;
  *err = unread;
  return err_is_set(err) ? -1 : 0;
}

static int open_input(const char *name, struct err *err)
{
  int file = strcmp(name, "-") ? io_open(name, O_RDONLY | O_NOCTTY) : STDIN_FILENO;
  return file < 0 ? err_set(err, "%s cannot be read: %s.", name, strerror(errno)) : file;
}

static int take(struct cli *cli, struct site *site, const struct policy *policy, const struct alarms *alarms,
                struct err *err)
{
  int file = open_input(cli_option(cli, "alarm"), err);
  if (file < 0)
    return -1;
  struct sigaction ending = {.sa_handler = end_soon};
  sigaction(SIGTERM, &ending, NULL);
  sigaction(SIGINT, &ending, NULL);
  struct reading reading = {.intake = intake_new(site, policy, alarms, cli_option(cli, "sensor")),
                            .rows = cli->is_json ? json_array() : NULL, .site = site,
                            .committed_ns = clock_read().boot_ns};
  int result = read_all(&reading, file, err);
  unsigned long long aside = (unsigned long long)intake_aside(reading.intake);
  if (!result && reading.rows)
    say_json(json_pack("{s:O, s:I, s:I}", "incidents", reading.rows, "alarms", (json_int_t)reading.alarms, "aside",
                       (json_int_t)aside));
  else if (!result)
    say("Alarms recorded: %llu; lines that were none: %llu.\n", (unsigned long long)reading.alarms, aside);
  json_decref(reading.rows);
  intake_free(reading.intake);
  buf_finish(&reading.line);
  if (file != STDIN_FILENO)
    close(file);
  return result;
}

int alarms_declare(struct cli *cli, struct err *err)
{
  struct alarms alarms = {0};
  int result = -1;
  struct site *site = cli_site(cli, SITE_RECORD, err);
  struct policy *policy = site ? cli_policy_to_record(site) : NULL;
  if (policy) {
    load(site, policy, &alarms);
    struct err no_sensor = {0};
    bool is_known = check_sensor(&alarms, cli_option(cli, "sensor"), &no_sensor) == 0;
    if (is_known || site_doubt(site)) /* who cannot read what sensors there are records all the same */
      result = take(cli, site, policy, &alarms, err);
    else
      err_set(err, "%-s", no_sensor.text);
    if (result == 0 && *site_unsigned_because(site))
      remark("unsigned: %s", site_unsigned_because(site));
  }
  int status = result < 0 ? -1 : cli_recorded(site);
  alarms_finish(&alarms);
  policy_free(policy);
  site_close(site);
  return status;
}
