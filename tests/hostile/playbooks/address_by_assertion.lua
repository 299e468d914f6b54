-- expect: error error was called with a value of type table
-- Also in an assertion.
assert(false, {})
