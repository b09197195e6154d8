-- CreateTable
CREATE TABLE "allocations" (
    "id" UUID NOT NULL,
    "source_kind" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "decision" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reason" TEXT,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "allocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_rests" (
    "source_kind" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "on_day" DATE NOT NULL,
    "rest" BIGINT NOT NULL,

    CONSTRAINT "source_rests_pkey" PRIMARY KEY ("source_kind","source_id")
);

-- CreateTable
CREATE TABLE "customer_balances" (
    "customer_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "customer_balances_pkey" PRIMARY KEY ("customer_id","currency")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "method" TEXT NOT NULL,
    "reference" TEXT,
    "refunded_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_by" TEXT,
    "taken_back_at" TIMESTAMPTZ(3),
    "taken_back_reason" TEXT,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "allocations_source_kind_source_id_idx" ON "allocations"("source_kind", "source_id");

-- CreateIndex
CREATE INDEX "allocations_target_kind_target_id_idx" ON "allocations"("target_kind", "target_id");

-- CreateIndex
CREATE INDEX "allocations_decision_idx" ON "allocations"("decision");

-- CreateIndex
CREATE INDEX "refunds_customer_id_idx" ON "refunds"("customer_id");

-- What is settled by what, as it stands: what an invoice, a payment or a refund is asked for.
CREATE INDEX allocations_live_source ON allocations (source_kind, source_id) WHERE ended_at IS NULL;
CREATE INDEX allocations_live_target ON allocations (target_kind, target_id) WHERE ended_at IS NULL;
ALTER TABLE allocations ADD CONSTRAINT allocations_amount CHECK (amount > 0);
ALTER TABLE allocations ADD CONSTRAINT allocations_source CHECK (source_kind IN ('payment', 'credit_note', 'write_off', 'tolerance'));
ALTER TABLE allocations ADD CONSTRAINT allocations_target CHECK (target_kind IN ('invoice', 'refund'));
ALTER TABLE allocations ADD CONSTRAINT allocations_ended CHECK ((ended_at IS NULL) = (ended_by IS NULL));

-- The money that a customer has left: only what has something left is looked for.
CREATE INDEX source_rests_left ON source_rests (customer_id, currency, on_day, source_id) WHERE rest > 0;
ALTER TABLE source_rests ADD CONSTRAINT source_rests_rest CHECK (rest >= 0);
ALTER TABLE source_rests ADD CONSTRAINT source_rests_kind CHECK (source_kind IN ('payment', 'credit_note'));

ALTER TABLE refunds ADD CONSTRAINT refunds_amount CHECK (amount > 0);
ALTER TABLE refunds ADD CONSTRAINT refunds_method CHECK (method IN ('check', 'card', 'eft', 'money_order'));
ALTER TABLE refunds ADD CONSTRAINT refunds_taken_back CHECK ((taken_back_at IS NULL) = (taken_back_by IS NULL));

-- Every payment of before that names an invoice settles it; one that was reversed did until then. Its allocation has its id.
INSERT INTO allocations (id, source_kind, source_id, target_kind, target_id, customer_id, decision, currency, amount, made_by, made_at, ended_by, ended_at, end_reason)
SELECT id, 'payment', id, 'invoice', invoice_id, customer_id, id, currency, amount, recorded_by, recorded_at, reversed_by, reversed_at, reversal_reason
FROM payments WHERE invoice_id IS NOT NULL;

-- What paid nothing was kept as the customer's: it is their balance.
INSERT INTO source_rests (source_kind, source_id, customer_id, currency, name, on_day, rest)
SELECT 'payment', id, customer_id, currency,
       'the ' || CASE method WHEN 'eft' THEN 'EFT' WHEN 'money_order' THEN 'money order' ELSE method END
         || coalesce(' ' || reference, '') || ' of ' || to_char(received_on, 'Mon FMDD, YYYY'),
       received_on, amount
FROM payments WHERE invoice_id IS NULL AND subject_type IS NULL AND reversed_at IS NULL;
INSERT INTO customer_balances (customer_id, currency, amount)
SELECT customer_id, currency, sum(rest) FROM source_rests GROUP BY customer_id, currency;
