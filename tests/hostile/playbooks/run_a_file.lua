-- expect: error unknown name "dofile"
-- A file that nobody approved.
return dofile('/tmp/x.lua')
