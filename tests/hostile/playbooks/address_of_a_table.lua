-- expect: error tostring shows texts, numbers and truths
-- Addresses change from run to run.
return tostring({})
