-- expect: error error was called with a value of type table
-- Also in an error.
error({})
