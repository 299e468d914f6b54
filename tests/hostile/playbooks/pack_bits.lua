-- expect: error unknown name "bit"
-- Redis, CVE-2024-31449: a library for convenience.
return bit.tohex(1, -2147483648)
