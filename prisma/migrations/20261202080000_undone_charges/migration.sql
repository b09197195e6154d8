-- AlterTable
ALTER TABLE "activities" ADD COLUMN     "planned_services" JSONB;

-- AlterTable
ALTER TABLE "subscription_items" ADD COLUMN     "cause_id" UUID;
