-- AlterTable
ALTER TABLE "recurring_templates" ADD COLUMN     "ends_on" DATE;

-- CreateTable
CREATE TABLE "skipped_periods" (
    "id" UUID NOT NULL,
    "template_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "skipped_by" TEXT NOT NULL,
    "skipped_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_by" TEXT,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "skipped_periods_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bill_reminders" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "later_on" DATE,
    "changed_by" TEXT,
    "changed_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bill_reminders_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "skipped_periods_template_id_idx" ON "skipped_periods"("template_id");

-- CreateIndex
CREATE UNIQUE INDEX "bill_reminders_subscription_id_due_on_key" ON "bill_reminders"("subscription_id", "due_on");

-- AddForeignKey
ALTER TABLE "skipped_periods" ADD CONSTRAINT "skipped_periods_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "recurring_templates"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A period is skipped once at a time.
CREATE UNIQUE INDEX "skipped_periods_standing_key" ON "skipped_periods"("template_id", "first_on") WHERE "taken_back_at" IS NULL;

-- Those that ask, by age, for Home and for whoever makes their bills.
CREATE INDEX "bill_reminders_open_idx" ON "bill_reminders"("asked_at", "id") WHERE "state" = 'open';
CREATE INDEX "bill_reminders_later_idx" ON "bill_reminders"("later_on") WHERE "state" = 'open' AND "later_on" IS NOT NULL;
