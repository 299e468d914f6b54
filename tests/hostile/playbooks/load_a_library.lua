-- expect: error unknown name "package"
-- Redis in Debian, CVE-2022-0543: what the full environment had left reachable.
return package.loadlib('liblua5.4.so.0', 'luaopen_io')
