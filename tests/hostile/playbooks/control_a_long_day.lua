-- expect: ended
-- Control: nine million instructions are allowed.
local n = 0
for _ = 1, 3000000 do n = n + 1 end
assert(n == 3000000)
