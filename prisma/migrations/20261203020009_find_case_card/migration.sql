CREATE INDEX CONCURRENTLY cases_last4_waiting ON cases (card_last4) WHERE state IN ('retrying', 'failed', 'advised');
