-- expect: error notify is built in and cannot be changed
-- Nor can its actions.
notify.irt = function () end
