-- AlterTable
ALTER TABLE "recurring_templates" ADD COLUMN     "billed_through" DATE,
ADD COLUMN     "taken_over_on" DATE;

-- AlterTable
ALTER TABLE "subscriptions" ADD COLUMN     "outside_id" TEXT;

-- CreateTable
CREATE TABLE "billed_elsewhere" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "asset_id" UUID,
    "period_first" DATE NOT NULL,
    "period_last" DATE NOT NULL,
    "net" BIGINT NOT NULL,

    CONSTRAINT "billed_elsewhere_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "billed_elsewhere_item_id_idx" ON "billed_elsewhere"("item_id");

-- Which was billed until when, and when it was taken over, are known together.
ALTER TABLE recurring_templates ADD CONSTRAINT recurring_templates_taken_over CHECK ((billed_through IS NULL) = (taken_over_on IS NULL)) NOT VALID;
