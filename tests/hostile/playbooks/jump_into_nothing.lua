-- expect: refused no visible label
-- A jump to where nothing is.
goto nowhere
