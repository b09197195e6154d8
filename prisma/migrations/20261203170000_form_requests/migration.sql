-- CreateTable
CREATE TABLE "form_requests" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "form" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "answers" JSONB NOT NULL,
    "accepted" TEXT[],
    "expires_on" DATE NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "returned_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "reason" TEXT,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "form_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "form_requests_project_id_idx" ON "form_requests"("project_id");

-- CreateIndex
CREATE INDEX "form_requests_customer_id_idx" ON "form_requests"("customer_id");
