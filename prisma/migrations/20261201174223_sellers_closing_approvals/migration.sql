-- CreateTable
CREATE TABLE "approvals" (
    "id" UUID NOT NULL,
    "deed" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "description" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "customer_id" UUID,
    "reason" TEXT,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,

    CONSTRAINT "approvals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "closing" (
    "id" INTEGER NOT NULL,
    "closed_on" DATE,
    "changed_by" TEXT,
    "changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "closing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sellers" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "tax_number" TEXT,
    "email" TEXT NOT NULL,
    "reply_to" TEXT,
    "bounce_to" TEXT,
    "iban" TEXT,
    "time_zone" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sellers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "number_series" (
    "id" UUID NOT NULL,
    "seller_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "format" TEXT NOT NULL,
    "start" INTEGER NOT NULL DEFAULT 1,
    "next" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "number_series_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "approvals_subject_type_subject_id_idx" ON "approvals"("subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "sellers_name_key" ON "sellers"("name");

-- CreateIndex
CREATE UNIQUE INDEX "number_series_seller_id_kind_year_key" ON "number_series"("seller_id", "kind", "year");

-- One seller sells unless another is named.
CREATE UNIQUE INDEX sellers_one_default ON sellers (is_default) WHERE is_default;

-- Numbers are given upwards, from the first on.
ALTER TABLE number_series ADD CONSTRAINT number_series_order CHECK (start >= 1 AND next >= start);

-- The row that whoever dates a document holds, and whoever closes a period changes.
INSERT INTO closing (id) VALUES (1);
ALTER TABLE closing ADD CONSTRAINT closing_is_one CHECK (id = 1);

-- What waits; what is decided costs nothing.
CREATE INDEX approvals_open ON approvals (requested_at, id) WHERE state = 'requested';
