-- CreateTable
CREATE TABLE "link_keys" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_keys_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "page_links" (
    "subject" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "page_links_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "customer_words" (
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT,
    "promised_on" DATE,
    "address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_words_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "customer_words_subject_type_subject_id_idx" ON "customer_words"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "customer_words_customer_id_idx" ON "customer_words"("customer_id");
