-- `/onboard list`, Blocked: those that have waited longest first. The condition is the query's.
CREATE INDEX CONCURRENTLY handoffs_blocked ON handoffs (opened_at, id) WHERE state = 'open' AND blocked_by <> '{}';
