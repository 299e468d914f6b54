-- expect: ended
-- Places that overflow.
assert(('abc'):sub(math.tointeger(-1 << 63), -1 >> 1) == 'abc')
assert(('abc'):byte(1 << 62) == nil)
