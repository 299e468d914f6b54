-- expect: stopped
-- Handing on thousands of arguments is one instruction.
local t = {}
for i = 1, 4000 do t[i] = i end
local function f(...) return select("#", ...) end
while true do f(table.unpack(t)) end
