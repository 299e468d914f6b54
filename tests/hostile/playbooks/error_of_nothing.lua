-- expect: error error was called with a value of type nil
-- An error without a sentence.
error(nil)
