-- expect: error attempt to concatenate a table value
-- Also by joining.
return '' .. {}
