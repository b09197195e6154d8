-- What another system called a subscription comes in once.
CREATE UNIQUE INDEX CONCURRENTLY subscriptions_outside ON subscriptions (customer_id, outside_id) WHERE outside_id IS NOT NULL;
