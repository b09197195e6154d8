-- AlterTable
ALTER TABLE "invoice_letters" ADD COLUMN "template" TEXT, ADD COLUMN "template_version" INTEGER, ADD COLUMN "paper" TEXT;
