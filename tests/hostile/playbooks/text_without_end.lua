-- expect: refused unfinished long string
-- A text that never closes.
local s = [==[ x
