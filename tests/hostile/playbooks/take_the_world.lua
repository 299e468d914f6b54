-- expect: error unknown name "_G"
-- The table of all names.
return _G
