-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "booked_on" DATE,
ADD COLUMN     "reversal_booked_on" DATE;
