-- expect: error unknown name "setfenv"
-- From an older Lua.
setfenv(1, {})
