-- expect: error no function is called "string.match"
-- The same in match.
return (('x'):rep(4000)):match('(x*)*y')
