CREATE TABLE "journal_exports" (
    "id" UUID NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "shape" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3),

    CONSTRAINT "journal_exports_pkey" PRIMARY KEY ("id")
);

-- Of the same days, fields and format one that holds.
CREATE UNIQUE INDEX journal_exports_held ON journal_exports (first_on, last_on, shape) WHERE opened_at IS NULL;
