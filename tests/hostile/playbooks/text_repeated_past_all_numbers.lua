-- expect: error string.rep makes texts of up to 64 KiB
-- A length that overflows.
return ('xxxx'):rep(1 << 62, 'yyyy')
