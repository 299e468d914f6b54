-- expect: error unknown name "require"
-- The same by its front door.
return require 'socket'
