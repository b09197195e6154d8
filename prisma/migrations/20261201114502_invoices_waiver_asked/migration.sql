-- Home of the reviewer: charges that were corrected to nothing, until that is confirmed.
CREATE INDEX CONCURRENTLY invoices_waiver_asked ON invoices (waiver_at) WHERE waiver_at IS NOT NULL AND waived_at IS NULL;
