-- AlterTable
ALTER TABLE "billing_groups" ADD COLUMN     "seller_id" UUID;
