-- expect: error write 'local x'
-- A global would be shared by tracks and libraries.
x = 1
