-- CreateTable
CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "is_preview" BOOLEAN NOT NULL DEFAULT false,
    "cursor" JSONB,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "progress" JSONB,
    "told" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "problem" TEXT,
    "lease" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "taken_up_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "is_shown" BOOLEAN NOT NULL DEFAULT false,
    "cancelled_by" TEXT,
    "started_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_parked_items" (
    "run_id" UUID NOT NULL,
    "item" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "parked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_parked_items_pkey" PRIMARY KEY ("run_id","item")
);

-- What waits or is under way; what has ended costs nothing.
CREATE INDEX runs_open ON runs (started_at, id) WHERE state IN ('queued', 'running');
