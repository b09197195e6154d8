-- CreateTable
CREATE TABLE "plans" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "account" TEXT,
    "tax_category" TEXT NOT NULL,
    "billing" TEXT NOT NULL,
    "per_months" INTEGER NOT NULL,
    "prorated" TEXT NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_prices" (
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "price" BIGINT NOT NULL,
    "included" INTEGER,
    "above" BIGINT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_by" TEXT,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "plan_prices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charges" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "account" TEXT,
    "tax_category" TEXT NOT NULL,
    "is_recurring" BOOLEAN NOT NULL,
    "is_proratable" BOOLEAN NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "charges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charge_amounts" (
    "charge_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "charge_amounts_pkey" PRIMARY KEY ("charge_id","currency")
);

-- CreateTable
CREATE TABLE "taxes" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rate" INTEGER NOT NULL,
    "category" TEXT NOT NULL,
    "jurisdiction" TEXT NOT NULL,
    "seller_id" UUID,
    "treatment" TEXT NOT NULL,
    "reason" TEXT,
    "valid_from" DATE NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_by" TEXT,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "taxes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "plans_code_key" ON "plans"("code");

-- CreateIndex
CREATE INDEX "plan_prices_plan_id_idx" ON "plan_prices"("plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "charges_code_key" ON "charges"("code");

-- Of a plan, currency and day one price that holds.
CREATE UNIQUE INDEX plan_prices_standing ON plan_prices (plan_id, currency, valid_from) WHERE taken_back_at IS NULL;
ALTER TABLE plan_prices ADD CONSTRAINT plan_prices_metering CHECK ((included IS NULL) = (above IS NULL));

-- Of a category, place and seller one tax that holds from a day.
CREATE UNIQUE INDEX taxes_standing
  ON taxes (category, jurisdiction, coalesce(seller_id, '00000000-0000-0000-0000-000000000000'::uuid), valid_from)
  WHERE taken_back_at IS NULL;
