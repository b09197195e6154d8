-- CreateTable
CREATE TABLE "unit_counts" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "units" INTEGER NOT NULL,
    "entered_by" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_back_by" TEXT,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "unit_counts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "unit_counts_subscription_id_idx" ON "unit_counts"("subscription_id");

-- AddForeignKey
ALTER TABLE "unit_counts" ADD CONSTRAINT "unit_counts_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE unit_counts ADD CONSTRAINT unit_counts_units CHECK (units >= 0 AND first_on <= last_on);
