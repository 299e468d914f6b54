-- Keeping an eye on something that is small, or not understood yet.

local watch = {}

--- The log files, as they are now, are kept (R133). Then somebody reads and watches them until a day he names, and
--- reviews them on that day (R177).
function watch.logs(given)
  arguments.check(given, "of")
  capture.logs { from = given.of }
  logs.watch   { systems = given.of }
end

return watch
