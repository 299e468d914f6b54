/*
 * A command's two streams on their way into the archive.
 *
 * It is over when the warden has reported, for then nobody who could still write is alive; what is in the pipes is
 * read to the end first. A warden that never reports (it may hang in the kernel, as on a dead file server) is given up
 * a little after the time limit: one hung command must not keep all the others from being run.
 */
#include "drivers/recording.h"

#include "base/alloc.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECOND ((int64_t)1000000000)
#define SLICE_NS ((int64_t)4000000)             /* the longest we keep the loop waiting */
#define PATIENCE_NS (3 * SECOND)                /* with a warden, beyond the command's own limit */
#define ERRORS_MAX ((uint64_t)1024 * 1024)
#define PIECE ((size_t)64 * 1024)               /* what a pipe holds */

struct stream {
  struct archive_item *item; /* NULL once it cannot be kept any more */
  uint64_t length, limit;
};

struct recording {
  struct warden warden;
  struct warden_report report;
  bool is_over, ends_unkept;
  int64_t give_up_at;
  struct stream output, errors;
  struct err trouble; /* the archive's */
};

/* ---- starting ---- */

/** Hashes the program where it stands, so that it can be compared with a clean one (R186). */
static int hash_program(const char *path, struct evidence_bytes *program)
{
  static char piece[PIECE];
  int file = io_open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (file < 0)
    return errno;
  struct stat about;
  struct digest_stream *stream = digest_stream_new();
  ssize_t count = -1;
  if (fstat(file, &about) == 0 && S_ISREG(about.st_mode))
    while ((count = io_read(file, piece, sizeof piece)) > 0) {
      digest_stream_add(stream, piece, (size_t)count);
      program->length += (uint64_t)count;
    }
  program->digest = digest_stream_end(stream);
  program->is_there = count == 0;
  digest_stream_free(stream);
  close(file);
  return 0;
}

struct recording *recording_start(const struct recording_order *order, struct archive *archive,
                                  struct evidence *evidence)
{
  evidence->argv = order->argv;
  evidence->started = evidence->ended = clock_read().wall;
  if (hash_program(order->argv[0], &evidence->program) == ENOENT) {
    evidence_absent(evidence, "there is no %s on this machine", order->argv[0]);
    return NULL;
  }
  struct recording *recording = xcalloc(1, sizeof *recording);
  struct warden_order ordered = {.argv = order->argv, .environment = order->environment,
                                 .time_limit_ns = order->seconds * SECOND};
  recording->ends_unkept = order->ends_unkept;
  recording->output = (struct stream){archive_start(archive), 0, order->size_limit};
  recording->errors = (struct stream){archive_start(archive), 0,
                                      order->size_limit < ERRORS_MAX ? order->size_limit : ERRORS_MAX};
  recording->give_up_at = clock_read().monotonic_ns + ordered.time_limit_ns + PATIENCE_NS;
  struct err err = {0};
  if (warden_start(&ordered, &recording->warden, &err) == 0)
    return recording;
  evidence_absent(evidence, "%s", err.text);
  recording_free(recording);
  return NULL;
}

/* ---- going on ---- */

size_t recording_watch(const struct recording *recording, struct pollfd *descriptors, size_t size,
                       int64_t *deadline_ns)
{
  const struct warden *warden = &recording->warden;
  const int watched[] = {warden->report, warden->output, warden->errors};
  size_t count = 0;
  for (size_t i = 0; i < COUNT(watched) && count < size; i++)
    if (watched[i] >= 0)
      descriptors[count++] = (struct pollfd){.fd = watched[i], .events = POLLIN};
  *deadline_ns = recording->give_up_at;
  return count;
}

static void keep(struct recording *recording, struct stream *stream, const char *bytes, size_t length,
                 struct evidence *evidence)
{
  uint64_t room = stream->limit - stream->length;
  size_t kept = length < room ? length : (size_t)room;
  if (stream->item && archive_add(stream->item, bytes, kept, &recording->trouble)) {
    archive_drop(stream->item);
    stream->item = NULL;
  }
  stream->length += kept;
  evidence->is_truncated |= kept < length;
  if (recording->ends_unkept && (kept < length || !stream->item))
    warden_end(&recording->warden);
}

/** Reads one pipe until it is empty or `until`; closes it at its end. False if there may be more. */
static bool drain(struct recording *recording, int *from, struct stream *stream, int64_t until,
                  struct evidence *evidence)
{
  static char piece[PIECE];
  while (*from >= 0) {
    ssize_t count = read(*from, piece, sizeof piece);
    if (count > 0)
      keep(recording, stream, piece, (size_t)count, evidence);
    else if (count < 0 && errno == EAGAIN)
      return true;
    else if (count == 0 || errno != EINTR) {
      close(*from);
      *from = -1;
    }
    if (clock_read().monotonic_ns >= until)
      return *from < 0;
  }
  return true;
}

/** True if the warden has reported, or is not waited for any longer. */
static bool is_reported(struct recording *recording)
{
  if (recording->is_over)
    return true;
  recording->is_over = warden_collect(&recording->warden, &recording->report);
  if (!recording->is_over && clock_read().monotonic_ns >= recording->give_up_at) {
    kill(recording->warden.pid, SIGKILL);
    recording->report = (struct warden_report){.has_started = true, .is_lost = true, .is_timed_out = true};
    recording->is_over = true;
  }
  return recording->is_over;
}

static void seal(struct recording *recording, struct stream *stream, struct evidence_bytes *bytes)
{
  if (stream->item)
    bytes->is_there = archive_seal(stream->item, &bytes->digest, &bytes->length, &recording->trouble) == 0;
  stream->item = NULL;
}

static void conclude(struct recording *recording, struct evidence *evidence)
{
  const struct warden_report *report = &recording->report;
  warden_close(&recording->warden);
  evidence->ended = clock_read().wall;
  if (!report->has_started) {
    evidence_absent(evidence, "%s cannot be run: %s", evidence->argv[0], strerror(report->error_number));
    return;
  }
  seal(recording, &recording->output, &evidence->output);
  seal(recording, &recording->errors, &evidence->errors);
  evidence->has_ended = !report->is_lost;
  evidence->is_timed_out = report->is_timed_out;
  evidence->is_signalled = report->is_signalled;
  evidence->exit_status = report->exit_status;
  evidence->is_unsaved = err_is_set(&recording->trouble);
  if (evidence->is_unsaved)
    evidence_because(evidence, "%s", recording->trouble.text);
  evidence->is_absent = !evidence->output.is_there;
  if (report->is_lost)
    evidence_because(evidence, "how it ended is not known: its watcher was killed or hangs");
  if (report->survivors)
    evidence_because(evidence, "%d processes of it hang in the kernel and end when it lets go", report->survivors);
}

bool recording_progress(struct recording *recording, struct evidence *evidence)
{
  int64_t until = clock_read().monotonic_ns + SLICE_NS;
  bool is_over = is_reported(recording); /* asked first: what was written before is then in the pipes */
  bool is_empty = drain(recording, &recording->warden.output, &recording->output, until, evidence);
  is_empty &= drain(recording, &recording->warden.errors, &recording->errors, until, evidence);
  if (!is_over || !is_empty)
    return false;
  conclude(recording, evidence);
  return true;
}

/* ---- the rest ---- */

void recording_free(struct recording *recording)
{
  if (!recording)
    return;
  warden_close(&recording->warden);
  archive_drop(recording->output.item);
  archive_drop(recording->errors.item);
  free(recording);
}

uint64_t recording_length(const struct recording *recording)
{
  return recording->output.length + recording->errors.length;
}

const struct warden_report *recording_report(const struct recording *recording)
{
  return &recording->report;
}
