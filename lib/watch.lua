-- Keeping an eye on something that is small, or not understood yet.

local watch = {}

--- The log files, as they are now, are kept and read (R133, R177). What is read is the copy.
function watch.logs(given)
  arguments.check(given, "of")
  capture.logs   { from = given.of }
  system.analyze { systems = given.of }
end

return watch
