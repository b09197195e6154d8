-- CreateTable
CREATE TABLE "letters" (
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "template" TEXT,
    "template_version" INTEGER,
    "paper" TEXT,
    "sent_by" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "letter_recipients" (
    "id" UUID NOT NULL,
    "letter_id" UUID NOT NULL,
    "head" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "how" TEXT,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "letter_recipients_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "letters_subject_id_idx" ON "letters"("subject_id");

-- CreateIndex
CREATE INDEX "letters_customer_id_idx" ON "letters"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "letter_recipients_letter_id_address_key" ON "letter_recipients"("letter_id", "address");

-- AddForeignKey
ALTER TABLE "letter_recipients" ADD CONSTRAINT "letter_recipients_letter_id_fkey" FOREIGN KEY ("letter_id") REFERENCES "letters"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
