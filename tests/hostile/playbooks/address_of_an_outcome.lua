-- expect: error tostring shows texts, numbers and truths
-- And of outcomes.
return tostring(notify.irt {})
