-- expect: refused
-- Control of the runner: what could be read was not refused.
notify.irt {}
