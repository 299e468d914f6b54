/*
 * Hostile playbooks: each file of playbooks/ says on its first line what has to become of it.
 *
 *   -- expect: ended                          it runs to its end
 *   -- expect: asked notify.irt notify.legal  so, too, having asked for exactly these
 *   -- expect: asks without end               it is still asking after a thousand requests
 *   -- expect: error WORDS                    its main track fails, and the sentence holds these words
 *   -- expect: stopped instructions           (or memory, or either) the whole run is stopped
 *   -- expect: refused WORDS                  it cannot be loaded, and the sentence holds these words
 *
 * A file without "return playbook" is the body of run = function (incident). Each is played in a process of its own
 * that has LIMIT seconds. Those named must_fail_... are wrong about themselves: they try whether this runner can fail.
 */
#include "stage.h"

#include "base/alloc.h"
#include "base/file.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT 20
#define FIRST "-- expect: "

/* ---- what became of it ---- */

static void add_actions(const struct stage *stage, struct buf *verdict)
{
  const char *line = buf_string(&stage->asked);
  while (*line) {
    const char *action = strchr(line, ' ');
    buf_add(verdict, action, strcspn(action + 1, " ") + 1);
    line = strchr(line, '\n') + 1;
  }
}

static void judge(struct stage *stage, struct buf *verdict)
{
  if (stage_load(stage, "hostile") < 0) {
    buf_format(verdict, "refused %s", stage->err.text);
    return;
  }
  switch (stage_play(stage)) {
  case SCRIPT_ENDED:
    buf_text(verdict, stage->asked.length ? "asked" : "ended");
    add_actions(stage, verdict);
    return;
  case SCRIPT_FAILED:
    buf_format(verdict, "error %s", stage->error);
    return;
  case SCRIPT_STOPPED:
    buf_format(verdict, "stopped %s", stage->error);
    return;
  default:
    buf_text(verdict, "asks without end");
  }
}

static bool is_as_expected(const char *expected, const char *verdict)
{
  size_t kind = strcspn(expected, " ");
  if (strncmp(expected, "asked", kind) == 0 || strncmp(expected, "asks", kind) == 0)
    return strcmp(expected, verdict) == 0;
  if (strncmp(expected, verdict, kind) != 0 || (verdict[kind] && verdict[kind] != ' '))
    return false;
  return expected[kind] == '\0' || strstr(verdict + kind, expected + kind + 1) != NULL;
}

/* ---- one file ---- */

static char *wrapped(const char *text)
{
  if (strstr(text, "\nreturn playbook") || strstr(text, "\nreturn {"))
    return xstrdup(text);
  return xasprintf("return playbook { name = 'hostile', title = 'Hostile', run = function (incident) %s\nend }\n",
                   text); /* lines keep their numbers */
}

/* In a process of its own. Exit status 0: as expected. */
static void play(const char *text, const char *expected)
{
  struct stage stage;
  struct buf verdict = {0};
  alarm(LIMIT);
  stage_begin(&stage);
  stage_library(&stage);
  char *playbook = wrapped(text);
  stage_file(&stage, "playbooks/hostile.lua", playbook);
  free(playbook);
  judge(&stage, &verdict);
  bool is_right = is_as_expected(expected, buf_string(&verdict));
  if (!is_right)
    printf("# expected: %s\n# became:   %s\n", expected, buf_string(&verdict));
  buf_finish(&verdict);
  stage_end(&stage);
  fflush(stdout);
  exit(is_right ? 0 : 1);
}

static const char *play_apart(const char *text, const char *expected)
{
  static char died[64];
  int status;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0)
    play(text, expected);
  if (child < 0 || waitpid(child, &status, 0) != child)
    return "it could not be played";
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    return "it was still running after 20 s";
  if (WIFSIGNALED(status)) {
    snprintf(died, sizeof died, "the engine died of signal %d", WTERMSIG(status));
    return died;
  }
  return WEXITSTATUS(status) == 0 ? NULL : WEXITSTATUS(status) == 1 ? "it became something else" : "the engine died";
}

struct count {
  int files, failed;
};

static int play_file(void *context, const char *name, struct err *err)
{
  struct count *count = context;
  struct buf text = {0};
  size_t length = strlen(name);
  if (length < 4 || strcmp(name + length - 4, ".lua") != 0)
    return 0;
  char *path = file_join(FOLDER, name);
  int result = file_read(path, 1 << 20, &text, err);
  free(path);
  if (result < 0)
    return -1;
  const char *line = strncmp(buf_string(&text), FIRST, strlen(FIRST)) == 0 ? text.bytes + strlen(FIRST) : NULL;
  char *expected = line ? xstrndup(line, strcspn(line, "\n")) : NULL;
  const char *wrong = expected ? play_apart(text.bytes, expected) : "its first line says nothing";
  if (strncmp(name, "must_fail_", 10) == 0)
    wrong = wrong ? NULL : "it should have failed";
  printf("%sok %d - %.*s%s%s\n", wrong ? "not " : "", ++count->files, (int)length - 4, name, wrong ? ": " : "",
         wrong ? wrong : "");
  count->failed += wrong != NULL;
  free(expected);
  buf_finish(&text);
  return 0;
}

int main(void)
{
  struct count count = {0};
  struct err err = {0};
  if (file_each(FOLDER, play_file, &count, &err) < 0) {
    printf("Bail out! %s\n", err.text);
    return 1;
  }
  printf("1..%d\n", count.files);
  return count.failed != 0 || count.files == 0;
}
