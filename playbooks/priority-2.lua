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
      people = function ()
        call.senior_management {}                          -- first of all (R85, R164)
        call.irt               {}
        call.human_resources   {}
        call.legal             {}
        personnel.follow_guidelines {}
      end,

      technical = function ()
        capture.logs { from = incident.systems }
        capture.keep { what = "the saved log files" }
      end,
    }

    together {
      backup = function () capture.backup    { of = incident.systems } end,     -- as Legal says: what people wrote
      others = function () outside.everybody { of = incident } end,
    }
  end,
}
