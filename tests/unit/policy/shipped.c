#include "shipped.h"

#include "base/alloc.h"
#include "base/file.h"

#include <check.h>
#include <stdlib.h>

static const char *root(void)
{
  const char *folder = getenv("SOURCE_ROOT");
  ck_assert_msg(folder != NULL, "SOURCE_ROOT is not set");
  return folder;
}

struct files shipped_files(void)
{
  struct files files = {0};
  struct err err = {0};
  ck_assert_msg(files_read_folder(&files, root(), &err) == 0, "%s", err.text);
  return files;
}

struct policy *shipped_policy(void)
{
  struct files files = shipped_files();
  struct err err = {0};
  struct policy *policy = policy_load(&files, &err);
  files_finish(&files);
  ck_assert_msg(policy != NULL, "%s", err.text);
  return policy;
}

struct policy *shipped_with(const char *name, const char *bytes, struct err *err)
{
  struct files files = shipped_files();
  files_add(&files, name, bytes, strlen(bytes));
  struct policy *policy = policy_load(&files, err);
  files_finish(&files);
  return policy;
}

char *shipped_text(const char *name)
{
  struct buf text = {0};
  struct err err = {0};
  char *path = file_join(root(), name);
  ck_assert_msg(file_read(path, 1024 * 1024, &text, &err) == 0, "%s", err.text);
  free(path);
  return buf_take(&text);
}
