CREATE INDEX CONCURRENTLY customers_email ON customers (lower(email)) WHERE email IS NOT NULL;
