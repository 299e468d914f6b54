/*
 * evidence.capture: the items of policies/capture.yaml, one after another, in the order they stand there (R139).
 */
#include "drivers/choice.h"
#include "drivers/drivers.h"
#include "drivers/gather.h"

static struct driver_job *start(const struct driver_call *call, struct err *err)
{
  struct capture_items items = {0};
  return choice_capture(call->procedure, call->arguments, &items, err) ? NULL : gather_new(call, &items);
}

const struct driver driver_capture = {
  .start = start,
  .watch = gather_watch,
  .progress = gather_progress,
  .collect = gather_collect,
  .says = gather_says,
  .free = gather_free,
};
