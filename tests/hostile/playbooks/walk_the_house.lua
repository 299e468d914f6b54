-- expect: error pairs walks a table of your own
-- Nobody needs a list of all actions.
for _ in pairs(notify) do end
