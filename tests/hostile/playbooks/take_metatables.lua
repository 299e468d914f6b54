-- expect: error unknown name "getmetatable"
-- The metatable of texts belongs to everybody.
getmetatable('').__index = function () while true do end end
