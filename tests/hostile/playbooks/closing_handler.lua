-- expect: error variable 'x' got a non-closable value
-- A __close handler would run while an error passes; nothing here has one.
local x <close> = {}
while true do end
