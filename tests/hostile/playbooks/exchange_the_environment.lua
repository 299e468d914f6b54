-- expect: ended
-- Whoever leaves the house sees nothing at all.
local _ENV = {}
x = 1
assertion = x
