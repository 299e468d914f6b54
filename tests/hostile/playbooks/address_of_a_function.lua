-- expect: error tostring shows texts, numbers and truths
-- So do those of functions.
return tostring(tostring)
