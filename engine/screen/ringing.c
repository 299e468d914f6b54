/*
 * The running clock of a call: how long it has been ringing, on the line above the prompt, once a second.
 *
 * The terminal and the clock are one descriptor for whoever waits, so that the loop knows of neither. The line is only
 * touched while nothing was printed after it.
 */
#include "screen/inside.h"

#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

static void watch(int epoll, int descriptor)
{
  struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
  epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void ringing_open(struct screen *screen)
{
  screen->timer = screen->both = -1;
  if (screen->setup.input < 0 || !screen->setup.has_colour)
    return;
  screen->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  screen->both = epoll_create1(EPOLL_CLOEXEC);
  struct itimerspec each_second = {.it_interval.tv_sec = 1, .it_value.tv_sec = 1};
  if (screen->timer < 0 || screen->both < 0 || timerfd_settime(screen->timer, 0, &each_second, NULL) < 0) {
    ringing_close(screen);
    return;
  }
  watch(screen->both, screen->setup.input);
  watch(screen->both, screen->timer);
}

void ringing_close(struct screen *screen)
{
  if (screen->timer >= 0)
    close(screen->timer);
  if (screen->both >= 0)
    close(screen->both);
  screen->timer = screen->both = -1;
}

static void put(struct screen *screen)
{
  int64_t seconds = (clock_read().boot_ns / 1000 - screen->ringing_since) / 1000000;
  seconds = seconds < 0 ? 0 : seconds;
  fprintf(screen->setup.out, "  ringing %d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

void ringing_show(struct screen *screen, const struct incident *incident, const struct step *step)
{
  int64_t now = clock_read().boot_ns;
  int64_t rung = incident_measured(incident, step->intent_seq, (struct clock_point){clock_boot(), now});
  if (screen->timer < 0)
    return;
  screen->ringing_since = now / 1000 - (rung == CLOCK_UNMEASURED ? 0 : rung);
  put(screen);
  fputc('\n', screen->setup.out);
  screen->is_ringing = true;
}

static void tick(struct screen *screen)
{
  uint64_t times;
  if (read(screen->timer, &times, sizeof times) < 0 || !screen->is_ringing)
    return;
  fputs("\0337\033[1A\r", screen->setup.out); /* where the cursor is now it comes back to */
  put(screen);
  fputs("\033[K\0338", screen->setup.out);
  fflush(screen->setup.out);
}

bool ringing_only(struct screen *screen)
{
  struct epoll_event ready[2];
  if (screen->both < 0)
    return false;
  int count = epoll_wait(screen->both, ready, 2, 0);
  bool is_typed = false;
  for (int i = 0; i < count; i++) {
    if (ready[i].data.fd == screen->timer)
      tick(screen);
    else
      is_typed = true;
  }
  return !is_typed;
}
