-- Saving what would be lost: always first, never after a question (R128, R132).
--
-- What is saved, and in which order, stands in policies/capture.yaml, quick and volatile things first.

local capture = {}

--- Everything on the capture list: processes, sockets, logins, open files, and so on (R128-R140).
function capture.everything(given)
  arguments.check(given, "from")
  evidence.capture { items = "everything", systems = given.from }
end

--- The log files only, of systems, applications and firewalls. Nobody on the system notices (R130, R131, R166).
function capture.logs(given)
  arguments.check(given, "from")
  evidence.copy { files = "everything", systems = given.from }
end

return capture
