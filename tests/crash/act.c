/*
 * What the site's commands do: this very program, started by a warden. An act appends one line to a file; a lock that
 * its descendants inherit tells whether two attempts at the same act were ever alive together.
 */
#include "crash.h"

#include "base/clock.h"
#include "base/random.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static void pause_up_to(unsigned milliseconds)
{
  uint16_t chance;
  random_bytes(&chance, sizeof chance);
  pause_ms(chance % (milliseconds + 1));
}

/* Somebody who left no trace: a session of its own, no parent, deaf to being asked. */
static void leave_a_daemon(void)
{
  if (fork())
    return;
  setsid();
  if (fork())
    _exit(0);
  signal(SIGTERM, SIG_IGN);
  pause_ms(60000);
  _exit(0);
}

static bool is_alone(const char *file, const char *key)
{
  char *name = xasprintf("%s.%s", file, key);
  int descriptor = open(name, O_RDWR | O_CREAT, 0600); /* not closed, and not on exec: whoever is ours holds it */
  free(name);
  return descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0;
}

static int write_line(const char *file, const char *word, const char *key, const char *attempt)
{
  char at[CLOCK_TEXT_SIZE], line[256];
  clock_text(clock_read().wall, at);
  int length = snprintf(line, sizeof line, "%s %s %s %s\n", word, key, attempt, at);
  int descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  return descriptor >= 0 && write(descriptor, line, (size_t)length) == length ? 0 : 1;
}

/* act FILE WORD: WORD "stubborn" is deaf to SIGTERM, and leaves somebody behind. */
int act(int argc, char **argv)
{
  const char *key = getenv("TOCSIN_IDEMPOTENCY_KEY"), *attempt = getenv("TOCSIN_ATTEMPT");
  if (argc < 4 || !key || !attempt)
    return 2;
  if (!is_alone(argv[2], key))
    write_line(argv[2], "overlap", key, attempt);
  if (!strcmp(argv[3], "stubborn")) {
    signal(SIGTERM, SIG_IGN);
    leave_a_daemon();
  }
  pause_up_to(40);
  int result = write_line(argv[2], argv[3], key, attempt);
  pause_up_to(40);
  return result;
}

int linger(void)
{
  leave_a_daemon();
  puts("somebody stays behind");
  fflush(stdout);
  pause_ms(30);
  return 0;
}
