-- Priority 1: somebody is attacking us right now.
--
-- Tracks work side by side: one saves what would be lost and stops the attack, the other calls people.
-- Neither waits for the other, except where the rules say that a manager decides.
-- Who may do what is not said here: policies/rules.yaml.

return playbook {
  name    = "priority-1",
  title   = "Attack in progress",
  accepts = { priority = 1 },
  cites   = "R122-R161",

  run = function (incident)
    together {
      people = function ()
        call.management {}                                 -- first of all (R85)
        call.irt        {}
        call.owners     { of = incident.systems }
      end,

      technical = function ()
        capture.everything { from = incident.systems }     -- quick things first
        together {
          logs       = function () capture.logs         { from = incident.systems } end,
          neighbours = function () contain.neighbours   { of = incident.systems } end,
          others     = function () outside.everybody    { of = incident } end,
          provider   = function () contain.at_providers { of = incident } end,
          stop       = function () contain.attack       { against = incident.source } end,
        }
      end,
    }

    establish "compromised"                                -- asks, if nobody knows yet
    if possible "compromised" then                         -- "cannot tell" counts
      recover.compromise { systems = incident.systems }
    else
      capture.backup { of = incident.systems }
    end

    call.stand_down {}
  end,
}
