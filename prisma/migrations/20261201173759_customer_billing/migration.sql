-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "card_brand" TEXT,
ADD COLUMN     "card_exp_month" INTEGER,
ADD COLUMN     "card_exp_year" INTEGER,
ADD COLUMN     "card_last4" TEXT,
ADD COLUMN     "card_token" TEXT,
ADD COLUMN     "contract_type_id" UUID,
ADD COLUMN     "end_on" DATE,
ADD COLUMN     "extra_emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "information" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "invoice_note" TEXT,
ADD COLUMN     "payment_method" TEXT NOT NULL DEFAULT 'invoice',
ADD COLUMN     "presentation" TEXT NOT NULL DEFAULT 'mail',
ADD COLUMN     "purchase_order" TEXT,
ADD COLUMN     "purchase_order_required" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "salespeople" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "start_on" DATE,
ADD COLUMN     "tax_jurisdiction" TEXT,
ADD COLUMN     "tax_number" TEXT,
ADD COLUMN     "tax_reason" TEXT,
ADD COLUMN     "tax_treatment" TEXT NOT NULL DEFAULT 'taxable',
ADD COLUMN     "terms_id" UUID,
ADD COLUMN     "vendor_number" TEXT;

-- CreateTable
CREATE TABLE "payment_terms" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "days" INTEGER,
    "retired" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_terms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contract_types" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "retired" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contract_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "billing_groups" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "start_on" DATE NOT NULL,
    "end_on" DATE,
    "terms_id" UUID,
    "purchase_order" TEXT,
    "addressees" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "contract_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "billing_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contracts" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "number_key" TEXT NOT NULL,
    "parties" TEXT,
    "start_on" DATE NOT NULL,
    "end_on" DATE NOT NULL,
    "term_months" INTEGER NOT NULL,
    "renews" BOOLEAN NOT NULL,
    "notice_days" INTEGER NOT NULL,
    "signed_on" DATE,
    "owner" TEXT NOT NULL,
    "notice_from" TEXT,
    "notice_received_on" DATE,
    "notice_effective_on" DATE,
    "notice_recorded_by" TEXT,
    "notice_recorded_at" TIMESTAMPTZ(3),
    "notice_by" DATE,
    "reminded_of" DATE,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contracts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_terms_name_key_key" ON "payment_terms"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "contract_types_name_key_key" ON "contract_types"("name_key");

-- CreateIndex
CREATE INDEX "billing_groups_contract_id_idx" ON "billing_groups"("contract_id");

-- CreateIndex
CREATE UNIQUE INDEX "billing_groups_customer_id_name_key_key" ON "billing_groups"("customer_id", "name_key");

-- CreateIndex
CREATE INDEX "contracts_notice_by_idx" ON "contracts"("notice_by");

-- CreateIndex
CREATE UNIQUE INDEX "contracts_customer_id_number_key_key" ON "contracts"("customer_id", "number_key");

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_contract_type_id_fkey" FOREIGN KEY ("contract_type_id") REFERENCES "contract_types"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_terms_id_fkey" FOREIGN KEY ("terms_id") REFERENCES "payment_terms"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- AddForeignKey
ALTER TABLE "billing_groups" ADD CONSTRAINT "billing_groups_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_groups" ADD CONSTRAINT "billing_groups_terms_id_fkey" FOREIGN KEY ("terms_id") REFERENCES "payment_terms"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_groups" ADD CONSTRAINT "billing_groups_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contracts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contracts" ADD CONSTRAINT "contracts_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What no use case writes, no other way may bring in either.
ALTER TABLE "customers"
  ADD CONSTRAINT "customers_payment_method_check" CHECK ("payment_method" IN ('free', 'invoice', 'credit_card')) NOT VALID,
  ADD CONSTRAINT "customers_card_check" CHECK ("payment_method" = 'credit_card' OR ("card_last4" IS NULL AND "card_token" IS NULL)) NOT VALID,
  ADD CONSTRAINT "customers_last4_check" CHECK ("card_last4" ~ '^[0-9]{4}$') NOT VALID,
  ADD CONSTRAINT "customers_dates_check" CHECK ("end_on" >= "start_on") NOT VALID;
ALTER TABLE "payment_terms"
  ADD CONSTRAINT "payment_terms_kind_check" CHECK (("kind" IN ('at_once', 'first_of_service_month') AND "days" IS NULL) OR ("kind" = 'net_days' AND "days" > 0));
ALTER TABLE "billing_groups" ADD CONSTRAINT "billing_groups_dates_check" CHECK ("end_on" >= "start_on");
ALTER TABLE "contracts"
  ADD CONSTRAINT "contracts_dates_check" CHECK ("end_on" >= "start_on"),
  ADD CONSTRAINT "contracts_terms_check" CHECK ("term_months" > 0 AND "notice_days" >= 0);
