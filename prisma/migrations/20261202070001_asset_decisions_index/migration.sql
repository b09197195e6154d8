CREATE INDEX CONCURRENTLY "asset_assignments_decision_idx" ON "asset_assignments"("decision");
