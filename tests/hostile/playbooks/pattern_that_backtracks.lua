-- expect: error no function is called "string.find"
-- Minutes of backtracking on 30 kB, and C does not count.
return (('-'):rep(30000)):find('.-.-.-b')
