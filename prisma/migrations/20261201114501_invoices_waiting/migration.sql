-- Home of accounting: what is not paid, not sent or not filed yet. The condition is the query's.
CREATE INDEX CONCURRENTLY invoices_waiting ON invoices (presented_at, id)
  WHERE presented_at IS NOT NULL AND (state IN ('draft', 'open') OR state = 'paid' AND (sent_at IS NULL OR filed_at IS NULL));
