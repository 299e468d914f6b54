-- expect: asks without end
-- Asking from odd places.
for _ in function () return notify.irt {} end do end
