-- Who is to be reminded is found by the days on which what is open was due.
CREATE INDEX CONCURRENTLY invoices_due ON invoices (due_on, customer_id) WHERE state = 'open';
