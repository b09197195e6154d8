-- Drafts that issue by themselves. BIL-2
CREATE INDEX CONCURRENTLY "invoices_issue_from_idx" ON "invoices"("issue_from", "id") WHERE "state" = 'draft' AND "issue_from" IS NOT NULL;
