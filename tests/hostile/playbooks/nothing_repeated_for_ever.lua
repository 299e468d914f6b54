-- expect: ended
-- A C loop over empty copies: no memory, no instruction, and in Lua 5.4.8 no end.
assert(string.rep('', 1 << 62) == '')
assert((''):rep(1 << 62, '') == '')
