CREATE INDEX CONCURRENTLY payments_reference ON payments (lower(reference)) WHERE reference IS NOT NULL;
