CREATE INDEX CONCURRENTLY invoices_amount_open ON invoices (amount) WHERE state = 'open';
