-- expect: stopped
-- Each call hands on one argument more than it got.
local function f(...) return f(1, ...) end
f()
