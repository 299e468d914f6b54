-- expect: asks without end
-- Each request costs little; whoever answers them has to count.
while true do notify.irt {} end
