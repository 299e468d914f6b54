-- expect: error no function is called "string.dump"
-- The way to bytecode.
return string.dump(function () end)
