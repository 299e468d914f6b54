-- expect: error unknown name "os"
-- Time, names of the environment, commands.
return os.time()
