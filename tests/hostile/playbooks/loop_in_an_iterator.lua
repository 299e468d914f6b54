-- expect: stopped instructions
-- An iterator of its own that never ends.
for _ in function () return 1 end do end
