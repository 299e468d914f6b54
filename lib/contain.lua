-- Stopping it. What waits for a yes here waits in a track of its own, so that nothing else waits with it (R126).

local contain = {}

-- Somebody of our own attacks from one of our own addresses.
local function take_off_the_network(addresses)
  for _, address in ipairs(addresses) do
    host.isolate { system = address }
  end
end

--- At our own border, in our own house: nothing is ever sent to the attacker (R146, R179-R181).
function contain.attack(given)
  arguments.check(given, "against")
  local addresses = given.against.addresses or {}
  for _, address in ipairs(addresses) do
    network.block { target = address }
  end
  if certain("origin", "inside") then
    take_off_the_network(addresses)
  end
  network.disconnect { what = "the company network" }
end

--- These systems of ours: how is decided first, and the risk of staying connected is signed (R157, R179-R184).
function contain.systems(given)
  arguments.check(given, "named")
  establish "active"                                       -- it dictates what is prudent (R183)
  local choice = containment.choose { systems = given.named }
  if choice.mode == "online" then
    containment.accept_risk { systems = given.named }
  end
  for _, system in ipairs(given.named) do
    host.isolate { system = system.name }
  end
end

--- What stands beside them: did it spread? (R179)
function contain.neighbours(given)
  arguments.check(given, "of")
  if #given.of > 0 then
    system.check_neighbours { systems = given.of }
  end
end

--- At the providers: trace him, then have him disconnected at his end (R145, R147). For attacks from outside.
function contain.at_providers(given)
  arguments.check(given, "of")
  if not possible("origin", "outside") then
    return
  end
  local provider = contacts.provider { of = given.of }
  isp.contact            { destination = provider, about = given.of.title }
  isp.send_logs          { destination = provider, logs = "the log files of the attack" }
  isp.request_disconnect { destination = contacts.origin_provider() }
end

return contain
