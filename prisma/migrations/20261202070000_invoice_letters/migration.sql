-- CreateTable
CREATE TABLE "invoice_letters" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "sent_by" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "run_id" UUID,
    "late_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_letter_recipients" (
    "id" UUID NOT NULL,
    "letter_id" UUID NOT NULL,
    "head" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "how" TEXT,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_letter_recipients_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoice_letters_invoice_id_idx" ON "invoice_letters"("invoice_id");

-- CreateIndex
CREATE INDEX "invoice_letters_customer_id_idx" ON "invoice_letters"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_letter_recipients_letter_id_address_key" ON "invoice_letter_recipients"("letter_id", "address");

-- What no server has accepted yet.
CREATE INDEX "invoice_letter_recipients_waiting" ON "invoice_letter_recipients"("letter_id") WHERE state IN ('waiting', 'held');

-- AddForeignKey
ALTER TABLE "invoice_letter_recipients" ADD CONSTRAINT "invoice_letter_recipients_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "invoice_letters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
