-- expect: error it does not
-- Control of the runner: a playbook that ends is no error.
notify.irt {}
