-- The same is asked of accounting once until it is answered. COL-11
CREATE UNIQUE INDEX CONCURRENTLY invoice_requests_once ON invoice_requests
  (customer_id, purpose, coalesce(quote_id, customer_id), coalesce(invoice_id, customer_id)) WHERE answered_at IS NULL;
