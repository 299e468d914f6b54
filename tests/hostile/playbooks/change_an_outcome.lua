-- expect: error an outcome is what happened
-- So do outcomes.
notify.irt {}.status = done
