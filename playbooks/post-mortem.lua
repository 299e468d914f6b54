-- Afterwards, a day or two after it was over: tocsin run --again --playbook post-mortem
--
-- Everybody who took part says what happened and why, what went well and what did not, and what is to be changed.

return playbook {
  name  = "post-mortem",
  title = "What we learn from it",
  cites = "R205-R212",

  run = function ()
    call.management   {}
    postmortem.invite {}
    local meeting = postmortem.hold {}
    if meeting.share then                                  -- senior management decides (R208, A8)
      disclose.security_organization {
        destination = "a response centre",
        what        = "what others can learn from it, without names and addresses",
      }
    end
  end,
}
