-- expect: stopped memory
-- One table with many names.
local t = {}
for i = 1, 1e9 do t["n" .. i] = true end
