-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "paid" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "paid_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "attempt_versions" (
    "gateway" TEXT NOT NULL,
    "transaction_id" TEXT COLLATE "C" NOT NULL,
    "import_id" UUID NOT NULL,
    "gateway_subscription" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "attempt_versions_pkey" PRIMARY KEY ("gateway","transaction_id","import_id")
);
