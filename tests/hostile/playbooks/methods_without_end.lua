-- expect: stopped memory
-- Two functions that call each other.
local f, g
function f(x) return 1 + g(x + 1) end
function g(x) return 1 + f(x + 1) end
f(1)
