-- Priority 5: something minor. An attempt that came to nothing, a rule that was broken without harm.
--
-- The log files are kept, read, and watched until a day that is named. The technician at the other end may be told of
-- an attempt, once it is certain that it is he who answers, and not the attacker.

return playbook {
  name    = "priority-5",
  title   = "Minor attempt or violation",
  accepts = { priority = 5 },
  cites   = "R175-R178",

  run = function (incident)
    together {
      people = function ()
        call.management {}                                 -- of attempts, too, and always of violations (R178)
        call.irt        {}
        if possible("kind", "violation") then
          call.human_resources {}
          call.legal           {}
        end
      end,

      technical = function ()
        watch.logs { of = incident.systems }
      end,
    }

    outside.everybody { of = incident }
    if possible("kind", "penetration") then                -- a violation is nobody's business out there
      outside.technician { whom = "the technician at the other end", about = incident.title }
    end
  end,
}
