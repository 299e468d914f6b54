-- expect: ended
-- Control of the runner: one that is stopped has not ended.
while true do end
