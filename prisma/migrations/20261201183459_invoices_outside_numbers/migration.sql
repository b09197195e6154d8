-- People look for an invoice by its number in the accounting system, too.
CREATE INDEX CONCURRENTLY invoices_outside_numbers ON invoices (external_number) WHERE external_number IS NOT NULL;
