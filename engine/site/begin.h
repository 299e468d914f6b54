/*
 * What a run takes along from its site: the body of run.begin, so that nothing else of the site is ever asked again.
 */
#pragma once

#include "base/digest.h"
#include "site/site.h"

/**
 * {home (with the contacts), limits (as approved), people (in order of call), playbook, procedure, semantics}. NULL
 * with a sentence if the roster cannot be read. The caller decrefs.
 */
json_t *site_run_begin(struct site *site, const struct policy *policy, const char *playbook,
                       const struct digest *procedure, int semantics, struct err *err);
