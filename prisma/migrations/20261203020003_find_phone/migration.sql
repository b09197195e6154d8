CREATE INDEX CONCURRENTLY customers_phone ON customers (regexp_replace(phone, '\D', '', 'g')) WHERE phone IS NOT NULL;
