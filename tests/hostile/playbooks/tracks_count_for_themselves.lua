-- expect: stopped instructions
-- The same trick with tracks: each is charged when it is made.
while true do
  together { a = function () for _ = 1, 900 do end end, b = function () end }
end
