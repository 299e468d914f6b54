/*
 * One world for engine, linter and editor: what a playbook can name.
 *
 *   names actions      lib/meta/actions.lua, from policies/actions.yaml
 *   names luacheckrc   .luacheckrc, from the names the engine gives to playbooks
 *   names check        TAP: both files are as they would be made now, and lib/meta/words.lua has all the rest
 *
 * `ninja names` writes the two files.
 */
#include "names.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *no_member(void *context, const char *name)
{
  return NULL;
}

static const char *no_fact(void *context, const char *name)
{
  return NULL;
}

static const json_t *no_look(void *context, const char *step, const char *field)
{
  return NULL;
}

static void give_up(const char *sentence)
{
  fprintf(stderr, "%s\n", sentence);
  exit(2);
}

static void open_world(struct world_of_names *world)
{
  static const struct script_view nobody = {NULL, no_member, no_fact, no_look};
  static const struct script_limits usual = {0};
  struct err err = {0};
  if (files_read_folder(&world->procedure, TREE, &err) < 0)
    give_up(err.text);
  world->policy = policy_load(&world->procedure, &err);
  if (world->policy == NULL)
    give_up(err.text);
  world->catalogue = policy_catalogue(world->policy);
  struct script *script = script_new(world->catalogue, &world->procedure, &nobody, &usual, &err);
  if (script == NULL || script_names(script, &world->names, &err) < 0)
    give_up(err.text);
  script_free(script);
}

static void close_world(struct world_of_names *world)
{
  buf_finish(&world->names);
  policy_free(world->policy);
  files_finish(&world->procedure);
}

int main(int argc, char **argv)
{
  const char *wanted = argc == 2 ? argv[1] : "";
  struct world_of_names world = {0};
  struct buf out = {0};
  int status = 0;
  open_world(&world);
  if (strcmp(wanted, "actions") == 0)
    write_actions(&world, &out);
  else if (strcmp(wanted, "luacheckrc") == 0)
    write_luacheckrc(&world, &out);
  else if (strcmp(wanted, "check") == 0)
    status = check_names(&world, &out);
  else
    give_up("names actions | luacheckrc | check");
  fwrite(buf_string(&out), 1, out.length, stdout);
  buf_finish(&out);
  close_world(&world);
  return status;
}
