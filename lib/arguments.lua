-- Named arguments for the functions of this folder: a misspelt one is an error, and so is one that is missing.

local arguments = {}

local function list(names)
  return #names == 0 and "none at all" or table.concat(names, ", ")
end

--- `arguments.check(given, "from", "to")`: exactly these were given, by name. The error names the caller's line.
function arguments.check(given, ...)
  if type(given) ~= "table" then
    error("arguments stand in braces; there are: " .. list { ... }, 3)
  end
  local known, is_known = { ... }, {}
  for _, name in ipairs(known) do
    is_known[name] = true
    if given[name] == nil then
      error("the argument " .. name .. " is missing; there are: " .. list(known), 3)
    end
  end
  for name in pairs(given) do
    if not is_known[name] then
      error("there is no argument " .. name .. "; there are: " .. list(known), 3)
    end
  end
end

return arguments
