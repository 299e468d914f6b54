-- expect: error pairs walks a table of your own
-- Nor of all names.
for _ in pairs(_ENV) do end
