-- After somebody got in. Five steps, in this order, each to be done before the next is begun (R156).

local recover = {}

-- 1  Disconnect, back up, begin to analyse: in this order, for looking into it changes it (R157).
local function understand(systems)
  contain.systems       { named = systems }
  capture.backup        { of = systems }
  evidence.copy_altered { systems = systems }              -- before anything is overwritten (R114)
  system.analyze        { systems = systems }
  system.state_cause    { systems = systems }              -- the cause, the hole, since when (R196, R197)
end

-- 2, 3, 4  Original media only, for what he left behind may be in a backup, too; all patches; all passwords, also
-- those of users (R158-R160, R195, R199).
local function rebuild(systems)
  system.reinstall        { systems = systems }
  system.patch            { systems = systems }
  system.change_passwords { systems = systems }
end

-- What is brought back is older than the day he came, and held against the list of what he touched (R200-R202).
local function restore(systems)
  local chosen = system.choose_backup { systems = systems }
  system.restore { systems = systems, backup = chosen.backup or "the backup that was chosen" }
end

-- The way it was before; what keeps it from happening again is asked (R198, R203, R204).
local function serve(systems)
  for _, system in ipairs(systems) do
    host.release { system = system.name }
  end
  system.return_to_service { systems = systems }
end

--- Brings systems back that are compromised, or may be.
function recover.compromise(given)
  arguments.check(given, "systems")
  local systems = given.systems
  understand(systems)
  rebuild(systems)
  restore(systems)
  together {
    -- 5  Somebody from outside looks at the result (R161); the business does not wait for his report (R194).
    audit   = function () audit.external { systems = systems, destination = "an external security consultant" } end,
    service = function () serve(systems) end,
  }
end

return recover
