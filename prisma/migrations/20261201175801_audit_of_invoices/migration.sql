-- What is told of an invoice in its project's story: its window shows the latest. The condition is the query's.
CREATE INDEX CONCURRENTLY audit_log_invoice ON audit_log ((after ->> 'invoice'), id) WHERE after ->> 'invoice' IS NOT NULL;
