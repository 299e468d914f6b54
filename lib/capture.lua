-- Saving what would be lost: always first, never after a question (R128, R132).
--
-- What is saved, and in which order, stands in policies/capture.yaml, quick and volatile things first.

local capture = {}

--- Everything on the capture list: processes, sockets, logins, open files, and so on (R128-R140).
function capture.everything(given)
  arguments.check(given, "from")
  evidence.capture { items = "everything", systems = given.from }
end

--- The same list, without what anybody working there could notice (R119, R166).
function capture.quietly(given)
  arguments.check(given, "from")
  evidence.capture { items = "everything", systems = given.from, quiet = true }
end

--- The log files only, of systems, applications and firewalls. Nobody on the system notices (R130, R131, R166).
function capture.logs(given)
  arguments.check(given, "from")
  evidence.copy { files = "everything", systems = given.from }
end

--- What was saved is sealed; its medium is labelled, and protected by hand (R95-R97, R153).
function capture.keep(given)
  arguments.check(given, "what")
  evidence.seal          { what = given.what }
  evidence.label         { what = given.what }
  evidence.write_protect { what = given.what }
end

--- A complete backup, on a medium of its own (R152-R155).
function capture.backup(given)
  arguments.check(given, "of")
  evidence.backup { systems = given.of }
  capture.keep    { what = "the complete backup" }
end

return capture
