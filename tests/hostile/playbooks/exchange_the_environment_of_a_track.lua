-- expect: asked notify.irt
-- What one track does to its names is no matter for the other.
local irt = notify.irt
together {
  a = function () local _ENV = { notify = {} } return notify.irt end,
  b = function () irt {} end,
}
