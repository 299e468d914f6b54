-- expect: error the track a failed
-- Too much for one track is too much for the run.
together { a = function () return table.unpack({}, 1, 900000) end }
