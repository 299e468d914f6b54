-- Priority 2: one of our own breaks the rules right now, and the company could be held liable.
--
-- Quietly: log files only, nothing the person concerned could notice, and nobody hears of it who need not.
-- Those who call leave out whoever is a subject, and whoever reports to one. Human Resources and Legal have
-- guidelines; they hold for every step that concerns a person. Who may do what: policies/rules.yaml.

return playbook {
  name    = "priority-2",
  title   = "Violation in progress",
  accepts = { priority = 2 },
  cites   = "R119-R121, R162-R167",

  run = function (incident)
    together {
      technical = function ()
        capture.logs { from = incident.systems }
        evidence.seal { what = "the saved log files, on write-once or write-protected media" }
      end,

      people = function ()
        call.senior_management {}
        call.irt               {}
        call.human_resources   {}
        call.legal             {}
      end,
    }

    evidence.backup { systems = incident.systems }         -- as Legal says: it holds what people wrote and kept
  end,
}
