-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "invoice_per" TEXT NOT NULL DEFAULT 'customer';
