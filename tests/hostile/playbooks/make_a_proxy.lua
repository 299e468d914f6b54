-- expect: error unknown name "newproxy"
-- From an older Lua, with finalizers.
return newproxy(true)
