-- expect: stopped instructions
-- Walking a table costs by its length.
local t = {}
for i = 1, 2000 do t["n" .. i] = i end
while true do for _ in pairs(t) do end end
