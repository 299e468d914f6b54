-- expect: error no function is called "math.random"
-- Chance does not replay.
return math.random()
