CREATE INDEX CONCURRENTLY invoices_rest_open ON invoices ((amount - paid - credited - written_off)) WHERE state = 'open';
