-- expect: error unknown name "fact"
-- What establish asks cannot be asked around it.
fact.establish { name = 'active' }
