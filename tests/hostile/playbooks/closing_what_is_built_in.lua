-- expect: error got a non-closable value
-- Nor has anything that is built in.
local x <close> = notify
