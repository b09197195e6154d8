-- What a run made. BIL-2
CREATE INDEX CONCURRENTLY "invoices_run_id_idx" ON "invoices"("run_id");
