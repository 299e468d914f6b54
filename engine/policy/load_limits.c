/*
 * limits.yaml: the times that loosen something, and how much one run may do. What is not said there is as we ship it.
 */
#include "policy/loading.h"

#include "base/alloc.h"

#define STEPS_MOST 1000000

static const struct policy_limits shipped = {
    .management_wait_s = 5 * 60, .management_lapse_s = 30 * 60, .capture_grace_s = 60, .approval_valid_s = 4 * 3600,
    .steps = 10000};

int load_limits(struct policy *policy, struct err *err)
{
  static const char *const top[] = {"limits"};
  static const char *const known[] = {"management_wait", "management_lapse", "capture_grace", "approval_valid",
                                     "steps"};
  struct policy_limits *limits = &policy->limits;
  int64_t *const places[] = {&limits->management_wait_s, &limits->management_lapse_s, &limits->capture_grace_s,
                             &limits->approval_valid_s};
  const struct yaml *root = policy->trees[POLICY_LIMITS], *map = root ? yaml_get(root, "limits") : NULL;
  *limits = shipped;
  if (root && yaml_check_keys(root, policy_files[POLICY_LIMITS], top, COUNT(top), err) < 0)
    return -1;
  if (map && yaml_check_keys(map, "limits", known, COUNT(known), err) < 0)
    return -1;
  for (size_t i = 0; map && i < COUNT(places); i++) {
    const struct yaml *node = yaml_get(map, known[i]);
    if (node && yaml_as_duration(node, places[i], err) < 0)
      return -1;
  }
  const struct yaml *steps = map ? yaml_get(map, "steps") : NULL;
  return steps ? yaml_as_integer(steps, 1, STEPS_MOST, &limits->steps, err) : 0;
}

const struct policy_limits *policy_limits(const struct policy *policy)
{
  return &policy->limits;
}
