-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "file_hash" TEXT,
ADD COLUMN     "file_size" BIGINT;

-- Not compressed where they lie: that would take longer than all the rest of keeping a report, and bills are compressed already.
ALTER TABLE "file_parts" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
