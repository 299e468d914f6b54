-- expect: error unknown name "cjson"
-- Redis, CVE-2022-24834: another.
return cjson.decode('[')
