-- expect: stopped
-- A text taken apart costs by its length.
local s = ('x'):rep(2000)
while true do s:byte(1, -1) end
