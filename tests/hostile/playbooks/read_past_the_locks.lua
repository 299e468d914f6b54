-- expect: error unknown name "rawget"
-- Past every lock.
return rawget(notify, 'irt')
