/*
 * What the arguments of evidence.capture and evidence.copy choose from the list. Known to both halves of the drivers.
 */
#pragma once

#include "drivers/capture_list.h"

#include <jansson.h>

/**
 * `items`: "everything" (also if it is left out), "later", names of items, or absolute paths. The caller frees with
 * capture_items_finish.
 */
int choice_capture(const struct files *procedure, const json_t *arguments, struct capture_items *items,
                   struct err *err);

/** `files`: "everything" (also if it is left out: all logs; R130, R131), "firewall", names of logs, absolute paths. */
int choice_copy(const struct files *procedure, const json_t *arguments, struct capture_items *items, struct err *err);
