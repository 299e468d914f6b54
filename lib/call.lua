-- Calling our own people, in the order of the roster.
--
-- Nobody is named here. Each call is offered the next person who holds the role and is no subject of the incident;
-- `left` says how many remain after him. Who may be called without asking is in policies/rules.yaml.

local call = {}

-- One after another, until one of them was reached or nobody is left to try.
local function until_reached(notify)
  repeat
    local answer = notify {}
  until answer.reached or answer.left == 0
end

-- All who were not offered yet.
local function everybody(notify)
  repeat
    local answer = notify {}
  until answer.left == 0
end

--- Somebody of the incident response team, who joins in (R40, R127).
function call.irt(given)
  arguments.check(given)
  until_reached(notify.irt)
end

--- A manager. That all were tried in vain is what makes some actions preauthorized (R144).
function call.management(given)
  arguments.check(given)
  until_reached(notify.management)
end

--- Senior management (R121, R164).
function call.senior_management(given)
  arguments.check(given)
  until_reached(notify.senior_management)
end

--- Human Resources, whose guidelines hold for everything that concerns a person of ours (R121, R165).
function call.human_resources(given)
  arguments.check(given)
  until_reached(notify.human_resources)
end

--- Legal (R121).
function call.legal(given)
  arguments.check(given)
  until_reached(notify.legal)
end

--- The owners of these systems, all of them (R50).
function call.owners(given)
  arguments.check(given, "of")
  if #given.of > 0 then
    everybody(notify.owner)
  end
end

--- The rest of the team hears what it missed, and management that it is over (R40, R85).
function call.stand_down(given)
  arguments.check(given)
  everybody(notify.irt)
  notify.management {}
end

return call
