-- expect: error no function is called "string.pack"
-- Formats with sizes of their own.
return string.pack('!16 j', 1)
