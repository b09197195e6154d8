CREATE INDEX CONCURRENTLY cases_amount_waiting ON cases (amount) WHERE state IN ('retrying', 'failed', 'advised');
