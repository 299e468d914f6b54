-- expect: error unknown name "loadstring"
-- The same under its old name.
return loadstring('x')
