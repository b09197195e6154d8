-- A second import of the same bytes says so.
CREATE INDEX CONCURRENTLY "runs_file_hash_idx" ON "runs"("file_hash");
