-- CreateTable
CREATE TABLE "customer_letters" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "sent_by" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_letter_recipients" (
    "id" UUID NOT NULL,
    "letter_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "how" TEXT,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_letter_recipients_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "customer_letters_customer_id_idx" ON "customer_letters"("customer_id");

-- CreateIndex
CREATE INDEX "customer_letters_subject_type_subject_id_idx" ON "customer_letters"("subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_letter_recipients_letter_id_address_key" ON "customer_letter_recipients"("letter_id", "address");

-- AddForeignKey
ALTER TABLE "customer_letter_recipients" ADD CONSTRAINT "customer_letter_recipients_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "customer_letters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
