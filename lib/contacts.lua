-- Whom to call, by name. The contacts know parties, and which of them it is this time somebody has to say: a stranger,
-- or a name that is none, is called only when senior management agrees (policies/rules.yaml has no word in that).

local contacts = {}

local function choose(kind, whom)
  local choice = party.choose { whom = whom, kind = kind }
  return choice.party or whom
end

--- Our own: he can trace an attack, and cut it off before it reaches us (R144, R145). Asked only if there are several.
function contacts.provider(given)
  arguments.check(given, "of")
  return given.of.provider or choose("provider", "our own Internet provider")
end

--- The one at the other end (R147).
function contacts.origin_provider()
  return choose("origin_provider", "the provider where the attack comes from")
end

--- The technician who looks after the address it comes from (R17, R176).
function contacts.technical_contact(given)
  arguments.check(given, "whom")
  return choose("technical_contact", given.whom)
end

return contacts
