-- CreateTable
CREATE TABLE "past_schedules" (
    "template_id" UUID NOT NULL,
    "first_on" DATE NOT NULL,
    "last_on" DATE NOT NULL,
    "months" INTEGER NOT NULL,
    "anchor_on" DATE,
    "in_arrears" BOOLEAN NOT NULL,
    "days_ahead" INTEGER NOT NULL,
    "ended_by" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "past_schedules_pkey" PRIMARY KEY ("template_id","first_on")
);

-- AddForeignKey
ALTER TABLE "past_schedules" ADD CONSTRAINT "past_schedules_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "recurring_templates"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
