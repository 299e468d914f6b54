-- expect: stopped
-- Tracks that open tracks that open tracks.
local function deeper()
  together { a = deeper, b = deeper }
end
deeper()
