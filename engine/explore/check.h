/*
 * Everything that is wrong with playbooks and lib/, in one go: what cannot be read, what is called and does not exist,
 * what is asked for and never allowed, what a procedure must hold and this one does not.
 *
 * Each playbook is played to its every end by a company made up for it, with nothing known but what its priority says.
 */
#pragma once

#include "model/finding.h"
#include "model/files.h"
#include "policy/policy.h"

#define CHECK_ENDLESS "endless" /* the code of the finding that a playbook does not come to an end */

/**
 * Call explore_seal first. Whatever is wrong is a finding. Without `plays` files are only read: where an order can
 * never be met, playing would tell nothing but that, in many words.
 */
void explore_check(const struct files *procedure, const struct policy *policy, bool plays, struct findings *findings);
