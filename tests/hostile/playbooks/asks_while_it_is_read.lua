-- expect: refused notify.irt stands inside run
-- Asking before anybody knows the playbook.
notify.irt {}
return playbook { name = 'hostile', title = 'Hostile', run = function () end }
