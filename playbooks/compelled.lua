-- Officers stand at the door with a paper: tocsin run --playbook compelled
--
-- Whoever opens says nothing of the matter and refuses nothing. Senior management and Legal decide what is given;
-- copies are given rather than originals, and whatever is taken is listed, whether anybody agreed or not.
-- Where the sources say nothing of this, it is our own choice.

return playbook {
  name  = "compelled",
  title = "A warrant at the door",
  cites = "R7, R90, R105, R150, R189, R192",

  run = function (incident)
    together {
      calls = function ()
        call.senior_management {}
        call.legal             {}
        call.irt               {}
      end,

      door = function ()
        capture.logs { from = incident.systems }           -- ours, as they are before anybody touches them
        agency.identify   {}
        agency.read_paper {}
      end,
    }

    agency.prepare_copies {}                               -- as Legal says
    evidence.transfer {
      what        = "copies of what the paper names",
      destination = "the officers at the door",
    }
    agency.list_taken  {}
    agency.get_receipt {}
    capture.keep { what = "our own copies of what was taken" }
  end,
}
