/*
 * The program, run as people run it: a process, its output in files, its exit status. And what is left of it.
 */
#include "crash.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 30000      /* for one call, on a machine that does much else */
#define OUTPUT_MAX (64 << 20)

static int last_number;

int64_t milliseconds_now(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pause_ms(int64_t milliseconds)
{
  const struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
  nanosleep(&pause, NULL);
}

static char *output_of(char path[static 128], int number, const char *which)
{
  char name[32];
  snprintf(name, sizeof name, "out.%d.%s", number, which);
  return path_of(path, name);
}

static _Noreturn void become(const char *const *arguments, int number, pid_t group)
{
  char path[128];
  setpgid(0, group);
  int in = open("/dev/null", O_RDONLY);
  int out = open(output_of(path, number, "said"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  int err = open(output_of(path, number, "errors"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(err, 2) == 2)
    execv(arguments[0], (char *const *)(uintptr_t)arguments);
  _exit(127);
}

void program_start(struct program *program, const char *const *arguments, pid_t group)
{
  program->number = ++last_number;
  program->pid = fork();
  if (program->pid < 0)
    give_up("fork: %s", strerror(errno));
  if (program->pid == 0)
    become(arguments, program->number, group);
  setpgid(program->pid, group); /* whoever is first */
}

bool program_has_ended(struct program *program, int *status)
{
  int how;
  if (waitpid(program->pid, &how, WNOHANG) != program->pid)
    return false;
  program->pid = 0;
  *status = WIFSIGNALED(how) ? 128 + WTERMSIG(how) : WEXITSTATUS(how);
  return true;
}

int program_wait(struct program *program)
{
  int status;
  int64_t end = milliseconds_now() + PATIENCE_MS;
  while (!program_has_ended(program, &status)) {
    if (milliseconds_now() > end) {
      kill(program->pid, SIGKILL);
      give_up("the program hung: %s", program_words(program));
    }
    pause_ms(1);
  }
  return status;
}

json_t *program_json(const struct program *program)
{
  char path[128];
  return json_load_file(output_of(path, program->number, "said"), 0, NULL);
}

char *program_words(const struct program *program)
{
  char path[128];
  struct err unreadable = {0};
  struct buf text = {0};
  file_read(output_of(path, program->number, "said"), OUTPUT_MAX, &text, &unreadable);
  file_read(output_of(path, program->number, "errors"), OUTPUT_MAX, &text, &unreadable);
  return buf_take(&text);
}

int tocsin(json_t **json, const char *const *arguments)
{
  struct program program = {0};
  program_start(&program, arguments, 0);
  int status = program_wait(&program);
  if (json)
    *json = program_json(&program);
  return status;
}

/* ---- who is left ---- */

/* A process's arguments in one line; empty for one that has ended and only waits to be reaped. */
static bool read_arguments(const char *pid, char *line, size_t size)
{
  char *name = xasprintf("/proc/%s/cmdline", pid);
  int descriptor = open(name, O_RDONLY | O_CLOEXEC);
  free(name);
  ssize_t length = descriptor < 0 ? 0 : read(descriptor, line, size - 1);
  if (descriptor >= 0)
    close(descriptor);
  for (ssize_t i = 0; i + 1 < length; i++)
    line[i] = line[i] ? line[i] : ' ';
  line[length > 0 ? length : 0] = '\0';
  return length > 0;
}

size_t survivors(struct buf *lines)
{
  size_t count = 0;
  DIR *folder = opendir("/proc");
  const struct dirent *each;
  while (folder && (each = readdir(folder))) {
    char line[2048];
    bool is_number = each->d_name[0] >= '1' && each->d_name[0] <= '9';
    if (!is_number || atoi(each->d_name) == getpid() || !read_arguments(each->d_name, line, sizeof line) ||
        !strstr(line, place))
      continue;
    buf_format(lines, "%s %s\n", each->d_name, line);
    count++;
  }
  if (folder)
    closedir(folder);
  return count;
}

void survivors_must_end(struct findings *findings, int64_t within_ms)
{
  struct buf lines = {0};
  int64_t end = milliseconds_now() + within_ms;
  while (survivors(&lines) && milliseconds_now() < end) {
    buf_clear(&lines);
    pause_ms(5);
  }
  if (lines.length)
    found(findings, GONE, "still there after %d ms:\n%s", (int)within_ms, buf_string(&lines));
  buf_finish(&lines);
}
