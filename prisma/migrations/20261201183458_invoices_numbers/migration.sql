-- Two documents of a seller never have the same number, and people look for one by it. BIL-12
CREATE UNIQUE INDEX CONCURRENTLY invoices_numbers ON invoices (number, seller_id) WHERE number IS NOT NULL;
