-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "credited" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "due_on" DATE,
ADD COLUMN     "frozen" JSONB,
ADD COLUMN     "issued_at" TIMESTAMPTZ(3),
ADD COLUMN     "issued_by" TEXT,
ADD COLUMN     "issued_on" DATE,
ADD COLUMN     "number" TEXT,
ADD COLUMN     "period_first" DATE,
ADD COLUMN     "period_last" DATE,
ADD COLUMN     "presentment" TEXT,
ADD COLUMN     "seller_id" UUID,
ADD COLUMN     "written_off" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "invoice_lines" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "item_id" UUID,
    "asset_id" UUID,
    "group_id" UUID,
    "description" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price" BIGINT NOT NULL,
    "net" BIGINT NOT NULL,
    "account" TEXT,
    "tax_category" TEXT,
    "tax_code" TEXT NOT NULL,
    "tax_name" TEXT NOT NULL,
    "tax_rate" INTEGER NOT NULL,
    "tax_treatment" TEXT NOT NULL,
    "tax_reason" TEXT,
    "period_first" DATE,
    "period_last" DATE,
    "why" TEXT,

    CONSTRAINT "invoice_lines_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoice_lines_item_id_idx" ON "invoice_lines"("item_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_lines_invoice_id_position_key" ON "invoice_lines"("invoice_id", "position");

-- AddForeignKey
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A bill may come to nothing where credits use it up; then it is paid once it is issued. BIL-9
ALTER TABLE invoices DROP CONSTRAINT invoices_sum;
ALTER TABLE invoices ADD CONSTRAINT invoices_sum CHECK (amount = net + tax AND amount >= 0) NOT VALID;
-- Payments, credits and write-offs settle it together, and never more than it is. BIL-13, BIL-15
ALTER TABLE invoices DROP CONSTRAINT invoices_paid;
ALTER TABLE invoices ADD CONSTRAINT invoices_paid CHECK (
  paid >= 0 AND credited >= 0 AND written_off >= 0 AND paid + credited + written_off <= amount) NOT VALID;
ALTER TABLE invoices DROP CONSTRAINT invoices_state;
ALTER TABLE invoices ADD CONSTRAINT invoices_state CHECK (
  state IN ('void', 'uncollectible')
  OR state = CASE
    WHEN paid + credited + written_off >= amount AND (amount > 0 OR sent_at IS NOT NULL OR issued_at IS NOT NULL) THEN 'paid'
    WHEN sent_at IS NOT NULL OR issued_at IS NOT NULL THEN 'open'
    ELSE 'draft' END) NOT VALID;
ALTER TABLE invoices ADD CONSTRAINT invoices_number CHECK (number IS NULL OR (seller_id IS NOT NULL AND issued_on IS NOT NULL)) NOT VALID;
