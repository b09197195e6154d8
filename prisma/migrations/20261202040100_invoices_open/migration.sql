-- What is owed is read without what was paid long ago.
CREATE INDEX CONCURRENTLY invoices_open ON invoices (id) WHERE state = 'open';
