-- expect: error unknown name "pcall"
-- A budget error that can be caught is no end: the outer loop hardly counts.
while true do
  pcall(function () while true do end end)
end
