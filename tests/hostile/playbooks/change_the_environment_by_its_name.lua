-- expect: error write 'local x'
-- _ENV is the same table.
_ENV.x = 1
