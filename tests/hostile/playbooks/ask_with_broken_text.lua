-- expect: asked evidence.seal
-- Text that is no UTF-8 is mended, not refused: the act counts.
evidence.seal { what = '\xff\xc0\xaf\xed\xa0\x80' }
