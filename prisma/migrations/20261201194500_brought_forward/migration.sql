-- Money that came in before Baton, as another system has it.
ALTER TABLE payments DROP CONSTRAINT payments_method;
ALTER TABLE payments ADD CONSTRAINT payments_method CHECK (method IN ('check', 'card', 'eft', 'money_order', 'brought_forward')) NOT VALID;
