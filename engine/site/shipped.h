/*
 * The procedure this program was built with, embedded by embed.sh: policies, playbooks, lib, scenarios, and the
 * templates for a new site.
 */
#pragma once

#include "base/pressed.h"
#include "model/files.h"

struct shipped_file {
  const char *name;            /* "policies/rules.yaml", "template/tocsin.yaml" */
  const unsigned char *bytes;  /* NUL after the last */
  size_t length;
  struct pressed pressed;      /* its tree, where it is a policy */
};

extern const struct shipped_file shipped_files[];
extern const size_t shipped_count;

/** The procedure's own files (no README, no template). */
void shipped_procedure(struct files *files);

/** Notes of each policy that is, byte by byte, the one we ship: so nobody need read it. */
void shipped_recognize(struct files *files);

const struct shipped_file *shipped_file_find(const char *name); /* NULL if none */
