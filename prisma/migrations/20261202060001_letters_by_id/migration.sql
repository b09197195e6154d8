CREATE INDEX CONCURRENTLY "posts_letter_id_idx" ON "posts"("letter_id");
