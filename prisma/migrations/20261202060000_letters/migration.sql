-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "is_bounce" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "letter_id" UUID,
ADD COLUMN     "told" TEXT;
