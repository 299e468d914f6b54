/*
 * What both lists of commands, capture.yaml and commands.yaml, have in common. Known to them only.
 */
#pragma once

#include "base/yaml.h"
#include "model/files.h"

/** Parses a file of the procedure, to be freed with yaml_free; NULL with a sentence if it is missing or no YAML. */
struct yaml *list_parse(const struct files *procedure, const char *name, struct err *err);

/** An argv: absolute program, no shell. The caller frees with list_free_argv. */
int list_read_argv(const struct yaml *node, char ***argv, struct err *err);

void list_free_argv(char **argv);
char **list_copy_argv(char *const *argv); /* NULL gives NULL */
