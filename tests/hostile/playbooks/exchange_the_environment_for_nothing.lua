-- expect: error attempt to index a number value
-- Lua 5.4.4 made wrong code of this.
local _ENV <const> = 11
x = 1
