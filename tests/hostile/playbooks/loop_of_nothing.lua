-- expect: stopped instructions
-- A numeric loop that is counted by the machine itself.
for _ = 1, math.tointeger(1 << 62) do end
