CREATE INDEX CONCURRENTLY posts_customer ON posts (customer_id) WHERE customer_id IS NOT NULL;
