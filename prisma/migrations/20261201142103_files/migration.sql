-- CreateTable
CREATE TABLE "files" (
    "hash" TEXT NOT NULL,
    "parts_id" UUID NOT NULL,
    "size" BIGINT NOT NULL,
    "kept_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "files_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "file_parts" (
    "parts_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "file_parts_pkey" PRIMARY KEY ("parts_id","number")
);

-- CreateTable
CREATE TABLE "file_needs" (
    "owner" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "file_needs_pkey" PRIMARY KEY ("owner","hash")
);

-- CreateIndex
CREATE INDEX "file_needs_hash_idx" ON "file_needs"("hash");

-- AddForeignKey
ALTER TABLE "file_needs" ADD CONSTRAINT "file_needs_hash_fkey" FOREIGN KEY ("hash") REFERENCES "files"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
