-- CreateTable
CREATE TABLE "held_bills" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_how" TEXT,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "held_bills_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "held_bills_run_id_idx" ON "held_bills"("run_id");

-- CreateIndex
CREATE INDEX "held_bills_customer_id_idx" ON "held_bills"("customer_id");
