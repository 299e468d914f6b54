-- expect: stopped memory
-- Many small tables.
local t = {}
while true do t = { t } end
