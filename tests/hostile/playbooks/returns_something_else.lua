-- expect: refused it returns no playbook
-- What looks like one is none.
return { name = 'hostile', title = 'Hostile', run = function () end, playbook }
