-- Neither an attack on our systems nor a violation of our rules: outside this procedure.
--
-- It is recorded, what can be saved quietly is saved, and management is told. What follows is management's to say.

return playbook {
  name    = "priority-0",
  title   = "Outside this procedure",
  accepts = { priority = 0 },
  cites   = "R38, R76, R85",

  run = function (incident)
    capture.logs    { from = incident.systems }
    call.management {}
    call.irt        {}
  end,
}
