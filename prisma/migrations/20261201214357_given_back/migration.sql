-- CreateTable
CREATE TABLE "given_back" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "asset_id" UUID,
    "period_first" DATE NOT NULL,
    "period_last" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "given_back_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "given_back_item_id_idx" ON "given_back"("item_id");

ALTER TABLE given_back ADD CONSTRAINT given_back_amount CHECK (amount > 0);
