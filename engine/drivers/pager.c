/*
 * One pager program, waited for. It runs under a warden like everything that is started here: nothing of it outlives
 * its time.
 */
#include "drivers/pager.h"

#include "base/alloc.h"
#include "drivers/warden.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TIME_LIMIT_NS (30 * INT64_C(1000000000))

/** What it prints is nobody's business, but must not stop it. */
static void drain(int descriptor)
{
  char unused[4096];
  while (read(descriptor, unused, sizeof unused) > 0)
    continue;
}

static void wait_for_end(struct warden *warden, struct warden_report *report)
{
  while (!warden_collect(warden, report)) {
    struct pollfd ready[] = {{.fd = warden->report, .events = POLLIN},
                             {.fd = warden->output, .events = POLLIN},
                             {.fd = warden->errors, .events = POLLIN}};
    poll(ready, COUNT(ready), 100);
    drain(warden->output);
    drain(warden->errors);
  }
}

static void explain(const struct warden_report *report, struct paged *paged)
{
  size_t size = sizeof paged->because;
  if (!report->has_started)
    snprintf(paged->because, size, "it could not be started: %s", strerror(report->error_number));
  else if (report->is_timed_out)
    snprintf(paged->because, size, "it was not over after 30 seconds");
  else if (report->is_lost)
    snprintf(paged->because, size, "how it ended is not known");
  else if (report->is_signalled)
    snprintf(paged->because, size, "signal %d", report->exit_status);
  else if (report->exit_status)
    snprintf(paged->because, size, "exit status %d", report->exit_status);
  paged->is_sent = !paged->because[0];
}

int pager_send(const char *const *argv, const char *number, const char *message, struct paged *paged,
               struct err *err)
{
  char *input = xasprintf("%s\n\n%s\n", number, message);
  const struct warden_order order = {.argv = argv, .input = input, .time_limit_ns = TIME_LIMIT_NS};
  struct warden warden = {0};
  struct warden_report report = {0};
  *paged = (struct paged){0};
  int result = warden_start(&order, &warden, err);
  if (result == 0) {
    wait_for_end(&warden, &report);
    warden_close(&warden);
    explain(&report, paged);
  }
  explicit_bzero(input, strlen(input));
  free(input);
  return result;
}
