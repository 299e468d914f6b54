-- expect: error invalid conversion specification: '%1000d'
-- A width that no buffer has.
return string.format('%1000d', 1)
