CREATE INDEX CONCURRENTLY customers_last4 ON customers (card_last4, name_key) WHERE card_last4 IS NOT NULL;
