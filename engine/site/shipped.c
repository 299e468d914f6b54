/*
 * Looking into what embed.sh wrote.
 */
#include "site/shipped.h"

#include <string.h>

static bool ends_in(const char *name, const char *ending)
{
  size_t length = strlen(name), end = strlen(ending);
  return length > end && strcmp(name + length - end, ending) == 0;
}

static bool begins_with(const char *name, const char *beginning)
{
  return strncmp(name, beginning, strlen(beginning)) == 0;
}

void shipped_procedure(struct files *files)
{
  for (size_t i = 0; i < shipped_count; i++) {
    const struct shipped_file *file = &shipped_files[i];
    bool is_procedure = !begins_with(file->name, "template/") && !begins_with(file->name, "demo/");
    if (is_procedure && (ends_in(file->name, ".yaml") || ends_in(file->name, ".lua")))
      files_add(files, file->name, (const char *)file->bytes, file->length);
  }
  shipped_recognize(files);
}

static bool is_same(const struct shipped_file *ours, const struct file *file)
{
  return file->length == ours->length && memcmp(file->bytes, ours->bytes, ours->length) == 0;
}

void shipped_recognize(struct files *files)
{
  for (size_t i = 0; i < files->count; i++) {
    const struct shipped_file *ours = shipped_file_find(files->list[i].name);
    if (ours && ours->pressed.bytes && is_same(ours, &files->list[i]))
      files->list[i].pressed = &ours->pressed;
  }
}

const struct shipped_file *shipped_file_find(const char *name)
{
  for (size_t i = 0; i < shipped_count; i++)
    if (strcmp(shipped_files[i].name, name) == 0)
      return &shipped_files[i];
  return NULL;
}
