-- AlterTable
ALTER TABLE "projects" ADD COLUMN "playbook_hash" TEXT NOT NULL GENERATED ALWAYS AS (md5(playbook::text)) STORED;

-- Rows that change several times in their first days: the new version finds room beside the old one, and no index hears of it.
ALTER TABLE "projects" SET (fillfactor = 80);
ALTER TABLE "handoffs" SET (fillfactor = 80);
ALTER TABLE "invoices" SET (fillfactor = 80);
ALTER TABLE "message_slots" SET (fillfactor = 80);
ALTER TABLE "posts" SET (fillfactor = 80);
ALTER TABLE "lanes" SET (fillfactor = 50);
