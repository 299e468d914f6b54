-- expect: error no function is called "table.move"
-- Moving 2^40 times nothing never ends.
table.move({}, 1, 1 << 40, 2)
