-- The mistake stands where only certain facts lead.
return playbook {
  name  = "late",
  title = "Found before its night",

  run = function (incident)
    capture.logs { from = incident.systems }
    call.management {}
    if certain "compromised" then
      system.reinstal { systems = incident.systems }
    end
  end,
}
