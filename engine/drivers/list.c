/*
 * Reading an argv from YAML. A program is named by its absolute path, so that no PATH decides what runs (R137), and a
 * shell is refused: what it is given would be logic, which nobody approved line by line (R135).
 */
#include "drivers/list.h"

#include "base/alloc.h"

#include <string.h>

struct yaml *list_parse(const struct files *procedure, const char *name, struct err *err)
{
  const struct file *file = files_find(procedure, name);
  if (file)
    return files_tree(file, err);
  err_set(err, "%s is missing from the procedure; the shipped one is written by: tocsin init DIR", name);
  return NULL;
}

static bool is_shell(const char *program)
{
  static const char *const shells[] = {"sh", "ash", "bash", "busybox", "csh", "dash", "fish", "ksh", "tcsh", "zsh"};
  const char *slash = strrchr(program, '/');
  for (size_t i = 0; i < COUNT(shells); i++)
    if (strcmp(slash + 1, shells[i]) == 0)
      return true;
  return false;
}

static int check_program(const struct yaml *node, const char *program, struct err *err)
{
  if (program[0] != '/')
    return yaml_error(node, err, "\"%s\" must be an absolute path, as /usr/bin/%s, so that nothing else of that name "
                                 "can run in its place.", program, program);
  if (is_shell(program))
    return yaml_error(node, err, "\"%s\" is a shell; write the program and its arguments, one by one.", program);
  return 0;
}

int list_read_argv(const struct yaml *node, char ***argv, struct err *err)
{
  if (yaml_as_list(node, err))
    return -1;
  if (node->count == 0)
    return yaml_error(node, err, "argv is empty; its first element is the program.");
  char **read = xcalloc(node->count + 1, sizeof *read);
  int result = 0;
  for (size_t i = 0; result == 0 && i < node->count; i++) {
    const char *text;
    result = yaml_as_text(node->items[i], &text, err);
    if (result == 0 && i == 0)
      result = check_program(node->items[0], text, err);
    if (result == 0)
      read[i] = xstrdup(text);
  }
  if (result)
    list_free_argv(read);
  else
    *argv = read;
  return result;
}

void list_free_argv(char **argv)
{
  for (char **each = argv; each && *each; each++)
    free(*each);
  free(argv);
}

char **list_copy_argv(char *const *argv)
{
  if (!argv)
    return NULL;
  size_t count = 0;
  while (argv[count])
    count++;
  char **copy = xcalloc(count + 1, sizeof *copy);
  for (size_t i = 0; i < count; i++)
    copy[i] = xstrdup(argv[i]);
  return copy;
}
