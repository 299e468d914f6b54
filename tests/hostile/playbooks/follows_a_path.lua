-- expect: refused the procedure has no such file
-- Following a path out of the procedure.
return playbook { name = 'hostile', title = 'Hostile', follows = '../../etc/passwd' }
