-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "issue_from" DATE,
ADD COLUMN     "run_id" UUID;
