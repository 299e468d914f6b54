-- By another name it is still the attacker.
return playbook {
  name  = "ask-him",
  title = "Ask him what he wants",

  run = function (incident)
    capture.logs { from = incident.systems }
    call.management {}
    isp.contact { destination = incident.source.addresses[1], about = incident.title }
  end,
}
