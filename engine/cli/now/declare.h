/*
 * The two halves of `declare` that speak with the person: asking what happened, and saying back what it means.
 */
#pragma once

#include "cli/cli.h"
#include "model/declaration.h"
#include "policy/policy.h"
#include "site/site.h"

/** Asks at the terminal: a title, then at most five questions, each of which may be left open. */
int declare_ask(const struct policy *policy, struct declaration *declaration, struct err *err);

void declare_tell(const struct cli *cli, const struct policy *policy, const char *id,
                  const struct declaration *declaration, const struct facts *facts);
