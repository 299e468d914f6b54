-- expect: error string.rep makes texts of up to 64 KiB
-- Much memory in one call.
return ('x'):rep(1 << 30)
