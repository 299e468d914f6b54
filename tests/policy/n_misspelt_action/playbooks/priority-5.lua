-- A word that does not exist, where only this playbook would have found it out at three in the morning.
return playbook {
  name    = "priority-5",
  title   = "Minor attempt or violation",
  accepts = { priority = 5 },

  run = function (incident)
    watch.logs { of = incident.systems }
    notify.mangement {}
    call.irt {}
  end,
}
