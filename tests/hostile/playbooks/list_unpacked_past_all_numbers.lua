-- expect: error too many results to unpack
-- Redis, CVE-2025-46817: sizes that overflow.
return table.unpack({}, math.tointeger(-1 << 62), 1 << 62)
