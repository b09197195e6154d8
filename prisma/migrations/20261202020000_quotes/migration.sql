-- CreateTable
CREATE TABLE "quotes" (
    "id" UUID NOT NULL,
    "ref" SERIAL NOT NULL,
    "number" TEXT,
    "seller_id" UUID,
    "customer_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "becomes" TEXT NOT NULL,
    "terms" JSONB,
    "currency" TEXT NOT NULL,
    "net" BIGINT NOT NULL,
    "tax" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "valid_until" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "sent_on" DATE,
    "sent_how" TEXT,
    "sent_by" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "project_id" UUID,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quotes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quote_lines" (
    "quote_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "plan_id" UUID,
    "charge_id" UUID,
    "code" TEXT,
    "item_id" UUID,
    "group_id" UUID,
    "description" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "per_months" INTEGER NOT NULL DEFAULT 0,
    "net" BIGINT NOT NULL,
    "account" TEXT,
    "tax_category" TEXT NOT NULL,
    "tax_code" TEXT NOT NULL,
    "tax_name" TEXT NOT NULL,
    "tax_rate" INTEGER NOT NULL,
    "tax_treatment" TEXT NOT NULL,
    "tax_reason" TEXT,
    "period_first" DATE,
    "period_last" DATE,
    "why" TEXT,

    CONSTRAINT "quote_lines_pkey" PRIMARY KEY ("quote_id","position")
);

-- CreateTable
CREATE TABLE "license_changes" (
    "quote_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "after_payment" BOOLEAN NOT NULL,
    "fulfilled_by" TEXT,
    "fulfilled_at" TIMESTAMPTZ(3),

    CONSTRAINT "license_changes_pkey" PRIMARY KEY ("quote_id")
);

-- CreateTable
CREATE TABLE "invoice_requests" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "quote_id" UUID,
    "invoice_id" UUID,
    "note" TEXT,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_by" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answer" TEXT,

    CONSTRAINT "invoice_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "quotes_ref_key" ON "quotes"("ref");

-- CreateIndex
CREATE INDEX "quotes_customer_id_idx" ON "quotes"("customer_id");

-- CreateIndex
CREATE INDEX "quotes_project_id_idx" ON "quotes"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "quotes_number_seller_id_key" ON "quotes"("number", "seller_id");

-- CreateIndex
CREATE INDEX "license_changes_subscription_id_idx" ON "license_changes"("subscription_id");

-- CreateIndex
CREATE INDEX "invoice_requests_customer_id_idx" ON "invoice_requests"("customer_id");

-- AddForeignKey
ALTER TABLE "quote_lines" ADD CONSTRAINT "quote_lines_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "quotes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Those that wait for an answer, by their last day.
CREATE INDEX quotes_unanswered ON quotes (valid_until, id) WHERE state = 'sent';

-- Requests that nobody has answered.
CREATE INDEX invoice_requests_open ON invoice_requests (asked_at, id) WHERE answered_at IS NULL;

ALTER TABLE quotes ADD CONSTRAINT quotes_sum CHECK (amount = net + tax AND amount >= 0);
ALTER TABLE quotes ADD CONSTRAINT quotes_becomes CHECK (becomes IN ('invoice', 'licenses', 'onboarding'));
ALTER TABLE quotes ADD CONSTRAINT quotes_state
  CHECK (state IN ('draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn'));
