/*
 * The body of an `evidence` entry. Times of files keep their nanoseconds: that they are all zero is how a time stamp
 * set by hand gives itself away.
 */
#include "drivers/evidence.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define YEAR_0 (-62167219200)      /* seconds from 1970 to the first moment of the year 0, */
#define YEAR_9999 253402300799     /* and to the last of 9999 */

/** The first thing that was not as usual is what counts; what follows from it does not overwrite it. */
static void say(struct evidence *evidence, const char *format, va_list arguments)
{
  if (!evidence->because[0])
    vsnprintf(evidence->because, sizeof evidence->because, format, arguments);
}

void evidence_because(struct evidence *evidence, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  say(evidence, format, arguments);
  va_end(arguments);
}

void evidence_absent(struct evidence *evidence, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  say(evidence, format, arguments);
  va_end(arguments);
  evidence->is_absent = true;
}

static void member_time(struct json *json, const char *key, clock_us time)
{
  char text[CLOCK_TEXT_SIZE];
  clock_text(time, text);
  json_member(json, key, text);
}

static void member_file_time(struct json *json, const char *key, struct timespec time)
{
  char text[CLOCK_TEXT_SIZE], exact[48];
  if (time.tv_sec < YEAR_0 || time.tv_sec > YEAR_9999) /* a broken or hostile file system: RFC 3339 cannot say it */
    return;
  clock_text((clock_us)time.tv_sec * 1000000, text);
  snprintf(exact, sizeof exact, "%.19s.%09ldZ", text, time.tv_nsec);
  json_member(json, key, exact);
}

static void member_bytes(struct json *json, const char *key, const struct evidence_bytes *bytes)
{
  char text[DIGEST_TEXT_SIZE];
  if (!bytes->is_there)
    return;
  digest_text(&bytes->digest, text);
  json_key(json, key);
  json_open_object(json);
  json_member(json, "sha256", text);
  json_member_integer(json, "size", (int64_t)bytes->length);
  json_close_object(json);
}

static void member_flag(struct json *json, const char *key, bool truth)
{
  if (truth)
    json_member_boolean(json, key, true);
}

static void member_argv(struct json *json, const char *const *argv)
{
  if (!argv)
    return;
  json_key(json, "argv");
  json_open_array(json);
  for (; *argv; argv++)
    json_put_text(json, *argv);
  json_close_array(json);
}

static void member_original(struct json *json, const struct stat *original)
{
  int64_t size = original->st_size < JSON_INTEGER_MAX ? original->st_size : JSON_INTEGER_MAX;
  char mode[16];
  snprintf(mode, sizeof mode, "%04o", original->st_mode & 07777u);
  json_key(json, "original");
  json_open_object(json);
  member_file_time(json, "atime", original->st_atim);
  member_file_time(json, "ctime", original->st_ctim);
  json_member_integer(json, "gid", original->st_gid);
  json_member(json, "mode", mode);
  member_file_time(json, "mtime", original->st_mtim);
  json_member_integer(json, "size", size);
  json_member_integer(json, "uid", original->st_uid);
  json_close_object(json);
}

/** A file's name is bytes; what JSON cannot hold of them is given a second time, in base64. */
static void member_path(struct json *json, const char *path)
{
  size_t length = path ? strlen(path) : 0, at = 0, step = 1;
  for (; at < length && step; at += step)
    step = utf8_length(path + at, length - at);
  json_member(json, "path", path);
  if (step)
    return;
  struct buf text = {0};
  base64_encode(&text, path, length);
  json_member(json, "path_bytes", buf_string(&text));
  buf_finish(&text);
}

char *evidence_body(const struct evidence *evidence)
{
  struct buf body = {0};
  struct json json;
  json_begin(&json, &body);
  json_open_object(&json);
  member_flag(&json, "absent", evidence->is_absent);
  member_argv(&json, evidence->argv);
  json_member(&json, "because", evidence->because[0] ? evidence->because : NULL);
  member_time(&json, "ended", evidence->ended);
  if (evidence->has_ended && !evidence->is_signalled)
    json_member_integer(&json, "exit", evidence->exit_status);
  member_bytes(&json, "file", &evidence->file);
  json_member(&json, "host", evidence->host);
  json_member(&json, "item", evidence->item);
  if (evidence->has_original)
    member_original(&json, &evidence->original);
  member_path(&json, evidence->path);
  member_bytes(&json, "program", &evidence->program);
  json_member(&json, "sensitivity", evidence->sensitivity);
  if (evidence->has_ended && evidence->is_signalled)
    json_member_integer(&json, "signal", evidence->exit_status);
  member_time(&json, "started", evidence->started);
  member_bytes(&json, "stderr", &evidence->errors);
  member_bytes(&json, "stdout", &evidence->output);
  member_flag(&json, "timed_out", evidence->is_timed_out);
  member_flag(&json, "truncated", evidence->is_truncated);
  json_close_object(&json);
  return buf_take(&body);
}
