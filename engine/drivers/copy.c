/*
 * evidence.copy: files as they are, with their original times (R130, R131, R189).
 */
#include "drivers/choice.h"
#include "drivers/drivers.h"
#include "drivers/gather.h"

static struct driver_job *start(const struct driver_call *call, struct err *err)
{
  struct capture_items items = {0};
  return choice_copy(call->procedure, call->arguments, &items, err) ? NULL : gather_new(call, &items);
}

const struct driver driver_copy = {
  .start = start,
  .watch = gather_watch,
  .progress = gather_progress,
  .collect = gather_collect,
  .says = gather_says,
  .free = gather_free,
};
