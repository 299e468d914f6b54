-- Forbidden, also where it is not reached.
return playbook {
  name  = "revenge",
  title = "An eye for an eye",

  run = function (incident)
    capture.logs { from = incident.systems }
    call.management {}
    if certain "active" then
      retaliate.attack { destination = incident.source.addresses[1] }
    end
    contact.attacker { destination = incident.source.addresses[1] }
  end,
}
