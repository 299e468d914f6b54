/*
 * Going through a list: what both capture and copy do, one item after another, each in the archive before the next
 * begins (R140). This is the job of both drivers; they differ in where their list comes from.
 */
#pragma once

#include "drivers/capture_list.h"
#include "drivers/driver.h"

/** Takes the items over. `call` says whose archive, and from which machines. */
struct driver_job *gather_new(const struct driver_call *call, struct capture_items *items);

size_t gather_watch(const struct driver_job *job, struct pollfd *descriptors, size_t size, int64_t *deadline_ns);
enum driver_state gather_progress(struct driver_job *job, struct driver_result *result);
bool gather_collect(struct driver_job *job, struct driver_item *item);
const char *gather_says(const struct driver_job *job);
void gather_free(struct driver_job *job);
