-- Letters whose writer does not know yet how they fared.
CREATE INDEX CONCURRENTLY "posts_untold" ON "posts"("seq")
  WHERE letter_id IS NOT NULL AND state IN ('sent', 'parked', 'dropped') AND told IS DISTINCT FROM state;
