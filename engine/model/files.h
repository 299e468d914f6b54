/*
 * A procedure's files by name: policies, playbooks, lib, scenarios, as bytes.
 *
 * The manifest is canonical JSON, {"files":{"lib/call.lua":"sha256:...", ...}}; its SHA-256 is the procedure's digest,
 * which senior management signs (design.md section 5).
 */
#pragma once

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/pressed.h"

#include <stddef.h>

struct file {
  char *name;  /* relative, '/' separated */
  char *bytes; /* NUL-terminated beyond length */
  size_t length;
  const struct pressed *pressed; /* its tree, where the bytes are known to be those it was made from; else NULL */
};

struct files {
  size_t count;
  struct file *list; /* sorted by name */
};

void files_finish(struct files *files);
/** Copies; replaces one of the same name. */
void files_add(struct files *files, const char *name, const char *bytes, size_t length);
const struct file *files_find(const struct files *files, const char *name);             /* NULL if none */

/** A YAML file's tree; NULL with a sentence. The caller frees it with yaml_free. */
struct yaml *files_tree(const struct file *file, struct err *err);

/** Reads policies/ playbooks/ lib/ scenarios/ below `folder` (*.yaml, *.lua; missing folders are empty). */
int files_read_folder(struct files *files, const char *folder, struct err *err);

/** Only these, of those that are there: a cold decision reads no more than it needs. */
int files_read_named(struct files *files, const char *folder, const char *const *names, size_t count, struct err *err);

void files_manifest(const struct files *files, struct buf *manifest);
struct digest files_digest(const struct files *files);
