-- expect: asked evidence.seal
-- A zero byte cuts nothing off.
evidence.seal { what = 'web1\0; rm -rf /' }
