-- expect: ended
-- Control: counting, joining, walking.
local sum, words = 0, {}
for i = 1, 1000 do sum = sum + i end
for name, value in pairs { b = 2, a = 1 } do table.insert(words, name .. value) end
assert(sum == 500500 and table.concat(words, ' ') == 'a1 b2')
assert(('%s-%03d'):format('x', 7) == 'x-007' and ('ab'):upper() == 'AB')
