/*
 * policies/commands.yaml: for each action with the driver `command`, the argv of the site that does it. Known to both
 * halves of the drivers.
 */
#pragma once

#include "base/err.h"
#include "model/files.h"

#include <jansson.h>
#include <stdint.h>

enum command_type { COMMAND_ADDRESS, COMMAND_CIDR, COMMAND_HOSTNAME, COMMAND_INTEGER, COMMAND_TEXT,
                    COMMAND_TYPE_COUNT };

struct command_parameter {
  char *name;
  enum command_type type;
};

struct command_template {
  char *action;
  char **argv;               /* "{name}" stands for a parameter's value, always a whole element */
  int64_t seconds;
  size_t parameter_count;
  struct command_parameter *parameters;
};

/** The template of that action. Reads the whole file, so any mistake in it is found. */
int command_list_find(const struct files *procedure, const char *action, struct command_template *found,
                      struct err *err);
void command_template_finish(struct command_template *template);

/**
 * The argv with the arguments put in, to be freed with list_free_argv; NULL with a sentence if one is missing, of
 * another type, or could be taken for an option.
 */
char **command_argv(const struct command_template *template, const json_t *arguments, struct err *err);
