-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "waiver_reason" TEXT;
