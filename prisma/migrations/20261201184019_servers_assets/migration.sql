-- CreateTable
CREATE TABLE "servers" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "address" TEXT,
    "comments" TEXT NOT NULL DEFAULT '',
    "retired_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "checked_by" TEXT,
    "problem" TEXT,
    "synced_at" TIMESTAMPTZ(3),
    "synced_by" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "servers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assets" (
    "id" UUID NOT NULL,
    "server_id" UUID NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'list',
    "listed_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "site" TEXT NOT NULL DEFAULT '',
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "assets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "asset_assignments" (
    "id" UUID NOT NULL,
    "asset_id" UUID NOT NULL,
    "group_id" UUID,
    "first_on" DATE NOT NULL,
    "last_on" DATE,
    "is_free" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_by" TEXT,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "asset_assignments_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "servers_name_key_key" ON "servers"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "assets_server_id_listed_id_key" ON "assets"("server_id", "listed_id");

-- CreateIndex
CREATE INDEX "asset_assignments_asset_id_idx" ON "asset_assignments"("asset_id");

-- CreateIndex
CREATE INDEX "asset_assignments_group_id_idx" ON "asset_assignments"("group_id");

-- AddForeignKey
ALTER TABLE "assets" ADD CONSTRAINT "assets_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "asset_assignments" ADD CONSTRAINT "asset_assignments_asset_id_fkey" FOREIGN KEY ("asset_id") REFERENCES "assets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "asset_assignments" ADD CONSTRAINT "asset_assignments_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "billing_groups"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE asset_assignments ADD CONSTRAINT asset_assignments_days CHECK (last_on IS NULL OR last_on >= first_on);
-- What nobody is billed for is not free besides.
ALTER TABLE asset_assignments ADD CONSTRAINT asset_assignments_parked CHECK (group_id IS NOT NULL OR NOT is_free);
