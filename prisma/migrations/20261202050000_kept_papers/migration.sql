CREATE TABLE "kept_papers" (
  "subject" TEXT NOT NULL,
  "customer_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "kept_by" TEXT NOT NULL,
  "kept_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "kept_papers_pkey" PRIMARY KEY ("subject")
);
CREATE INDEX "kept_papers_customer_id_idx" ON "kept_papers"("customer_id");
