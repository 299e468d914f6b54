-- expect: error unknown name "rawset"
-- Past every lock.
rawset(notify, 'irt', nil)
