-- CreateTable
CREATE TABLE "credit_cancellations" (
    "id" UUID NOT NULL,
    "credit_note_id" UUID NOT NULL,
    "seller_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "issued_by" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "credit_cancellations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "credit_cancellations_credit_note_id_key" ON "credit_cancellations"("credit_note_id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_cancellations_number_seller_id_key" ON "credit_cancellations"("number", "seller_id");
