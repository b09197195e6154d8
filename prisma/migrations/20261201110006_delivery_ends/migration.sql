-- AlterTable
ALTER TABLE "lanes" ADD COLUMN     "taken_at" TIMESTAMPTZ(3),
ADD COLUMN     "updates_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "message_slots" ADD COLUMN     "last_try" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "people" ADD COLUMN     "described_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "customer_id" UUID,
ADD COLUMN     "last_try" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "role_groups" ADD COLUMN     "problem" TEXT;
