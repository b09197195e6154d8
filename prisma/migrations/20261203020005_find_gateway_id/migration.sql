CREATE INDEX CONCURRENTLY gateway_customers_reference ON gateway_customers (reference);
