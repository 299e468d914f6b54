-- expect: error string.format has no %p here
-- Also as a pointer.
return string.format('%p', {})
