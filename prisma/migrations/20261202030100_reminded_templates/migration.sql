CREATE INDEX CONCURRENTLY "recurring_templates_reminded_idx" ON "recurring_templates"("next_on") WHERE "armed" AND "mode" = 'remind';
