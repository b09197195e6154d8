-- How a seller's papers look, and where they can be paid online.
ALTER TABLE "sellers" ADD COLUMN "colour" TEXT,
ADD COLUMN "logo_hash" TEXT,
ADD COLUMN "logo_type" TEXT,
ADD COLUMN "pay_url" TEXT;
