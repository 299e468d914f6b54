-- expect: error the incident is as the record has it
-- Facts come from the record.
incident.active = true
