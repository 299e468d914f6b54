-- Speaking with people who are not ours. Whoever calls may be anybody, and a number that he gives himself is his.
--
-- Nothing is told by verifying: it only finds out who it is. What may be told then is said in policies/rules.yaml.

local outside = {}

--- The technician where it comes from: called back at a number found elsewhere, and told of it only if he is really
--- the one (R17, R176; that it must be verified is our own choice).
function outside.technician(given)
  arguments.check(given, "whom", "about")
  local whom = contacts.technical_contact { whom = given.whom }
  if not certain "contact_verified" then
    contact.call_back_contact { destination = whom }
  end
  if certain "contact_verified" then
    contact.technical_contact { destination = whom, about = given.about }
  end
end

--- All others who have to do with it: whoever reported it from outside is called back, and who may have traces of his
--- own is asked to keep them (R83, R190, R191).
function outside.everybody(given)
  arguments.check(given, "of")
  local incident = given.of
  local is_from_outside = incident.discovered == "report" and #incident.organisations > 0
  if incident.discovered == "agency" or is_from_outside then
    outside.caller { whom = "the caller" }
  end
  for _, organisation in ipairs(incident.organisations) do
    contact.second_source { destination = organisation, about = incident.title }
  end
end

--- Somebody who called us and says that he is police, a response centre or the administrator of another site: called
--- back through his house before anything is said to him (R5-R7; our own choice).
function outside.caller(given)
  arguments.check(given, "whom")
  if not certain "caller_verified" then
    contact.call_back_caller { destination = given.whom }
  end
end

return outside
