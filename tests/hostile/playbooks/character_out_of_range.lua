-- expect: error value out of range
-- A byte that is none.
return string.char(256)
