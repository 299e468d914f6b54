-- expect: asked notify.irt notify.legal
-- Control of the runner: other requests are other requests.
notify.legal {}
notify.irt {}
