-- expect: stopped memory
-- Lists of lists, each within bounds.
local all = {}
for i = 1, 4000 do
  local t = {}
  for j = 1, 4000 do t[j] = j end
  all[i] = t
end
