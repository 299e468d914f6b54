-- expect: error unknown name "warn"
-- Nor a place for warnings.
warn('@on')
