-- expect: error bad argument #1 to 'select'
-- A place that overflows.
return select(math.tointeger(-1 << 63), 1, 2)
