-- expect: as many as its limits allow
-- Each request costs little; whoever answers them has to count.
while true do notify.irt {} end
