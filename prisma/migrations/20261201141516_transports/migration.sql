-- AlterTable
ALTER TABLE "delivery_limits" ADD COLUMN     "transport" TEXT NOT NULL DEFAULT 'slack';

-- AlterTable
ALTER TABLE "lanes" ADD COLUMN     "transport" TEXT NOT NULL DEFAULT 'slack';

-- AlterTable
ALTER TABLE "message_slots" ADD COLUMN     "transport" TEXT NOT NULL DEFAULT 'slack';

-- AlterTable
ALTER TABLE "posts" ADD COLUMN     "next_at" TIMESTAMPTZ(3),
ADD COLUMN     "transport" TEXT NOT NULL DEFAULT 'slack';
