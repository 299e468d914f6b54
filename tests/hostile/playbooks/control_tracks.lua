-- expect: asked notify.irt notify.legal notify.owner
-- Control: tracks, facts and outcomes.
together {
  a = function () notify.irt {} end,
  b = function ()
    if possible 'active' and notify.legal {}.status == done then notify.owner {} end
  end,
}
