-- expect: stopped
-- So does joining them.
local s, t = ('x'):rep(60000), ''
while true do t = s .. 'y' end
