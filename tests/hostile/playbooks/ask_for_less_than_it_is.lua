-- expect: error must of notify.irt is true or false
-- A mark that is none.
notify.irt { must = {} }
