-- CreateTable
CREATE TABLE "license_restorations" (
    "id" UUID NOT NULL,
    "license_id" UUID NOT NULL,
    "restored_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "license_restorations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "license_restorations_license_id_idx" ON "license_restorations"("license_id");

-- Of whom nobody was told yet.
CREATE INDEX license_restorations_untold ON license_restorations (restored_at) WHERE ended_at IS NULL;
