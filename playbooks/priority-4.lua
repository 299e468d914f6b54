-- Priority 4: one of our own has broken the rules, and the company could be held liable. It is over.
--
-- The same as in priority 2; a report is enough to begin.

return playbook {
  name    = "priority-4",
  title   = "Violation that is over",
  accepts = { priority = 4 },
  cites   = "R173, R174",
  follows = "priority-2",
}
