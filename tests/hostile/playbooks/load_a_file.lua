-- expect: error unknown name "loadfile"
-- The same, later.
return loadfile('/tmp/x.lua')
