-- CreateTable
CREATE TABLE "terminations" (
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "notice_on" DATE NOT NULL,
    "end_on" DATE NOT NULL,
    "reason" TEXT,
    "contract_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "group_id" UUID,
    "was_free" BOOLEAN NOT NULL DEFAULT false,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "waived_by" TEXT,
    "waived_at" TIMESTAMPTZ(3),
    "waive_reason" TEXT,
    "carried_by" TEXT,
    "carried_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "terminations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "terminations_customer_id_idx" ON "terminations"("customer_id");

-- Of one thing there is one at a time: whoever comes second is told who was first.
CREATE UNIQUE INDEX "terminations_open_key" ON "terminations"("subject_type", "subject_id") WHERE "state" = 'open';
CREATE INDEX "terminations_told_idx" ON "terminations"("end_on") WHERE "state" = 'open' AND "told_at" IS NULL;
