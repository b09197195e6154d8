-- AlterTable
ALTER TABLE "subscription_items" ADD COLUMN     "added_at" TIMESTAMPTZ(3);
