-- expect: error together needs tracks with names
-- The same with dots.
together { ['a.1'] = function () end }
