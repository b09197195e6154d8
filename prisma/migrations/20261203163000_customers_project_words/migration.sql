-- AlterTable
ALTER TABLE "customer_words" ADD COLUMN "about" TEXT,
ADD COLUMN "day" DATE,
ADD COLUMN "document_id" UUID,
ADD COLUMN "signed_by" TEXT;

-- AlterTable
ALTER TABLE "documents" ADD COLUMN "file_hash" TEXT,
ADD COLUMN "taken_back_at" TIMESTAMPTZ(3),
ADD COLUMN "taken_back_by" TEXT;
