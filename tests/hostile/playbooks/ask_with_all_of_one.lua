-- expect: error the arguments are longer than 16 KiB
-- A few tables that stand in each other many times.
local t = {}
for _ = 1, 6 do t = { t, t, t, t, t, t, t, t, t, t } end
evidence.seal { what = t }
