-- expect: stopped instructions
-- The plainest of all.
while true do end
