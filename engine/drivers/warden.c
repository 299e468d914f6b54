/*
 * The warden: forked from the runner, it never executes anything else, and holds no descriptor but its own four.
 *
 * It is the reaper of all that the command leaves behind (prctl(2), PR_SET_CHILD_SUBREAPER): a descendant that
 * daemonizes becomes the warden's child. So "nothing is left" is one question, waitpid(2) saying ECHILD, and needs no
 * list of what was started. The end comes in three steps: the command runs; whoever is left is asked (SIGTERM); whoever
 * is still left is killed, again and again, until nobody is.
 */
#include "drivers/warden.h"

#include "base/alloc.h"
#include "base/io.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MILLISECOND ((int64_t)1000000)
#define GRACE_NS (100 * MILLISECOND)     /* between SIGTERM and SIGKILL where no time limit says otherwise */
#define GIVE_UP_NS (2000 * MILLISECOND)  /* a process inside the kernel cannot be killed; we do not wait for ever */
#define AGAIN_NS (5 * MILLISECOND)       /* between two rounds of SIGKILL */
#define CLOSE_PATIENCE_MS 3000           /* longer than both together */

static const char *const plain_environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "TZ=UTC", NULL};

struct watch {
  const struct warden_order *order;
  int output, errors, report; /* write ends */
  int lifeline;               /* read end */
  int signals;                /* signalfd for SIGCHLD */
  pid_t command;
  bool is_command_gone, is_all_gone, is_told, is_ending;
  int64_t kill_at;
  struct warden_report result;
};

static int64_t now_ns(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 * MILLISECOND + now.tv_nsec;
}

/* ---- who is left ---- */

struct process {
  pid_t pid, parent;
};

/** What stands in /proc/PID/stat after the name, which may itself hold blanks and brackets; NULL if it is gone. */
static const char *read_stat(const char *pid, char *line, size_t size)
{
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/stat", pid);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return NULL;
  ssize_t length = io_read(descriptor, line, size - 1);
  close(descriptor);
  line[length > 0 ? length : 0] = '\0';
  const char *bracket = strrchr(line, ')');
  return bracket && bracket[1] ? bracket + 2 : NULL;
}

static size_t list_processes(struct process **list)
{
  size_t count = 0;
  DIR *folder = opendir("/proc");
  const struct dirent *each;
  while (folder && (each = readdir(folder))) {
    char line[512];
    const char *rest = each->d_name[0] >= '1' && each->d_name[0] <= '9' ? read_stat(each->d_name, line, sizeof line)
                                                                         : NULL;
    int parent;
    if (rest && sscanf(rest, "%*c %d", &parent) == 1)
      *APPEND(*list, count) = (struct process){.pid = atoi(each->d_name), .parent = parent};
  }
  if (folder)
    closedir(folder);
  return count;
}

/** Sends a signal to every descendant, parents first; returns how many there are. */
static int signal_descendants(int number)
{
  struct process *list = NULL;
  size_t count = list_processes(&list);
  pid_t *family = xmalloc((count + 1) * sizeof *family);
  family[0] = getpid();
  size_t known = 1;
  for (size_t next = 0; next < known; next++)
    for (size_t i = 0; i < count; i++)
      if (list[i].parent == family[next]) {
        kill(list[i].pid, number);
        family[known++] = list[i].pid;
      }
  free(family);
  free(list);
  return (int)known - 1;
}

/* ---- the warden's own process ---- */

static void note_end(struct watch *watch, int status)
{
  watch->is_command_gone = true;
  watch->result.is_signalled = WIFSIGNALED(status);
  watch->result.exit_status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void reap(struct watch *watch)
{
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
    if (pid == watch->command)
      note_end(watch, status);
    else if (watch->is_ending)
      watch->result.ended_descendants++;
  }
  watch->is_all_gone = pid < 0 && errno == ECHILD;
}

/** Sleeps until a child ends, the lifeline is cut, or the time has come; then reaps. */
static void sleep_until(struct watch *watch, int64_t deadline)
{
  int64_t left = deadline - now_ns();
  struct timespec timeout = {0};
  if (left > 0)
    timeout = (struct timespec){.tv_sec = left / (1000 * MILLISECOND), .tv_nsec = left % (1000 * MILLISECOND)};
  struct pollfd polled[] = {{.fd = watch->signals, .events = POLLIN},
                            {.fd = watch->is_told ? -1 : watch->lifeline, .events = POLLIN}};
  ppoll(polled, COUNT(polled), &timeout, NULL);
  struct signalfd_siginfo seen;
  while (read(watch->signals, &seen, sizeof seen) > 0)
    continue;
  if (polled[1].revents) {
    watch->is_told = true;
    int64_t soon = now_ns() + GRACE_NS;
    watch->kill_at = watch->kill_at < soon ? watch->kill_at : soon;
  }
  reap(watch);
}

/** Sees the command through to its end, and then everybody else to theirs. */
static void guard(struct watch *watch, int64_t started)
{
  watch->kill_at = started + watch->order->time_limit_ns;
  int64_t ask_at = watch->kill_at - watch->order->time_limit_ns / 10;
  reap(watch);
  while (!watch->is_command_gone && !watch->is_told && now_ns() < ask_at)
    sleep_until(watch, ask_at);

  watch->is_ending = true;
  watch->result.is_timed_out = !watch->is_command_gone && !watch->is_told;
  if (!watch->is_all_gone)
    signal_descendants(SIGTERM);
  if (watch->is_command_gone && watch->kill_at > now_ns() + GRACE_NS)
    watch->kill_at = now_ns() + GRACE_NS;
  while (!watch->is_all_gone && now_ns() < watch->kill_at)
    sleep_until(watch, watch->kill_at);

  int64_t give_up_at = now_ns() + GIVE_UP_NS;
  while (!watch->is_all_gone && now_ns() < give_up_at) {
    signal_descendants(SIGKILL);
    sleep_until(watch, now_ns() + AGAIN_NS);
  }
  watch->result.survivors = watch->is_all_gone ? 0 : signal_descendants(SIGKILL);
}

/** Runs between vfork(2) and execve(2), in the warden's memory: only system calls; `*failure` says what went wrong. */
static void execute(const struct watch *watch, pid_t warden, int input, volatile int *failure)
{
  const struct warden_order *order = watch->order;
  const char *const *environment = order->environment ? order->environment : plain_environment;
  sigset_t none;
  sigemptyset(&none);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == warden && dup2(input, STDIN_FILENO) >= 0 && dup2(watch->output, STDOUT_FILENO) >= 0 &&
      dup2(watch->errors, STDERR_FILENO) >= 0 && close_range(3, ~0u, 0) == 0 &&
      sigprocmask(SIG_SETMASK, &none, NULL) == 0)
    execve(order->argv[0], (char *const *)(uintptr_t)order->argv, (char *const *)(uintptr_t)environment);
  *failure = errno ? errno : ESRCH;
  _exit(127);
}

/** What the command reads: what it was given, or nothing. -1 with errno. */
static int __attribute__((noinline)) open_input(const char *input) /* no variable of its own beside vfork */
{
  if (!input)
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
  int memory = memfd_create("input", MFD_CLOEXEC);
  size_t length = strlen(input);
  if (memory >= 0 && (io_write(memory, input, length) != 0 || lseek(memory, 0, SEEK_SET) != 0)) {
    close(memory);
    return -1;
  }
  return memory;
}

static int start_command(struct watch *watch)
{
  if (chdir(watch->order->folder ? watch->order->folder : "/"))
    return errno;
  int input = open_input(watch->order->input);
  if (input < 0)
    return errno;
  volatile int failure = 0;
  pid_t warden = getpid();
  pid_t pid = vfork(); /* copying the runner's page tables a second time would cost more than the command */
  if (pid == 0)
    execute(watch, warden, input, &failure);
  if (pid < 0)
    return errno;
  watch->command = pid;
  close(input);
  return failure;
}

static int ascending(const void *left, const void *right)
{
  return *(const int *)left - *(const int *)right;
}

static int close_all_but(int *kept, size_t count)
{
  qsort(kept, count, sizeof *kept, ascending);
  unsigned from = 0;
  for (size_t i = 0; i < count; i++) {
    unsigned next = (unsigned)kept[i];
    if (kept[i] < 0)
      continue;
    if (next > from && close_range(from, next - 1, 0))
      return -1;
    from = next + 1;
  }
  return close_range(from, ~0u, 0);
}

static void forget_signals(void)
{
  struct sigaction plain = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++)
    sigaction(number, &plain, NULL); /* also those our parents told us to ignore: an exec would hand that on */
}

/** A session of its own, no privileges to be gained, no core file to be left behind. */
static int settle(struct watch *watch)
{
  const struct rlimit no_core = {0};
  sigset_t all, child;
  sigfillset(&all);
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  forget_signals();
  setsid();
  umask(077);
  prctl(PR_SET_NAME, "warden");
  if (sigprocmask(SIG_SETMASK, &all, NULL) || prctl(PR_SET_CHILD_SUBREAPER, 1) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
      || setrlimit(RLIMIT_CORE, &no_core))
    return errno;
  watch->signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  return watch->signals < 0 ? errno : 0;
}

static int held = -1;

void warden_hold(int descriptor)
{
  held = descriptor;
}

static _Noreturn void be_warden(struct watch *watch)
{
  int kept[] = {watch->lifeline, watch->report, watch->output, watch->errors, held};
  int64_t started = now_ns();
  watch->result.error_number = close_all_but(kept, COUNT(kept)) ? errno : settle(watch);
  if (watch->result.error_number == 0)
    watch->result.error_number = start_command(watch);
  watch->result.has_started = watch->result.error_number == 0;
  close(watch->output);
  close(watch->errors);
  if (watch->command)
    guard(watch, started);
  _exit(io_write(watch->report, &watch->result, sizeof watch->result) == 0 ? 0 : 1);
}

/* ---- the runner's side ---- */

struct pipe {
  int from, to; /* read end, write end */
};

/** Both ends above the standard descriptors, so that handing them on as such cannot overwrite one with another. */
static int open_pipe(struct pipe *made, int flags)
{
  int ends[2];
  if (pipe2(ends, O_CLOEXEC))
    return -1;
  for (int i = 0; i < 2; i++)
    if (ends[i] <= STDERR_FILENO) {
      int raised = fcntl(ends[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
      close(ends[i]);
      ends[i] = raised;
    }
  *made = (struct pipe){.from = ends[0], .to = ends[1]};
  return ends[0] < 0 || ends[1] < 0 || fcntl(ends[0], F_SETFL, flags) ? -1 : 0;
}

static void close_end(int *descriptor)
{
  if (*descriptor >= 0)
    close(*descriptor);
  *descriptor = -1;
}

enum { OUTPUT, ERRORS, REPORT, LIFELINE, PIPES };

static void close_pipes(struct pipe pipes[static PIPES])
{
  for (int i = 0; i < PIPES; i++) {
    close_end(&pipes[i].from);
    close_end(&pipes[i].to);
  }
}

static int open_pipes(struct pipe pipes[static PIPES])
{
  for (int i = 0; i < PIPES; i++)
    pipes[i] = (struct pipe){-1, -1};
  for (int i = 0; i < PIPES; i++)
    if (open_pipe(&pipes[i], i == LIFELINE ? 0 : O_NONBLOCK))
      return -1;
  return 0;
}

int warden_start(const struct warden_order *order, struct warden *warden, struct err *err)
{
  assert(order->argv[0][0] == '/' && order->time_limit_ns > 0);
  struct pipe pipes[PIPES];
  pid_t pid = open_pipes(pipes) ? -1 : fork();
  if (pid < 0) {
    int number = errno;
    close_pipes(pipes);
    return err_set(err, "%s cannot be started: %s", order->argv[0], strerror(number));
  }
  if (pid == 0)
    be_warden(&(struct watch){.order = order, .output = pipes[OUTPUT].to, .errors = pipes[ERRORS].to,
                              .report = pipes[REPORT].to, .lifeline = pipes[LIFELINE].from});
  *warden = (struct warden){.pid = pid, .output = pipes[OUTPUT].from, .errors = pipes[ERRORS].from,
                            .report = pipes[REPORT].from, .lifeline = pipes[LIFELINE].to};
  pipes[OUTPUT].from = pipes[ERRORS].from = pipes[REPORT].from = pipes[LIFELINE].to = -1;
  close_pipes(pipes);
  return 0;
}

void warden_end(struct warden *warden)
{
  if (warden->pid > 0)
    close_end(&warden->lifeline);
}

bool warden_collect(struct warden *warden, struct warden_report *report)
{
  struct warden_report received;
  ssize_t length = read(warden->report, &received, sizeof received);
  if (length < 0) /* EAGAIN: not over yet */
    return false;
  *report = length == sizeof received ? received : (struct warden_report){.has_started = true, .is_lost = true};
  return true;
}

void warden_close(struct warden *warden)
{
  if (!warden || warden->pid <= 0)
    return;
  warden_end(warden);
  struct pollfd over = {.fd = warden->report, .events = POLLIN};
  if (poll(&over, 1, CLOSE_PATIENCE_MS) == 0)
    kill(warden->pid, SIGKILL); /* it hangs in the kernel, on a dead file server for one; the runner must not */
  while (waitpid(warden->pid, NULL, 0) < 0 && errno == EINTR)
    continue;
  close_end(&warden->output);
  close_end(&warden->errors);
  close_end(&warden->report);
  warden->pid = 0;
}

uint64_t warden_start_time(pid_t pid)
{
  char name[16], line[512];
  snprintf(name, sizeof name, "%d", (int)pid);
  const char *rest = pid > 0 ? read_stat(name, line, sizeof line) : NULL;
  for (int field = 3; rest && field < 22; field++) {
    rest = strchr(rest, ' ');
    rest = rest ? rest + 1 : NULL;
  }
  return rest ? strtoull(rest, NULL, 10) : 0;
}
