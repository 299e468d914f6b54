-- expect: error another sentence altogether
-- Control of the runner: another sentence is another error.
return os.time()
