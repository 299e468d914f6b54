-- expect: refused its name is "priority-1"
-- A playbook under another name.
return playbook { name = 'priority-1', title = 'Hostile', run = function () end }
