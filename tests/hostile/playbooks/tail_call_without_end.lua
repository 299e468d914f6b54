-- expect: stopped instructions
-- A tail call uses no memory.
local function f() return f() end
f()
