-- expect: error the arguments are longer than 16 KiB
-- A table that is too wide.
local t = {}
for i = 1, 4000 do t[i] = 'wide' end
evidence.seal { what = t }
