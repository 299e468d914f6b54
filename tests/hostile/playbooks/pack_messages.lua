-- expect: error unknown name "cmsgpack"
-- Redis, CVE-2018-11218: another.
return cmsgpack.unpack('x')
