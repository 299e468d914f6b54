-- expect: error string is built in and cannot be changed
-- Nor its functions; ArduPilot once shared them among scripts.
string.upper = string.lower
