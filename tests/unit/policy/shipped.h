/* The shipped policies, read from the source tree, and variations of them. */
#pragma once

#include "policy/policy.h"

/** The files below the source's policies/; the caller finishes them. */
struct files shipped_files(void);

/** The shipped policy; the caller frees it. Fails the test with its sentence if it does not load. */
struct policy *shipped_policy(void);

/** The same with one file's bytes instead of the shipped ones. NULL with a sentence if it does not load. */
struct policy *shipped_with(const char *name, const char *bytes, struct err *err);

/** The whole text of a file of the source tree; the caller frees it. */
char *shipped_text(const char *name);
