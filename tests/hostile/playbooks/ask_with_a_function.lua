-- expect: error a value of type function cannot be given
-- What cannot be recorded.
evidence.seal { what = function () end }
