/*
 * A child, a pipe, one document. The child ends without the parent's clean-up: nothing of it belongs to the child.
 */
#include "explore/apart.h"

#include "base/buf.h"
#include "base/io.h"
#include "base/json.h"
#include "explore/seal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void be_the_child(int descriptor, json_t *(*explore)(void *, struct err *), void *context)
{
  struct err err = {0};
  json_t *found = explore_seal(&err) < 0 ? NULL : explore(context, &err);
  json_t *answer = found ? json_pack("{s:o}", "found", found)
                         : json_pack("{s:s, s:i}", "error", err.text, "kind", (int)err.kind);
  struct buf text = {0};
  struct err unwritten = {0};
  if (json_write_tree(&text, answer, &unwritten) < 0)
    _exit(1);
  _exit(io_write(descriptor, text.bytes, text.length) == 0 ? 0 : 1);
}

static void read_all(int descriptor, struct buf *text)
{
  char piece[8192];
  for (;;) {
    ssize_t length = io_read(descriptor, piece, sizeof piece);
    if (length <= 0)
      return;
    buf_add(text, piece, (size_t)length);
  }
}

static json_t *take_answer(const struct buf *text, int status, struct err *err)
{
  json_t *answer = WIFEXITED(status) ? json_loadb(buf_string(text), text->length, 0, NULL) : NULL;
  json_t *found = json_incref(json_object_get(answer, "found"));
  const char *sentence = json_get_string(answer, "error");
  if (sentence)
    err_set_kind(err, (enum err_kind)json_get_integer(answer, "kind", ERR_INPUT), "%-s", sentence);
  else if (!found && WIFSIGNALED(status))
    err_set(err, "what was tried apart was stopped by the system (signal %d): a playbook takes too much time or "
                 "memory.", WTERMSIG(status));
  else if (!found)
    err_set(err, "what was tried apart gave no answer.");
  json_decref(answer);
  return found;
}

json_t *explore_apart(json_t *(*explore)(void *context, struct err *err), void *context, struct err *err)
{
  int ends[2], status = 0;
  fflush(NULL);
  if (pipe(ends) < 0)
    return err_set(err, "no pipe is to be had: %s.", strerror(errno)), NULL;
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    be_the_child(ends[1], explore, context);
  }
  close(ends[1]);
  struct buf text = {0};
  if (child > 0)
    read_all(ends[0], &text);
  close(ends[0]);
  if (child < 0)
    return err_set(err, "no process is to be had: %s.", strerror(errno)), NULL;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  json_t *found = take_answer(&text, status, err);
  buf_finish(&text);
  return found;
}
