-- expect: error bad argument #2 to 'format'
-- An argument that is not there.
return string.format('%d')
