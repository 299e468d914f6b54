-- expect: error far away
-- A level that does not exist.
error('far away', 1 << 40)
