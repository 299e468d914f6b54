-- expect: error too many results to unpack
-- As many results as a C int holds.
return table.unpack({}, 0, 0x7ffffffe)
