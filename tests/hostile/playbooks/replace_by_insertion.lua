-- expect: error is built in and cannot be changed
-- Not by way of C either.
table.insert(notify, 1, 2)
