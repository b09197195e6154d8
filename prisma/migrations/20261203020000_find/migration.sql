-- By what people look for a customer: the beginning of the name, of a word in it (as ASCII punctuation and blanks divide them), the
-- email, the digits of the phone, the last of the card, the gateway's id. WRK-2
CREATE INDEX CONCURRENTLY customers_name_begins ON customers (name_key text_pattern_ops);
