-- What is told of an activity in the story of what it belongs to: its window shows the latest. The condition is the query's.
CREATE INDEX CONCURRENTLY audit_log_activity ON audit_log ((after ->> 'activity'), id) WHERE after ->> 'activity' IS NOT NULL;
