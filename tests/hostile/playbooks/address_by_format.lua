-- expect: error string.format shows texts
-- Also in a template.
return string.format('%s', {})
