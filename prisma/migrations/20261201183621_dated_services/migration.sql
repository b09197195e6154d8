-- AlterTable
ALTER TABLE "recurring_templates" ADD COLUMN     "anchor_on" DATE,
ADD COLUMN     "billed_at" TIMESTAMPTZ(3),
ADD COLUMN     "billed_by" TEXT,
ADD COLUMN     "credit_tax_rate" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "days_ahead" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "first_on" DATE,
ADD COLUMN     "in_arrears" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'automate',
ADD COLUMN     "months" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "remaining" INTEGER;

-- AlterTable
ALTER TABLE "subscription_items" ADD COLUMN     "charge_id" UUID,
ADD COLUMN     "first_on" DATE,
ADD COLUMN     "last_on" DATE,
ADD COLUMN     "per_months" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "plan_id" UUID,
ADD COLUMN     "prorated" TEXT NOT NULL DEFAULT 'by months',
ADD COLUMN     "replaces_id" UUID,
ADD COLUMN     "scope_id" TEXT,
ADD COLUMN     "scope_level" TEXT,
ADD COLUMN     "tax_category" TEXT,
ADD COLUMN     "unit_price" BIGINT,
ADD COLUMN     "withdrawn" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "group_id" UUID;

-- CreateTable
CREATE TABLE "item_interruptions" (
    "item_id" UUID NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE,
    "kind" TEXT NOT NULL,
    "moved_end" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "item_interruptions_pkey" PRIMARY KEY ("item_id","first_on")
);

-- CreateTable
CREATE TABLE "planned_changes" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "item_id" UUID,
    "kind" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "parameters" JSONB NOT NULL,
    "what" TEXT NOT NULL,
    "reason" TEXT,
    "state" TEXT NOT NULL DEFAULT 'planned',
    "planned_by" TEXT NOT NULL,
    "planned_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "planned_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "planned_changes_subscription_id_idx" ON "planned_changes"("subscription_id");

-- AddForeignKey
ALTER TABLE "item_interruptions" ADD CONSTRAINT "item_interruptions_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "subscription_items"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "planned_changes" ADD CONSTRAINT "planned_changes_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the nightly job looks for.
CREATE INDEX planned_changes_due ON planned_changes (effective_on) WHERE state = 'planned';

ALTER TABLE planned_changes ADD CONSTRAINT planned_changes_state CHECK (state IN ('planned', 'done', 'dropped', 'refused'));
ALTER TABLE subscription_items
  ADD CONSTRAINT subscription_items_per_months CHECK (per_months IN (0, 1, 3, 12)) NOT VALID,
  ADD CONSTRAINT subscription_items_scope CHECK ((scope_level IS NULL) = (scope_id IS NULL)) NOT VALID;
ALTER TABLE recurring_templates
  ADD CONSTRAINT recurring_templates_months CHECK (months IN (1, 3, 12)) NOT VALID,
  ADD CONSTRAINT recurring_templates_remaining CHECK (remaining >= 0) NOT VALID;
