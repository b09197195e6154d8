-- CreateTable
CREATE TABLE "report_mappings" (
    "gateway" TEXT NOT NULL,
    "header" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "mapped_by" TEXT NOT NULL,
    "mapped_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_mappings_pkey" PRIMARY KEY ("gateway","header")
);
