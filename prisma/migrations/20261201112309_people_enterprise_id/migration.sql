-- AlterTable
ALTER TABLE "people" ADD COLUMN     "enterprise_id" TEXT;

-- CreateIndex
CREATE INDEX "people_enterprise_id_idx" ON "people"("enterprise_id");
