-- A destination that is a mailbox.
return playbook {
  name  = "mail",
  title = "A short note to the provider",

  run = function (incident)
    capture.logs { from = incident.systems }
    call.management {}
    isp.contact              { destination = "abuse@example.net", about = incident.title }
  end,
}
