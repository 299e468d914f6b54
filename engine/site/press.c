/*
 * Part of the build, not of the program: reads a YAML file and writes its tree pressed flat (base/pressed.h).
 *
 *     press FILE >BYTES
 */
#include "base/alloc.h"
#include "base/file.h"
#include "base/pressed.h"

#include <stdio.h>

int main(int argc, char **argv)
{
  _cleanup_(buf_finish) struct buf text = {0}, bytes = {0};
  struct err err = {0};
  if (argc != 2)
    return 2;
  struct yaml *root = NULL;
  if (file_read(argv[1], 1 << 20, &text, &err) == 0)
    root = yaml_parse(argv[1], buf_string(&text), text.length, &err);
  if (!root) {
    fprintf(stderr, "%s\n", err.text);
    return 1;
  }
  pressed_write(&bytes, root);
  yaml_free(root);
  return fwrite(bytes.bytes, 1, bytes.length, stdout) == bytes.length && fflush(stdout) == 0 ? 0 : 1;
}
