-- expect: error unknown name "load"
-- Text, or worse bytecode, that nobody approved; Redis, CVE-2025-49844, began here.
return load('\27Lua')()
