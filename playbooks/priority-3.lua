-- Priority 3: somebody made a serious attempt to get in. It is over.
--
-- The same as in priority 1. What differs is who decides: senior management, before the company is cut off from
-- the Internet and before log files go to a provider. That is said in policies/rules.yaml, not here.

return playbook {
  name    = "priority-3",
  title   = "Attack that is over",
  accepts = { priority = 3 },
  cites   = "R168-R172",
  follows = "priority-1",
}
