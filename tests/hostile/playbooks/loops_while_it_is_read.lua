-- expect: refused the run has used up its 10000000 instructions
-- Not ending before it began.
while true do end
return playbook { name = 'hostile', title = 'Hostile', run = function () end }
