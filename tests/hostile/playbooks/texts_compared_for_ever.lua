-- expect: stopped instructions
-- Comparing is bounded, for no text is long.
local a, b = ('x'):rep(15000) .. 'a', ('x'):rep(15000) .. 'a'
while true do assert(a == b and not (a < b)) end
