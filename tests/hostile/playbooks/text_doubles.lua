-- expect: stopped memory
-- 30 doublings make a gigabyte.
local s = 'x'
for _ = 1, 40 do s = s .. s end
