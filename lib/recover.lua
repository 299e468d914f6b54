-- After somebody got in. Five steps, in this order, each to be done before the next is begun (R156).

local recover = {}

--- Brings systems back that are compromised, or may be.
function recover.compromise(given)
  arguments.check(given, "systems")
  local systems = given.systems

  -- 1  Disconnect, back up, begin to analyse: in this order, for looking into it changes it (R157).
  for _, system in ipairs(systems) do
    host.isolate { system = system.name }
  end
  evidence.backup { systems = systems }
  system.analyze  { systems = systems }

  -- 2  Original media only: what he left behind may be in a backup, too (R158, R199).
  system.reinstall { systems = systems }

  -- 3  All of them, the recommended and the security patches (R159).
  system.patch { systems = systems }

  -- 4  Also those of users (R160).
  system.change_passwords { systems = systems }

  -- 5  Somebody from outside looks at the result (R161); the business does not wait for his report (R203, R204).
  together {
    audit = function ()
      audit.external { systems = systems, destination = "an external security consultant" }
    end,
    service = function ()
      for _, system in ipairs(systems) do
        host.release { system = system.name }
      end
      system.return_to_service { systems = systems }
    end,
  }
end

return recover
