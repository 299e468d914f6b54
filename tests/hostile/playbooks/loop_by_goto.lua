-- expect: stopped instructions
-- The same without a loop.
::again::
goto again
