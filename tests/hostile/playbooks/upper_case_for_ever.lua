-- expect: stopped instructions
-- Work on long texts costs by their length.
local s = ('x'):rep(60000)
while true do s:upper() end
