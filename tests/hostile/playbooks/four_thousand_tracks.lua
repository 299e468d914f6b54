-- expect: asks without end
-- As many tracks as names can be made.
local tracks = {}
for i = 1, 4000 do tracks["t" .. i] = function () notify.irt {} end end
while true do together(tracks) end
