-- expect: ended
-- The longest there is.
assert(#string.format('%99.99f', -1e308) < 500)
