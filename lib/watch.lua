-- Keeping an eye on something that is small, or not understood yet.

local watch = {}

--- The log files, as they are now, are kept and read (R133); what is read is the copy. Then somebody watches them until
--- a day he names, and reviews them on that day (R177).
function watch.logs(given)
  arguments.check(given, "of")
  capture.logs   { from = given.of }
  system.analyze { systems = given.of }
  logs.watch     { systems = given.of }
end

return watch
