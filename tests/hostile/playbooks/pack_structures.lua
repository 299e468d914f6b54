-- expect: error unknown name "struct"
-- Redis, CVE-2020-14147: another.
return struct.unpack('i', 'x')
