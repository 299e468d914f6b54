-- expect: as many as its limits allow
-- Asking from odd places.
for _ in function () return notify.irt {} end do end
