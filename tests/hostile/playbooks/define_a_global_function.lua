-- expect: error write 'local x'
-- The same in other clothes.
function x() end
