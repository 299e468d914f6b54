/*
 * The terminal's echo is off only while a passphrase is typed, and on again also if that is interrupted: a terminal
 * left silent is one more thing that does not work at three in the morning.
 */
#include "cli/ask.h"

#include "base/alloc.h"
#include "base/io.h"
#include "base/shown.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool ask_can(void)
{
  return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

char *ask_line(const char *question)
{
  char *line = NULL;
  size_t size = 0;
  shown_print(stderr, "%s ", question);
  ssize_t length = getline(&line, &size, stdin);
  if (length < 0) {
    free(line);
    fputc('\n', stderr);
    return NULL;
  }
  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == ' '))
    line[--length] = '\0';
  return line;
}

/** Reads up to the line's end. Returns the length, -1 if there is none or it does not fit. */
static int read_secret(int terminal, char *secret, size_t size)
{
  size_t length = 0;
  char c;
  while (io_read(terminal, &c, 1) == 1) {
    if (c == '\n') {
      secret[length] = '\0';
      return (int)length;
    }
    if (length + 1 >= size)
      break;
    secret[length++] = c;
  }
  explicit_bzero(secret, size);
  return -1;
}

static int ask_secret(const char *question, char *secret, size_t size)
{
  int terminal = io_open("/dev/tty", O_RDWR);
  struct termios loud, silent;
  if (terminal < 0 || tcgetattr(terminal, &loud) < 0) {
    if (terminal >= 0)
      close(terminal);
    return -1;
  }
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigaddset(&held, SIGTSTP);
  sigprocmask(SIG_BLOCK, &held, &before);
  silent = loud;
  silent.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
  tcsetattr(terminal, TCSAFLUSH, &silent);
  struct buf asked = {0};
  shown_format(&asked, "%s ", question);
  io_write(terminal, asked.bytes, asked.length);
  buf_finish(&asked);
  int length = read_secret(terminal, secret, size);
  dprintf(terminal, "\n");
  tcsetattr(terminal, TCSAFLUSH, &loud);
  sigprocmask(SIG_SETMASK, &before, NULL);
  close(terminal);
  return length;
}

int ask_passphrase(void *context, const char *path, char *passphrase, size_t size)
{
  (void)context;
  char *question = xasprintf("Passphrase of %s:", path);
  int length = ask_secret(question, passphrase, size);
  free(question);
  return length;
}

int ask_new_passphrase(const char *whose, char *passphrase, size_t size, struct err *err)
{
  _cleanup_(freep) char *question = xasprintf("A passphrase for the key of %s:", whose);
  char again[256];
  int length = ask_secret(question, passphrase, size);
  if (length < 0)
    return err_set(err,
                   "the key of %s needs a passphrase, and there is no terminal to ask at.\n"
                   "Come back with one, or give a key that exists already: --key FILE",
                   whose);
  if (length == 0)
    return err_set(err, "the key of %s needs a passphrase; nothing was typed.", whose);
  int second = ask_secret("The same again:", again, sizeof again);
  bool is_same = second == length && memcmp(passphrase, again, (size_t)length) == 0;
  explicit_bzero(again, sizeof again);
  return is_same ? 0 : err_set(err, "the two passphrases differ.");
}
