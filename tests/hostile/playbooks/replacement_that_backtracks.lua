-- expect: error no function is called "string.gsub"
-- The same in gsub.
return (('x'):rep(4000)):gsub('x*x*x*x*y', '')
