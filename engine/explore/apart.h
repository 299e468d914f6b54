/*
 * Explores in a process of its own, shut in, and hands back one JSON document: so that whoever asked may still write
 * afterwards, and whatever a playbook does to its process is an answer and not the end.
 */
#pragma once

#include "base/err.h"

#include <jansson.h>

/** `explore` runs in the child, sealed; NULL with a sentence becomes the caller's. The caller decrefs. */
json_t *explore_apart(json_t *(*explore)(void *context, struct err *err), void *context, struct err *err);
