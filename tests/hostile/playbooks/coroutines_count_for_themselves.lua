-- expect: error unknown name "coroutine"
-- Each new coroutine starts a count of its own, so short ones are never counted.
local function deeper(depth)
  for _ = 1, 900 do
    if depth > 0 then coroutine.wrap(function () deeper(depth - 1) end)() end
  end
end
deeper(4)
