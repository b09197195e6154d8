-- CreateIndex
CREATE INDEX "payment_attempts_import_id_idx" ON "payment_attempts" USING BRIN ("import_id");

-- What the attempts of a case are found by is compared as there: with two collations no index serves.
ALTER TABLE cases ALTER COLUMN gateway_subscription TYPE text COLLATE "C";
