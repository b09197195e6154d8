-- AlterTable
ALTER TABLE "handoffs" ADD COLUMN     "expected_on" DATE;

-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "in_doubt" TEXT,
ADD COLUMN     "waived_at" TIMESTAMPTZ(3),
ADD COLUMN     "waived_by" TEXT,
ADD COLUMN     "waiver_at" TIMESTAMPTZ(3),
ADD COLUMN     "waiver_by" TEXT;
