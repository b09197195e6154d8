-- AlterTable
ALTER TABLE "expiry_actions" ADD COLUMN     "back_to" DATE,
ADD COLUMN     "not_after" DATE;

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "reported" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "held_payments" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "about" TEXT NOT NULL,
    "is_left_over" BOOLEAN NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reference" TEXT NOT NULL,
    "received_on" DATE NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'held',
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "key_before" TEXT,
    "reference_before" TEXT,
    "made_id" UUID,

    CONSTRAINT "held_payments_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "held_payments_key_key" ON "held_payments"("key");

-- CreateIndex
CREATE INDEX "held_payments_payment_id_idx" ON "held_payments"("payment_id");

-- CreateIndex
CREATE INDEX "held_payments_customer_id_idx" ON "held_payments"("customer_id");

-- What accounting is asked.
CREATE INDEX held_payments_open ON held_payments (held_at, id) WHERE state = 'held';
ALTER TABLE held_payments ADD CONSTRAINT held_payments_state CHECK (state IN ('held', 'same', 'another', 'returned'));
ALTER TABLE held_payments ADD CONSTRAINT held_payments_amount CHECK (amount > 0);
