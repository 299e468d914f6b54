-- expect: error tables are nested deeper than 8
-- A table that holds itself.
local t = {}
t.t = t
evidence.seal { what = t }
