-- expect: error unknown name "collectgarbage"
-- Collecting at a chosen moment made use after free possible (CVE-2025-49844).
collectgarbage('generational')
