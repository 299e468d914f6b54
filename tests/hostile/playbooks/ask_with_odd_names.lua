-- expect: error not plain ASCII
-- Names that look like others.
evidence.seal { what = { ['nаme'] = 1 } }
