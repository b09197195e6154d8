-- AlterTable
ALTER TABLE "handoffs" ADD COLUMN     "blocked_by" TEXT[];
