-- expect: stopped instructions
-- So does joining a list of nothing.
local t = {}
for i = 1, 4000 do t[i] = '' end
while true do table.concat(t) end
