-- CreateTable
CREATE TABLE "reminders" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "letter_id" UUID,
    "reminded_on" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder_bills" (
    "reminder_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "days" INTEGER,
    "open" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "reminder_bills_pkey" PRIMARY KEY ("reminder_id", "invoice_id")
);

-- CreateTable
CREATE TABLE "reminder_holds" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "group_id" UUID,
    "invoice_id" UUID,
    "kind" TEXT NOT NULL,
    "from_on" DATE NOT NULL,
    "until_on" DATE,
    "reason" TEXT,
    "word_id" UUID,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reminder_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminder_stops" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reminder_stops_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_promises" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "promised_on" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "paid_before" BIGINT NOT NULL,
    "word_id" UUID,
    "made_by" TEXT NOT NULL,
    "made_on" DATE NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "state_by" TEXT,
    "state_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_promises_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_calls" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "why" TEXT NOT NULL,
    "reminder_id" UUID,
    "promise_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "customer_calls_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reminders_customer_id_idx" ON "reminders"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_bills_invoice_id_days_key" ON "reminder_bills"("invoice_id", "days");

-- CreateIndex
CREATE UNIQUE INDEX "reminder_holds_word_id_key" ON "reminder_holds"("word_id");

-- CreateIndex
CREATE INDEX "reminder_holds_customer_id_idx" ON "reminder_holds"("customer_id");

-- CreateIndex
CREATE INDEX "reminder_stops_customer_id_idx" ON "reminder_stops"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_promises_word_id_key" ON "payment_promises"("word_id");

-- CreateIndex
CREATE INDEX "payment_promises_customer_id_idx" ON "payment_promises"("customer_id");

-- CreateIndex
CREATE INDEX "payment_promises_subject_type_subject_id_idx" ON "payment_promises"("subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_calls_reminder_id_key" ON "customer_calls"("reminder_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_calls_promise_id_key" ON "customer_calls"("promise_id");

-- CreateIndex
CREATE INDEX "customer_calls_customer_id_idx" ON "customer_calls"("customer_id");

-- AddForeignKey
ALTER TABLE "reminder_bills" ADD CONSTRAINT "reminder_bills_reminder_id_fkey" FOREIGN KEY ("reminder_id") REFERENCES "reminders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An address is stopped once.
CREATE UNIQUE INDEX reminder_stops_live ON reminder_stops (customer_id, address) WHERE ended_at IS NULL;

-- What a hold bears on now.
CREATE INDEX reminder_holds_live ON reminder_holds (customer_id) WHERE ended_at IS NULL;

-- The promises whose day is over.
CREATE INDEX payment_promises_open ON payment_promises (promised_on, id) WHERE state = 'open';

-- Whom accounting is to call.
CREATE INDEX customer_calls_open ON customer_calls (opened_at, id) WHERE closed_at IS NULL;
