-- CreateTable
CREATE TABLE "activities" (
    "id" UUID NOT NULL,
    "ref" SERIAL NOT NULL,
    "key" TEXT,
    "type" TEXT NOT NULL,
    "subject_type" TEXT,
    "subject_id" UUID,
    "customer_id" UUID,
    "about" TEXT,
    "description" TEXT NOT NULL,
    "contact" TEXT,
    "start_on" DATE,
    "estimated_on" DATE,
    "expected_on" DATE,
    "services" JSONB NOT NULL DEFAULT '[]',
    "unit" TEXT,
    "assignee_id" TEXT,
    "attendees" JSONB NOT NULL DEFAULT '[]',
    "state" TEXT NOT NULL DEFAULT 'open',
    "remind_on" DATE,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_note" TEXT,

    CONSTRAINT "activities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "ref" SERIAL NOT NULL,
    "gateway" TEXT NOT NULL,
    "gateway_subscription" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "customer_id" UUID,
    "license_id" UUID,
    "reported_customer" TEXT NOT NULL,
    "reported_name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'retrying',
    "state_before" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_decline" TEXT,
    "last_reason" TEXT,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "next_attempt_on" DATE,
    "failed_on" DATE,
    "deadline_on" DATE,
    "snoozed_until" DATE,
    "snoozed_days" INTEGER NOT NULL DEFAULT 0,
    "contacts" INTEGER NOT NULL DEFAULT 0,
    "last_contact" TEXT,
    "contacted_at" TIMESTAMPTZ(3),
    "card_updated_on" DATE,
    "next_action_on" DATE,
    "has_message" BOOLEAN NOT NULL DEFAULT false,
    "import_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "state_by" TEXT NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_attempts" (
    "gateway" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "import_id" UUID NOT NULL,
    "gateway_subscription" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "outcome" TEXT NOT NULL,
    "decline" TEXT,
    "reason" TEXT,
    "card_brand" TEXT,
    "card_last4" TEXT,
    "next_attempt_on" DATE,
    "number" INTEGER,

    CONSTRAINT "payment_attempts_pkey" PRIMARY KEY ("gateway","transaction_id")
);

-- CreateTable
CREATE TABLE "report_imports" (
    "id" UUID NOT NULL,
    "gateway" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "slack_file_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "run" UUID,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "rows" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "known" INTEGER NOT NULL DEFAULT 0,
    "opened" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "recovered" INTEGER NOT NULL DEFAULT 0,
    "unmatched" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,
    "header" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "contact_name" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "address" TEXT,
    "currency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 0,
    "edited_by" TEXT,
    "edited_at" TIMESTAMPTZ(3),
    "erased_by" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_customers" (
    "gateway" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,

    CONSTRAINT "gateway_customers_pkey" PRIMARY KEY ("gateway","reference")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "customer_id" UUID,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slack_file_id" TEXT,
    "url" TEXT,
    "location" TEXT,
    "mime_type" TEXT,
    "size" INTEGER,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoices" (
    "id" UUID NOT NULL,
    "ref" SERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "blocks" TEXT,
    "currency" TEXT NOT NULL,
    "net" BIGINT NOT NULL,
    "tax_rate" INTEGER NOT NULL DEFAULT 0,
    "tax" BIGINT NOT NULL DEFAULT 0,
    "amount" BIGINT NOT NULL,
    "paid" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "picked_up" TEXT NOT NULL DEFAULT 'nothing',
    "external_number" TEXT,
    "sent_on" DATE,
    "sent_by" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "filed_by" TEXT,
    "filed_at" TIMESTAMPTZ(3),
    "permission_on" DATE,
    "permission_by" TEXT,
    "permission_at" TIMESTAMPTZ(3),
    "permission_how" TEXT,
    "paid_at" TIMESTAMPTZ(3),
    "voided_by" TEXT,
    "voided_at" TIMESTAMPTZ(3),
    "void_reason" TEXT,
    "presented_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "licenses" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "product" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "expires_on" DATE NOT NULL,
    "period_months" INTEGER NOT NULL DEFAULT 12,
    "gateway" TEXT,
    "gateway_subscription" TEXT,
    "lapse_notice_on" DATE,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "licenses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "expiry_actions" (
    "id" UUID NOT NULL,
    "license_id" UUID NOT NULL,
    "case_id" UUID,
    "payment_id" UUID,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "wait_until" DATE,
    "is_expired" BOOLEAN NOT NULL DEFAULT false,
    "forceful" BOOLEAN NOT NULL DEFAULT false,
    "new_expires_on" DATE,
    "cause" TEXT NOT NULL,
    "has_message" BOOLEAN NOT NULL DEFAULT true,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "expiry_actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "projects" (
    "id" UUID NOT NULL,
    "ref" SERIAL NOT NULL,
    "customer_id" UUID NOT NULL,
    "playbook_key" TEXT NOT NULL,
    "playbook" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'active',
    "stage" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "manager_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "hardware_text" TEXT,
    "target_go_live_on" DATE,
    "eta_on" DATE,
    "go_live_on" DATE,
    "went_live_on" DATE,
    "state_reason" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "projects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handoffs" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "turn" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "desk" TEXT[],
    "state" TEXT NOT NULL DEFAULT 'open',
    "came_from" TEXT,
    "came_by" TEXT NOT NULL,
    "reason" TEXT,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "assignee_id" TEXT,
    "touched_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,
    "returned_to" TEXT,
    "remind_on" DATE,

    CONSTRAINT "handoffs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticks" (
    "project_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "ticked" BOOLEAN NOT NULL,
    "value" TEXT,
    "reopened" INTEGER,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticks_pkey" PRIMARY KEY ("project_id","stage","item")
);

-- CreateTable
CREATE TABLE "gate_overrides" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "gate" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,

    CONSTRAINT "gate_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "acknowledgements" (
    "project_id" UUID NOT NULL,
    "desk" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "acknowledgements_pkey" PRIMARY KEY ("project_id","desk")
);

-- CreateTable
CREATE TABLE "hardware_orders" (
    "project_id" UUID NOT NULL,
    "reviewed_by" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "ordered_by" TEXT,
    "ordered_at" TIMESTAMPTZ(3),
    "reference" TEXT,

    CONSTRAINT "hardware_orders_pkey" PRIMARY KEY ("project_id")
);

-- CreateTable
CREATE TABLE "project_notes" (
    "id" UUID NOT NULL,
    "key" TEXT,
    "project_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "project_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "key" TEXT,
    "customer_id" UUID NOT NULL,
    "invoice_id" UUID,
    "subject_type" TEXT,
    "subject_id" UUID,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "method" TEXT NOT NULL,
    "reference" TEXT,
    "received_on" DATE NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "reversed_by" TEXT,
    "reversed_at" TIMESTAMPTZ(3),
    "reversal_reason" TEXT,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "is_deactivated" BOOLEAN NOT NULL DEFAULT false,
    "is_guest" BOOLEAN NOT NULL DEFAULT false,
    "is_stranger" BOOLEAN NOT NULL DEFAULT false,
    "is_bot" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_members" (
    "role" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'direct',

    CONSTRAINT "role_members_pkey" PRIMARY KEY ("role","user_id","source")
);

-- CreateTable
CREATE TABLE "role_groups" (
    "role" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,

    CONSTRAINT "role_groups_pkey" PRIMARY KEY ("role","group_id")
);

-- CreateTable
CREATE TABLE "role_channels" (
    "role" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_private" BOOLEAN NOT NULL DEFAULT false,
    "problem" TEXT,
    "tested_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_channels_pkey" PRIMARY KEY ("role")
);

-- CreateTable
CREATE TABLE "policies" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "inbox" (
    "key" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "message_slots" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "part" TEXT,
    "role" TEXT,
    "lane" TEXT NOT NULL,
    "channel" TEXT,
    "ts" TEXT,
    "wanted" INTEGER NOT NULL DEFAULT 1,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "seq" BIGINT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reposts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "tried_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_slots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posts" (
    "id" UUID NOT NULL,
    "key" TEXT,
    "seq" BIGSERIAL NOT NULL,
    "lane" TEXT NOT NULL,
    "role" TEXT,
    "slot_id" UUID,
    "thread_ts" TEXT,
    "payload" JSONB NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "channel" TEXT,
    "ts" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tried_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lanes" (
    "id" TEXT NOT NULL,
    "leased_by" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "channel" TEXT,
    "last_ts" TEXT,
    "held_reason" TEXT,
    "held_since" TIMESTAMPTZ(3),

    CONSTRAINT "lanes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_limits" (
    "key" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "since" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "job_slots" (
    "job" TEXT NOT NULL,
    "slot_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'due',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_by" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "job_slots_pkey" PRIMARY KEY ("job","slot_at")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "customer_id" UUID,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_unsealed" (
    "id" BIGINT NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seals" (
    "id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "ids" BIGINT[],
    "leaves" BYTEA NOT NULL,
    "root" TEXT NOT NULL,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_seals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscriptions" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "subject_type" TEXT,
    "subject_id" UUID,
    "currency" TEXT NOT NULL,
    "coverage" TEXT,
    "sla" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_items" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "description" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_amount" BIGINT NOT NULL,

    CONSTRAINT "subscription_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recurring_templates" (
    "id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "next_on" DATE NOT NULL,
    "armed" BOOLEAN NOT NULL DEFAULT false,
    "armed_by" TEXT,
    "armed_at" TIMESTAMPTZ(3),
    "credit_amount" BIGINT,
    "credit_rule" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recurring_templates_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "activities_ref_key" ON "activities"("ref");

-- CreateIndex
CREATE UNIQUE INDEX "activities_key_key" ON "activities"("key");

-- CreateIndex
CREATE INDEX "activities_customer_id_idx" ON "activities"("customer_id");

-- CreateIndex
CREATE INDEX "activities_subject_type_subject_id_idx" ON "activities"("subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "cases_ref_key" ON "cases"("ref");

-- CreateIndex
CREATE INDEX "cases_customer_id_idx" ON "cases"("customer_id");

-- CreateIndex
CREATE INDEX "cases_import_id_ref_idx" ON "cases"("import_id", "ref");

-- CreateIndex
CREATE UNIQUE INDEX "cases_gateway_gateway_subscription_period_key" ON "cases"("gateway", "gateway_subscription", "period");

-- CreateIndex
CREATE INDEX "payment_attempts_gateway_gateway_subscription_period_idx" ON "payment_attempts"("gateway", "gateway_subscription", "period");

-- CreateIndex
CREATE UNIQUE INDEX "customers_name_key_key" ON "customers"("name_key");

-- CreateIndex
CREATE INDEX "gateway_customers_customer_id_idx" ON "gateway_customers"("customer_id");

-- CreateIndex
CREATE INDEX "documents_subject_type_subject_id_idx" ON "documents"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "documents_customer_id_idx" ON "documents"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_ref_key" ON "invoices"("ref");

-- CreateIndex
CREATE INDEX "invoices_subject_type_subject_id_idx" ON "invoices"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "invoices_customer_id_idx" ON "invoices"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "licenses_key_key" ON "licenses"("key");

-- CreateIndex
CREATE INDEX "licenses_customer_id_idx" ON "licenses"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "licenses_gateway_gateway_subscription_key" ON "licenses"("gateway", "gateway_subscription");

-- CreateIndex
CREATE UNIQUE INDEX "expiry_actions_payment_id_key" ON "expiry_actions"("payment_id");

-- CreateIndex
CREATE INDEX "expiry_actions_license_id_idx" ON "expiry_actions"("license_id");

-- CreateIndex
CREATE INDEX "expiry_actions_case_id_idx" ON "expiry_actions"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_ref_key" ON "projects"("ref");

-- CreateIndex
CREATE INDEX "projects_customer_id_idx" ON "projects"("customer_id");

-- CreateIndex
CREATE INDEX "projects_owner_id_idx" ON "projects"("owner_id");

-- CreateIndex
CREATE INDEX "projects_manager_id_idx" ON "projects"("manager_id");

-- CreateIndex
CREATE INDEX "handoffs_assignee_id_idx" ON "handoffs"("assignee_id");

-- CreateIndex
CREATE UNIQUE INDEX "handoffs_project_id_turn_key" ON "handoffs"("project_id", "turn");

-- CreateIndex
CREATE INDEX "gate_overrides_project_id_idx" ON "gate_overrides"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_notes_key_key" ON "project_notes"("key");

-- CreateIndex
CREATE INDEX "project_notes_project_id_idx" ON "project_notes"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_key_key" ON "payments"("key");

-- CreateIndex
CREATE INDEX "payments_invoice_id_idx" ON "payments"("invoice_id");

-- CreateIndex
CREATE INDEX "payments_customer_id_idx" ON "payments"("customer_id");

-- CreateIndex
CREATE INDEX "payments_subject_type_subject_id_idx" ON "payments"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "role_members_user_id_idx" ON "role_members"("user_id");

-- CreateIndex
CREATE INDEX "inbox_received_at_idx" ON "inbox"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_slots_key_key" ON "message_slots"("key");

-- CreateIndex
CREATE INDEX "message_slots_channel_ts_idx" ON "message_slots"("channel", "ts");

-- CreateIndex
CREATE INDEX "message_slots_kind_subject_id_idx" ON "message_slots"("kind", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "posts_key_key" ON "posts"("key");

-- CreateIndex
CREATE INDEX "posts_slot_id_idx" ON "posts"("slot_id");

-- CreateIndex
CREATE INDEX "audit_log_subject_type_subject_id_id_idx" ON "audit_log"("subject_type", "subject_id", "id");

-- CreateIndex
CREATE INDEX "audit_log_customer_id_id_idx" ON "audit_log"("customer_id", "id");

-- CreateIndex
CREATE INDEX "subscriptions_customer_id_idx" ON "subscriptions"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_subject_type_subject_id_key" ON "subscriptions"("subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "subscription_items_subscription_id_idx" ON "subscription_items"("subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "recurring_templates_subscription_id_key" ON "recurring_templates"("subscription_id");

-- AddForeignKey
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticks" ADD CONSTRAINT "ticks_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gate_overrides" ADD CONSTRAINT "gate_overrides_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "acknowledgements" ADD CONSTRAINT "acknowledgements_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hardware_orders" ADD CONSTRAINT "hardware_orders_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_notes" ADD CONSTRAINT "project_notes_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "invoices"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_items" ADD CONSTRAINT "subscription_items_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recurring_templates" ADD CONSTRAINT "recurring_templates_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


ALTER TABLE activities ADD CONSTRAINT activities_somebody CHECK (unit IS NOT NULL OR assignee_id IS NOT NULL);
ALTER TABLE activities ADD CONSTRAINT activities_state CHECK (state IN ('open', 'completed', 'cancelled'));
CREATE INDEX activities_remind_open ON activities (remind_on, id) WHERE state = 'open';
CREATE INDEX activities_assignee_open ON activities (assignee_id) WHERE state = 'open';
CREATE INDEX activities_unit_open ON activities (unit) WHERE state = 'open' AND assignee_id IS NULL;

-- cases: what the daily sweep looks at; settled cases are not in it.
CREATE INDEX cases_due ON cases (next_action_on, id) WHERE next_action_on IS NOT NULL;
-- cases: lists of what waits (Home, panels).
CREATE INDEX cases_waiting ON cases (opened_at, id) WHERE state IN ('retrying', 'failed', 'advised');
-- cases: unmatched ones of a gateway's customer, linked together.
CREATE INDEX cases_unmatched ON cases (gateway, reported_customer) WHERE customer_id IS NULL;
ALTER TABLE cases ADD CONSTRAINT cases_state CHECK (state IN ('retrying', 'failed', 'advised', 'expired', 'recovered'));
ALTER TABLE cases ADD CONSTRAINT cases_due_while_open CHECK (next_action_on IS NULL OR state IN ('retrying', 'failed'));
ALTER TABLE payment_attempts ADD CONSTRAINT payment_attempts_outcome CHECK (outcome IN ('failed', 'approved'));
CREATE INDEX report_imports_open ON report_imports (requested_at) WHERE state IN ('queued', 'running');
-- payment_attempts: identifiers are compared by their bytes, which sorts and merges them several times faster.
ALTER TABLE payment_attempts ALTER COLUMN transaction_id TYPE text COLLATE "C";
ALTER TABLE payment_attempts ALTER COLUMN gateway_subscription TYPE text COLLATE "C";

ALTER TABLE customers ADD CONSTRAINT customers_name CHECK (length(name) BETWEEN 1 AND 400);

ALTER TABLE documents ADD CONSTRAINT documents_somewhere CHECK (slack_file_id IS NOT NULL OR location IS NOT NULL);

CREATE UNIQUE INDEX invoices_subject_kind ON invoices (subject_type, subject_id, kind) WHERE state <> 'void';
ALTER TABLE invoices ADD CONSTRAINT invoices_sum CHECK (amount = net + tax AND net > 0 AND tax >= 0);
ALTER TABLE invoices ADD CONSTRAINT invoices_paid CHECK (paid >= 0 AND paid <= amount);
ALTER TABLE invoices ADD CONSTRAINT invoices_state CHECK (
  state IN ('void', 'uncollectible')
  OR state = CASE WHEN paid >= amount THEN 'paid' WHEN sent_at IS NOT NULL THEN 'open' ELSE 'draft' END);

-- licenses: what the daily lapse notice looks at.
CREATE INDEX licenses_lapsing ON licenses (expires_on, id) WHERE policy = 'manual' AND state = 'active' AND lapse_notice_on IS NULL;
-- expiry_actions: what waits for Support; at most one open request to expire a license.
CREATE INDEX expiry_actions_open ON expiry_actions (requested_at, id) WHERE state = 'open';
CREATE UNIQUE INDEX expiry_actions_one_expire ON expiry_actions (license_id) WHERE state = 'open' AND kind = 'expire';
ALTER TABLE licenses ADD CONSTRAINT licenses_state CHECK (state IN ('active', 'expired'));
ALTER TABLE licenses ADD CONSTRAINT licenses_policy CHECK (policy IN ('manual', 'automatic'));
ALTER TABLE expiry_actions ADD CONSTRAINT expiry_actions_kind CHECK (kind IN ('expire', 'move_date'));
ALTER TABLE expiry_actions ADD CONSTRAINT expiry_actions_state CHECK (state IN ('open', 'confirmed', 'refused', 'withdrawn'));

-- handoffs: what the morning's reminder reads; decided ones have no reminder and are not in it.
CREATE INDEX handoffs_due ON handoffs (remind_on, id) WHERE state = 'open' AND remind_on IS NOT NULL;
-- gate_overrides: one request at a time waits at a gate.
CREATE UNIQUE INDEX gate_overrides_one_request ON gate_overrides (project_id, gate) WHERE state = 'requested';
ALTER TABLE gate_overrides ADD CONSTRAINT gate_overrides_state CHECK (state IN ('requested', 'approved', 'declined', 'withdrawn'));
ALTER TABLE gate_overrides ADD CONSTRAINT gate_overrides_kind CHECK (kind IN ('purchase_agreement', 'expedite', 'other'));
ALTER TABLE gate_overrides ADD CONSTRAINT gate_overrides_decided CHECK ((state = 'requested') = (decided_at IS NULL));
ALTER TABLE hardware_orders ADD CONSTRAINT hardware_orders_order CHECK (ordered_at IS NULL OR reviewed_at IS NOT NULL);

-- At most one desk has a project's folder.
CREATE UNIQUE INDEX handoffs_one_open ON handoffs (project_id) WHERE state = 'open';
-- What lies at the desks: lists and Home. Decided turns are not in them.
CREATE INDEX handoffs_open_since ON handoffs (opened_at, id) WHERE state = 'open';
CREATE INDEX handoffs_open_desk ON handoffs USING gin (desk) WHERE state = 'open';
CREATE INDEX handoffs_open_assignee ON handoffs (assignee_id) WHERE state = 'open';
ALTER TABLE handoffs ADD CONSTRAINT handoffs_state CHECK (state IN ('open', 'approved', 'returned', 'undone', 'cancelled'));
ALTER TABLE handoffs ADD CONSTRAINT handoffs_decided CHECK ((state = 'open') = (decided_at IS NULL));
ALTER TABLE handoffs ADD CONSTRAINT handoffs_reminded_while_open CHECK (remind_on IS NULL OR state = 'open');
ALTER TABLE projects ADD CONSTRAINT projects_state CHECK (state IN ('active', 'on_hold', 'cancelled', 'closed'));
ALTER TABLE projects ADD CONSTRAINT projects_ended CHECK ((state IN ('cancelled', 'closed')) = (ended_at IS NOT NULL));

CREATE UNIQUE INDEX payments_same ON payments (invoice_id, method, lower(reference)) WHERE reversed_at IS NULL AND reference IS NOT NULL;
ALTER TABLE payments ADD CONSTRAINT payments_amount CHECK (amount > 0);
ALTER TABLE payments ADD CONSTRAINT payments_method CHECK (method IN ('check', 'card', 'eft', 'money_order'));

-- Delivery: only what is unsent is in these indexes, so that looking for work costs what is due.
CREATE INDEX posts_unsent ON posts (lane, priority, seq) WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX posts_parked ON posts (seq) WHERE state = 'parked';
CREATE INDEX message_slots_unposted ON message_slots (lane, priority, seq) WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown');
CREATE INDEX message_slots_stale ON message_slots (priority, seq) WHERE ts IS NOT NULL AND state IN ('pending', 'sending');
CREATE INDEX message_slots_parked ON message_slots (seq) WHERE state = 'parked';
CREATE INDEX lanes_held ON lanes (id) WHERE held_reason IS NOT NULL;
CREATE INDEX job_slots_open ON job_slots (job, slot_at) WHERE state IN ('due', 'running');
CREATE INDEX job_slots_settled ON job_slots (slot_at) WHERE state IN ('done', 'skipped', 'failed');

ALTER TABLE posts ADD CONSTRAINT posts_state CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'parked', 'dropped'));
ALTER TABLE message_slots ADD CONSTRAINT message_slots_state CHECK (state IN ('pending', 'sending', 'unknown', 'idle', 'parked'));
ALTER TABLE job_slots ADD CONSTRAINT job_slots_state CHECK (state IN ('due', 'running', 'done', 'failed', 'skipped'));

-- The audit log only grows: no row of it or of its seals is ever changed. Which rows are still to be sealed stands in
-- audit_unsealed, whichever way they were written.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_seals_no_change BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE FUNCTION note_unsealed_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (id) SELECT id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_log_unsealed AFTER INSERT ON audit_log REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION note_unsealed_audit();
-- 32 random-looking bytes a row do not compress; don't try.
ALTER TABLE audit_seals ALTER COLUMN leaves SET STORAGE EXTERNAL;

ALTER TABLE subscription_items ADD CONSTRAINT subscription_items_quantity CHECK (quantity > 0 AND unit_amount >= 0);
ALTER TABLE recurring_templates ADD CONSTRAINT recurring_templates_armed CHECK (armed = (armed_at IS NOT NULL));
