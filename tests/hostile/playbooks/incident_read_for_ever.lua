-- expect: stopped instructions
-- Each reading of a list makes a table of its own.
while true do
  local _ = incident.systems, incident.source
end
