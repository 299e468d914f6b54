/*
 * A procedure's files. Invariant: sorted by name in byte order, no name twice, so that the manifest is canonical.
 */
#include "model/files.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/json.h"

#include <string.h>

#define FILE_SIZE_LIMIT (1024 * 1024)

void files_finish(struct files *files)
{
  if (!files)
    return;
  for (size_t i = 0; i < files->count; i++) {
    free(files->list[i].name);
    free(files->list[i].bytes);
  }
  free(files->list);
  *files = (struct files){0};
}

/* The first place whose name is not smaller. */
static size_t place_of(const struct files *files, const char *name)
{
  size_t low = 0, high = files->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (strcmp(files->list[middle].name, name) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool is_at(const struct files *files, size_t place, const char *name)
{
  return place < files->count && strcmp(files->list[place].name, name) == 0;
}

static struct file *make_room(struct files *files, size_t place, const char *name)
{
  (void)APPEND(files->list, files->count);
  struct file *file = &files->list[place];
  memmove(file + 1, file, (files->count - 1 - place) * sizeof *file);
  *file = (struct file){.name = xstrdup(name)};
  return file;
}

void files_add(struct files *files, const char *name, const char *bytes, size_t length)
{
  size_t place = place_of(files, name);
  struct file *file = is_at(files, place, name) ? &files->list[place] : make_room(files, place, name);
  free(file->bytes);
  file->bytes = xmalloc(length + 1);
  if (length)
    memcpy(file->bytes, bytes, length);
  file->bytes[length] = '\0';
  file->length = length;
  file->pressed = NULL;
}

const struct file *files_find(const struct files *files, const char *name)
{
  size_t place = place_of(files, name);
  return is_at(files, place, name) ? &files->list[place] : NULL;
}

struct yaml *files_tree(const struct file *file, struct err *err)
{
  return file->pressed ? pressed_read(file->name, file->pressed)
                       : yaml_parse(file->name, file->bytes, file->length, err);
}

/* ---- reading a folder ---- */

struct walk {
  struct files *files;
  const char *folder; /* policies */
  const char *path;   /* where it lies */
};

static bool is_ours(const char *name)
{
  const char *dot = strrchr(name, '.');
  return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".lua") == 0);
}

/* Names go into the manifest, where they must read the same everywhere. */
static bool is_plain(const char *name)
{
  return name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/")] == '\0';
}

static int read_file(struct files *files, const char *path, const char *name, struct err *err)
{
  _cleanup_(buf_finish) struct buf bytes = {0};
  if (file_read(path, FILE_SIZE_LIMIT, &bytes, err))
    return -1;
  files_add(files, name, buf_string(&bytes), bytes.length);
  return 0;
}

static int read_one(void *context, const char *name, struct err *err)
{
  const struct walk *walk = context;
  if (!is_ours(name))
    return 0;
  if (!is_plain(name))
    return err_set(err, "%s/%s: a procedure's file is named with letters, digits, '.', '_' and '-' only.", walk->path,
                   name);
  _cleanup_(freep) char *path = file_join(walk->path, name);
  _cleanup_(freep) char *inside = file_join(walk->folder, name);
  return read_file(walk->files, path, inside, err);
}

static int read_part(struct files *files, const char *folder, const char *part, struct err *err)
{
  _cleanup_(freep) char *path = file_join(folder, part);
  struct walk walk = {.files = files, .folder = part, .path = path};
  return file_exists(path) ? file_each(path, read_one, &walk, err) : 0;
}

int files_read_named(struct files *files, const char *folder, const char *const *names, size_t count, struct err *err)
{
  for (size_t i = 0; i < count; i++) {
    _cleanup_(freep) char *path = file_join(folder, names[i]);
    if (file_exists(path) && read_file(files, path, names[i], err) < 0)
      return -1;
  }
  return 0;
}

int files_read_folder(struct files *files, const char *folder, struct err *err)
{
  static const char *const parts[] = {"policies", "playbooks", "lib", "scenarios"};
  for (size_t i = 0; i < COUNT(parts); i++)
    if (read_part(files, folder, parts[i], err))
      return -1;
  return 0;
}

/* ---- the manifest ---- */

void files_manifest(const struct files *files, struct buf *manifest)
{
  struct json json;
  json_begin(&json, manifest);
  json_open_object(&json);
  json_key(&json, "files");
  json_open_object(&json);
  for (size_t i = 0; i < files->count; i++) {
    struct digest digest = digest_of(files->list[i].bytes, files->list[i].length);
    char text[DIGEST_TEXT_SIZE];
    digest_text(&digest, text);
    json_member(&json, files->list[i].name, text);
  }
  json_close_object(&json);
  json_close_object(&json);
}

struct digest files_digest(const struct files *files)
{
  _cleanup_(buf_finish) struct buf manifest = {0};
  files_manifest(files, &manifest);
  return digest_of(manifest.bytes, manifest.length);
}
