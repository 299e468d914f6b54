-- expect: asked evidence.capture notify.irt notify.management
-- Control: what is meant to work works.
capture.everything { from = incident.systems }
call.irt {}
call.management {}
