-- expect: error unknown name "pcall"
-- And has no more in it.
return _ENV['pcall']
