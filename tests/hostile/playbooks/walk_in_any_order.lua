-- expect: error unknown name "next"
-- The order of a table changes from run to run.
return next({ a = 1, b = 2 })
