-- AlterTable
ALTER TABLE "credit_note_lines" ADD COLUMN     "bill_again" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "credit_notes" ADD COLUMN     "replaced_by" UUID;

-- AlterTable
ALTER TABLE "invoice_lines" ADD COLUMN     "counts_as" BIGINT;
