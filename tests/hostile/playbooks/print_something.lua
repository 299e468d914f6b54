-- expect: error unknown name "print"
-- There is no terminal.
print('here')
