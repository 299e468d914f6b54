-- expect: error unknown name "utf8"
-- One instruction, much work in C.
local s = ('x'):rep(60000)
while true do utf8.len(s) end
