-- Somebody got in. For an incident that turns out so, whatever it began as: tocsin run --again --playbook compromise
--
-- Priorities 1 and 3 come to the same steps by themselves. From the beginning it is planned to build anew what he may
-- have changed; whoever wants to spare that has to vouch for it.

return playbook {
  name  = "compromise",
  title = "Somebody got in",
  cites = "R18, R118, R156-R161, R194-R204",

  run = function (incident)
    together {
      people = function ()
        call.management {}
        call.irt        {}
        call.owners     { of = incident.systems }
      end,

      technical = function ()
        capture.everything { from = incident.systems }
        capture.logs       { from = incident.systems }
        contain.neighbours { of = incident.systems }
      end,
    }

    recover.compromise { systems = incident.systems }
    call.stand_down {}
  end,
}
