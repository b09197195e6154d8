-- AlterTable
ALTER TABLE "asset_assignments" ADD COLUMN     "decision" UUID,
ADD COLUMN     "taken_back_decision" UUID;
