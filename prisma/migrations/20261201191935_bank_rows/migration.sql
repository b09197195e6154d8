-- CreateTable
CREATE TABLE "bank_rows" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "on_day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "reference" TEXT,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "payment_id" UUID,

    CONSTRAINT "bank_rows_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "bank_rows_key_key" ON "bank_rows"("key");

-- CreateIndex
CREATE INDEX "bank_rows_payment_id_idx" ON "bank_rows"("payment_id");

-- What waits for a person, oldest first.
CREATE INDEX bank_rows_waiting ON bank_rows (on_day, id) WHERE state = 'waiting';
ALTER TABLE bank_rows ADD CONSTRAINT bank_rows_amount CHECK (amount > 0);
ALTER TABLE bank_rows ADD CONSTRAINT bank_rows_state CHECK (state IN ('waiting', 'booked', 'set_aside'));
