-- What happens if somebody writes revenge into a playbook?
--
-- Copy it into a site's playbooks/ and try: "anger" ends where it asks, whoever runs it and whoever approves it.
-- "technical" does not even notice. The run ends as refused, because the playbook asked for what nobody may do.

return playbook {
  name  = "revenge",
  title = "An eye for an eye",
  cites = "R148, R149",

  run = function (incident)
    together {
      anger = function ()
        retaliate.attack { destination = incident.source.addresses[1] }
        message.email    { destination = incident.source.addresses[1] }   -- never reached
      end,

      technical = function ()
        capture.everything { from = incident.systems }
        contain.attack     { against = incident.source }
      end,
    }
  end,
}
