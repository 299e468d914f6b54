-- expect: asked evidence.seal
-- Names are walked in one order, whatever their hash.
local order = ''
for name in pairs { d = 1, b = 1, a = 1, c = 1 } do order = order .. name end
assert(order == 'abcd')
evidence.seal { what = order }
