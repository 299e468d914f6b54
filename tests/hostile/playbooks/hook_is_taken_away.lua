-- expect: error unknown name "debug"
-- Without its hook a run has no end.
debug.sethook()
while true do end
