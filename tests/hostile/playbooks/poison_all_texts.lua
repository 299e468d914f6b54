-- expect: error attempt to index a string value
-- Redis, CVE-2025-46818: what is written to one text is there in all.
local s = ''
s.x = 1
