-- expect: error unknown name "io"
-- Reading and writing files.
return io.open('/etc/passwd')
