-- expect: error a file returns one playbook
-- Exchanging the playbook while it runs.
playbook { name = 'x', title = 'X', run = function () end }
