-- expect: error together needs tracks with names
-- Two steps of the same name could be mistaken for each other.
together { main = function () notify.irt {} end }
