-- Something is not right, and nobody knows yet what: tocsin run --playbook suspicion
--
-- What would be lost is saved unnoticed, the team hears of it although nothing is confirmed, and questions are asked
-- before anybody acts. At the end it is dismissed, watched, or an incident whose own playbook goes on.

return playbook {
  name  = "suspicion",
  title = "Something is not right",
  cites = "R19, R35, R57, R61-R72, R115",

  run = function (incident)
    together {
      people = function ()
        call.management   {}
        call.irt          {}                               -- although it is not confirmed (R70)
        suspicion.triage  { systems = incident.systems }
      end,

      technical = function ()
        capture.quietly { from = incident.systems }
        capture.logs    { from = incident.systems }
      end,
    }

    establish "active"
    establish "compromised"
    local answer = suspicion.conclude {}
    if answer.verdict == "watched" then
      watch.logs { of = incident.systems }
    end
  end,
}
