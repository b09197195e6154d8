CREATE INDEX CONCURRENTLY customers_words ON customers USING gin (array_to_tsvector(array_remove(regexp_split_to_array(name_key, '[\s!-/:-@\[-`{-~]+'), '')));
