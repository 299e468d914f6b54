#include "trial.h"

#include "site/make.h"

#include "base/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char trial_folder[64];

void trial_make(void)
{
  struct err err = {0};
  struct site_made made;
  strcpy(trial_folder, "/tmp/site-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(trial_folder));
  struct site_plan plan = {.folder = trial_folder, .is_demo = true, .semantics = 1};
  ck_assert_msg(site_make(&plan, &made, &err) == 0, "%s", err.text);
  ck_assert_uint_eq(made.people, 11);
  site_made_finish(&made);
}

void trial_remove(void)
{
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", trial_folder);
  ck_assert_int_eq(system(command), 0);
}

struct site *trial_open(const char *as, enum site_mode mode)
{
  struct err err = {0};
  struct site_entrance entrance = {.folder = trial_folder, .as = as};
  struct site *site = site_open(&entrance, mode, &err);
  ck_assert_msg(site != NULL, "%s", err.text);
  return site;
}

void trial_say(const char *as, enum entry_type type, const char *body)
{
  struct err err = {0};
  struct site *site = trial_open(as, SITE_WRITE);
  struct entry_draft draft = {.type = type, .body = body, .body_length = strlen(body)};
  ck_assert_msg(site_state(site, &draft, NULL, &err) == 0, "%s", err.text);
  site_close(site);
}

void trial_write(const char *name, const char *text)
{
  struct err err = {0};
  char *path = file_join(trial_folder, name);
  ck_assert_msg(file_write(path, text, strlen(text), 0600, &err) == 0, "%s", err.text);
  free(path);
}
