-- expect: error unknown name "xpcall"
-- A message handler runs where nothing counts.
xpcall(function () while true do end end, function () while true do end end)
