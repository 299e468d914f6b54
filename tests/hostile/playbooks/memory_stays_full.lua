-- expect: stopped
-- At the edge of the memory each small table would sweep all of it.
local keep = {}
for i = 1, 150 do
  local t = {}
  for j = 1, 4000 do t[j] = j end
  keep[i] = t
end
while true do
  local made = { keep }
  for i = 1, 200 do made[i] = { made } end
  keep[151] = made
  keep[152] = { keep[152], {}, {}, {} }
end
