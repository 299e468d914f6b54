-- expect: error write 'local certain'
-- The words of the house cannot be exchanged.
certain = function () return true end
