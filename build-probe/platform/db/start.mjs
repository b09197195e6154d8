var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name3 in all)
    __defProp(target, name3, { get: all[name3], enumerable: true });
};

// src/core/errors.ts
var UserError, FieldErrors, NotAllowed, Conflict, NotFound, GatewayError;
var init_errors = __esm({
  "src/core/errors.ts"() {
    "use strict";
    UserError = class extends Error {
      name = "UserError";
      code = "user_error";
    };
    FieldErrors = class extends UserError {
      name = "FieldErrors";
      code = "field_errors";
      fields;
      constructor(fields2, message2) {
        super(message2 ?? `Please correct: ${Object.values(fields2).join(" ")}`);
        this.fields = fields2;
      }
    };
    NotAllowed = class extends Error {
      name = "NotAllowed";
      code = "not_allowed";
    };
    Conflict = class extends Error {
      name = "Conflict";
      code = "conflict";
    };
    NotFound = class extends Error {
      name = "NotFound";
      code = "not_found";
      what;
      /** @param what the noun for the person, e.g. "project" */
      constructor(what, message2 = `This ${what} doesn't exist any more.`) {
        super(message2);
        this.what = what;
      }
    };
    GatewayError = class extends Error {
      name = "GatewayError";
      code = "gateway_error";
      service;
      retryable;
      ambiguous;
      constructor(message2, details3) {
        super(message2, details3.cause === void 0 ? void 0 : { cause: details3.cause });
        this.service = details3.service;
        this.retryable = details3.retryable;
        this.ambiguous = details3.ambiguous;
      }
    };
  }
});

// src/generated/prisma/enums.ts
var init_enums = __esm({
  "src/generated/prisma/enums.ts"() {
    "use strict";
  }
});

// src/generated/prisma/internal/class.ts
import * as runtime from "@prisma/client/runtime/client";
async function decodeBase64AsWasm(wasmBase64) {
  const { Buffer: Buffer2 } = await import("node:buffer");
  const wasmArray = Buffer2.from(wasmBase64, "base64");
  return new WebAssembly.Module(wasmArray);
}
function getPrismaClientClass() {
  return runtime.getPrismaClient(config);
}
var config;
var init_class = __esm({
  "src/generated/prisma/internal/class.ts"() {
    "use strict";
    config = {
      "previewFeatures": [],
      "clientVersion": "7.10.0",
      "engineVersion": "0edf323efd1d98336f3f0a68684b56f689b900d3",
      "activeProvider": "postgresql",
      "inlineSchema": 'model Activity {\n  id          String    @id @db.Uuid\n  ref         Int       @unique @default(autoincrement())\n  key         String?   @unique\n  type        String\n  subjectType String?   @map("subject_type")\n  subjectId   String?   @map("subject_id") @db.Uuid\n  customerId  String?   @map("customer_id") @db.Uuid\n  /// What it is about, in words, where there is no subject.\n  about       String?\n  description String\n  contact     String?\n  startOn     DateTime? @map("start_on") @db.Date\n  estimatedOn DateTime? @map("estimated_on") @db.Date\n  expectedOn  DateTime? @map("expected_on") @db.Date\n  /// [{ description, amount?: { amount: minor units as text, currency } }]\n  services    Json      @default("[]")\n  unit        String?\n  assigneeId  String?   @map("assignee_id")\n  attendees   Json      @default("[]")\n  state       String    @default("open")\n  /// The next day on which it is overdue and its people are reminded.\n  remindOn    DateTime? @map("remind_on") @db.Date\n  createdBy   String    @map("created_by")\n  createdAt   DateTime  @map("created_at") @db.Timestamptz(3)\n  endedBy     String?   @map("ended_by")\n  endedAt     DateTime? @map("ended_at") @db.Timestamptz(3)\n  endNote     String?   @map("end_note")\n\n  @@index([customerId])\n  @@index([subjectType, subjectId])\n  @@map("activities")\n}\n\n/// Everything that happens to one failed charge until it is recovered or expired (COL-0).\nmodel CollectionCase {\n  id                  String    @id @db.Uuid\n  ref                 Int       @unique @default(autoincrement())\n  gateway             String\n  gatewaySubscription String    @map("gateway_subscription")\n  period              String\n  customerId          String?   @map("customer_id") @db.Uuid\n  licenseId           String?   @map("license_id") @db.Uuid\n  reportedCustomer    String    @map("reported_customer")\n  reportedName        String    @map("reported_name")\n  currency            String\n  amount              BigInt\n  state               String    @default("retrying")\n  /// What it was before it was recovered, for when that payment is reversed.\n  stateBefore         String?   @map("state_before")\n  attempts            Int       @default(0)\n  lastAttemptAt       DateTime? @map("last_attempt_at") @db.Timestamptz(3)\n  lastDecline         String?   @map("last_decline")\n  lastReason          String?   @map("last_reason")\n  cardBrand           String?   @map("card_brand")\n  cardLast4           String?   @map("card_last4")\n  nextAttemptOn       DateTime? @map("next_attempt_on") @db.Date\n  failedOn            DateTime? @map("failed_on") @db.Date\n  deadlineOn          DateTime? @map("deadline_on") @db.Date\n  snoozedUntil        DateTime? @map("snoozed_until") @db.Date\n  snoozedDays         Int       @default(0) @map("snoozed_days")\n  contacts            Int       @default(0)\n  lastContact         String?   @map("last_contact")\n  contactedAt         DateTime? @map("contacted_at") @db.Timestamptz(3)\n  cardUpdatedOn       DateTime? @map("card_updated_on") @db.Date\n  /// When the sweep looks at it next; null while nothing is due on any day.\n  nextActionOn        DateTime? @map("next_action_on") @db.Date\n  hasMessage          Boolean   @default(false) @map("has_message")\n  importId            String?   @map("import_id") @db.Uuid\n  openedAt            DateTime  @map("opened_at") @db.Timestamptz(3)\n  /// Who brought it into its state, and when.\n  stateBy             String    @map("state_by")\n  stateAt             DateTime  @map("state_at") @db.Timestamptz(3)\n\n  @@unique([gateway, gatewaySubscription, period])\n  @@index([customerId])\n  @@index([importId, ref])\n  @@map("cases")\n}\n\n/// One try to charge a card, identified by the gateway\'s transaction id. It belongs to the case of its subscription and\n/// period, which may be opened later: an approval can arrive before the failures it mends.\nmodel PaymentAttempt {\n  gateway             String\n  transactionId       String    @map("transaction_id")\n  importId            String    @map("import_id") @db.Uuid\n  gatewaySubscription String    @map("gateway_subscription")\n  period              String\n  at                  DateTime  @db.Timestamptz(3)\n  currency            String\n  amount              BigInt\n  outcome             String\n  decline             String?\n  reason              String?\n  cardBrand           String?   @map("card_brand")\n  cardLast4           String?   @map("card_last4")\n  nextAttemptOn       DateTime? @map("next_attempt_on") @db.Date\n  number              Int?\n\n  @@id([gateway, transactionId])\n  @@index([gateway, gatewaySubscription, period])\n  @@map("payment_attempts")\n}\n\n/// One imported Recurring Billing Report. The lease is in the database\'s own time.\nmodel ReportImport {\n  id          String    @id @db.Uuid\n  gateway     String\n  fileName    String    @map("file_name")\n  slackFileId String?   @map("slack_file_id")\n  state       String    @default("queued")\n  run         String?   @db.Uuid\n  runs        Int       @default(0)\n  leaseUntil  DateTime? @map("lease_until") @db.Timestamptz(3)\n  rows        Int       @default(0)\n  added       Int       @default(0)\n  known       Int       @default(0)\n  opened      Int       @default(0)\n  updated     Int       @default(0)\n  recovered   Int       @default(0)\n  unmatched   Int       @default(0)\n  problem     String?\n  requestedBy String    @map("requested_by")\n  requestedAt DateTime  @map("requested_at") @db.Timestamptz(3)\n  endedAt     DateTime? @map("ended_at") @db.Timestamptz(3)\n\n  @@map("report_imports")\n}\n\nmodel Customer {\n  id          String    @id @db.Uuid\n  name        String\n  nameKey     String    @unique @map("name_key")\n  contactName String?   @map("contact_name")\n  email       String?\n  phone       String?\n  address     String?\n  currency    String\n  timeZone    String    @map("time_zone")\n  language    String    @default("en")\n  active      Boolean   @default(true)\n  /// Counts the edits, so that two people editing at once don\'t overwrite one another.\n  version     Int       @default(0)\n  editedBy    String?   @map("edited_by")\n  editedAt    DateTime? @map("edited_at") @db.Timestamptz(3)\n  createdBy   String    @map("created_by")\n  createdAt   DateTime  @map("created_at") @db.Timestamptz(3)\n\n  @@map("customers")\n}\n\n/// How a payment gateway names a customer.\nmodel GatewayCustomer {\n  gateway    String\n  reference  String\n  customerId String @map("customer_id") @db.Uuid\n\n  @@id([gateway, reference])\n  @@index([customerId])\n  @@map("gateway_customers")\n}\n\n/// A file of a project, invoice or customer: held by Slack (slackFileId) or kept elsewhere (location).\nmodel Document {\n  id          String   @id @db.Uuid\n  subjectType String   @map("subject_type")\n  subjectId   String   @map("subject_id") @db.Uuid\n  customerId  String?  @map("customer_id") @db.Uuid\n  kind        String\n  name        String\n  slackFileId String?  @map("slack_file_id")\n  url         String?\n  location    String?\n  mimeType    String?  @map("mime_type")\n  size        Int?\n  addedBy     String   @map("added_by")\n  addedAt     DateTime @map("added_at") @db.Timestamptz(3)\n\n  @@index([subjectType, subjectId])\n  @@index([customerId])\n  @@map("documents")\n}\n\n/// Amounts are minor units; amount = net + tax. Of a subject and kind, one that is not void (partial unique index in the migration).\nmodel Invoice {\n  id             String    @id @db.Uuid\n  ref            Int       @unique @default(autoincrement())\n  customerId     String    @map("customer_id") @db.Uuid\n  subjectType    String    @map("subject_type")\n  subjectId      String    @map("subject_id") @db.Uuid\n  kind           String\n  label          String\n  /// What stays shut until it is paid, for people.\n  blocks         String?\n  currency       String\n  net            BigInt\n  /// Basis points: 825 is 8.25 %.\n  taxRate        Int       @default(0) @map("tax_rate")\n  tax            BigInt    @default(0)\n  amount         BigInt\n  paid           BigInt    @default(0)\n  state          String    @default("draft")\n  pickedUp       String    @default("nothing") @map("picked_up")\n  externalNumber String?   @map("external_number")\n  sentOn         DateTime? @map("sent_on") @db.Date\n  sentBy         String?   @map("sent_by")\n  sentAt         DateTime? @map("sent_at") @db.Timestamptz(3)\n  filedBy        String?   @map("filed_by")\n  filedAt        DateTime? @map("filed_at") @db.Timestamptz(3)\n  permissionOn   DateTime? @map("permission_on") @db.Date\n  permissionBy   String?   @map("permission_by")\n  permissionAt   DateTime? @map("permission_at") @db.Timestamptz(3)\n  permissionHow  String?   @map("permission_how")\n  paidAt         DateTime? @map("paid_at") @db.Timestamptz(3)\n  voidedBy       String?   @map("voided_by")\n  voidedAt       DateTime? @map("voided_at") @db.Timestamptz(3)\n  voidReason     String?   @map("void_reason")\n  /// Since when accounting has its message; before that it is a plan.\n  presentedAt    DateTime? @map("presented_at") @db.Timestamptz(3)\n  createdAt      DateTime  @map("created_at") @db.Timestamptz(3)\n  payments       Payment[]\n\n  @@index([subjectType, subjectId])\n  @@index([customerId])\n  @@map("invoices")\n}\n\n/// A product right with an expiry date. policy: manual | automatic (DOMAIN \xA70).\nmodel License {\n  id                  String    @id @db.Uuid\n  customerId          String    @map("customer_id") @db.Uuid\n  product             String\n  policy              String\n  key                 String    @unique\n  state               String    @default("active")\n  expiresOn           DateTime  @map("expires_on") @db.Date\n  periodMonths        Int       @default(12) @map("period_months")\n  gateway             String?\n  gatewaySubscription String?   @map("gateway_subscription")\n  /// When accounting and Support were told that this expiry date comes near; null again when the date moves.\n  lapseNoticeOn       DateTime? @map("lapse_notice_on") @db.Date\n  createdBy           String    @map("created_by")\n  createdAt           DateTime  @map("created_at") @db.Timestamptz(3)\n\n  @@unique([gateway, gatewaySubscription])\n  @@index([customerId])\n  @@map("licenses")\n}\n\n/// The task for Support: expire a license, or move its expiry date.\nmodel ExpiryAction {\n  id           String    @id @db.Uuid\n  licenseId    String    @map("license_id") @db.Uuid\n  caseId       String?   @map("case_id") @db.Uuid\n  paymentId    String?   @unique @map("payment_id") @db.Uuid\n  kind         String\n  state        String    @default("open")\n  waitUntil    DateTime? @map("wait_until") @db.Date\n  isExpired    Boolean   @default(false) @map("is_expired")\n  forceful     Boolean   @default(false)\n  newExpiresOn DateTime? @map("new_expires_on") @db.Date\n  cause        String\n  hasMessage   Boolean   @default(true) @map("has_message")\n  requestedBy  String    @map("requested_by")\n  requestedAt  DateTime  @map("requested_at") @db.Timestamptz(3)\n  endedBy      String?   @map("ended_by")\n  endedAt      DateTime? @map("ended_at") @db.Timestamptz(3)\n  endReason    String?   @map("end_reason")\n\n  @@index([licenseId])\n  @@index([caseId])\n  @@map("expiry_actions")\n}\n\n/// The onboarding of one customer: the folder that is handed from desk to desk.\nmodel Project {\n  id             String            @id @db.Uuid\n  ref            Int               @unique @default(autoincrement())\n  customerId     String            @map("customer_id") @db.Uuid\n  playbookKey    String            @map("playbook_key")\n  /// The playbook as it was when the project began: editing the file changes later projects only.\n  playbook       Json\n  state          String            @default("active")\n  stage          String\n  ownerId        String            @map("owner_id")\n  managerId      String            @map("manager_id")\n  currency       String\n  /// What hardware is wanted, in sales\' words.\n  hardwareText   String?           @map("hardware_text")\n  targetGoLiveOn DateTime?         @map("target_go_live_on") @db.Date\n  etaOn          DateTime?         @map("eta_on") @db.Date\n  goLiveOn       DateTime?         @map("go_live_on") @db.Date\n  wentLiveOn     DateTime?         @map("went_live_on") @db.Date\n  stateReason    String?           @map("state_reason")\n  createdBy      String            @map("created_by")\n  createdAt      DateTime          @map("created_at") @db.Timestamptz(3)\n  endedAt        DateTime?         @map("ended_at") @db.Timestamptz(3)\n  handoffs       Handoff[]\n  ticks          Tick[]\n  overrides      GateOverride[]\n  acks           Acknowledgement[]\n  hardware       HardwareOrder?\n  notes          ProjectNote[]\n\n  @@index([customerId])\n  @@index([ownerId])\n  @@index([managerId])\n  @@map("projects")\n}\n\n/// One desk\'s turn. At most one is open per project (partial unique index in the migration).\nmodel Handoff {\n  id             String    @id @db.Uuid\n  projectId      String    @map("project_id") @db.Uuid\n  turn           Int\n  stage          String\n  /// The stage\'s roles, for finding what waits at a desk.\n  desk           String[]\n  state          String    @default("open")\n  cameFrom       String?   @map("came_from")\n  cameBy         String    @map("came_by")\n  reason         String?\n  openedBy       String    @map("opened_by")\n  openedAt       DateTime  @map("opened_at") @db.Timestamptz(3)\n  assigneeId     String?   @map("assignee_id")\n  touchedAt      DateTime? @map("touched_at") @db.Timestamptz(3)\n  decidedBy      String?   @map("decided_by")\n  decidedAt      DateTime? @map("decided_at") @db.Timestamptz(3)\n  decisionReason String?   @map("decision_reason")\n  returnedTo     String?   @map("returned_to")\n  remindOn       DateTime? @map("remind_on") @db.Date\n  project        Project   @relation(fields: [projectId], references: [id])\n\n  @@unique([projectId, turn])\n  @@index([assigneeId])\n  @@map("handoffs")\n}\n\nmodel Tick {\n  projectId String   @map("project_id") @db.Uuid\n  stage     String\n  item      String\n  ticked    Boolean\n  value     String?\n  /// The turn that re-opened it by a return; an undone return sets it again.\n  reopened  Int?\n  by        String\n  at        DateTime @db.Timestamptz(3)\n  project   Project  @relation(fields: [projectId], references: [id])\n\n  @@id([projectId, stage, item])\n  @@map("ticks")\n}\n\nmodel GateOverride {\n  id             String    @id @db.Uuid\n  projectId      String    @map("project_id") @db.Uuid\n  gate           String\n  kind           String\n  reason         String\n  state          String\n  requestedBy    String    @map("requested_by")\n  requestedAt    DateTime  @map("requested_at") @db.Timestamptz(3)\n  decidedBy      String?   @map("decided_by")\n  decidedAt      DateTime? @map("decided_at") @db.Timestamptz(3)\n  decisionReason String?   @map("decision_reason")\n  project        Project   @relation(fields: [projectId], references: [id])\n\n  @@index([projectId])\n  @@map("gate_overrides")\n}\n\nmodel Acknowledgement {\n  projectId String   @map("project_id") @db.Uuid\n  desk      String\n  by        String\n  at        DateTime @db.Timestamptz(3)\n  project   Project  @relation(fields: [projectId], references: [id])\n\n  @@id([projectId, desk])\n  @@map("acknowledgements")\n}\n\nmodel HardwareOrder {\n  projectId  String    @id @map("project_id") @db.Uuid\n  reviewedBy String?   @map("reviewed_by")\n  reviewedAt DateTime? @map("reviewed_at") @db.Timestamptz(3)\n  orderedBy  String?   @map("ordered_by")\n  orderedAt  DateTime? @map("ordered_at") @db.Timestamptz(3)\n  reference  String?\n  project    Project   @relation(fields: [projectId], references: [id])\n\n  @@map("hardware_orders")\n}\n\nmodel ProjectNote {\n  id        String   @id @db.Uuid\n  key       String?  @unique\n  projectId String   @map("project_id") @db.Uuid\n  text      String\n  by        String\n  at        DateTime @db.Timestamptz(3)\n  project   Project  @relation(fields: [projectId], references: [id])\n\n  @@index([projectId])\n  @@map("project_notes")\n}\n\n/// Money received. Never changed; a mistake is reversed with a reason.\nmodel Payment {\n  id             String    @id @db.Uuid\n  key            String?   @unique\n  customerId     String    @map("customer_id") @db.Uuid\n  invoiceId      String?   @map("invoice_id") @db.Uuid\n  subjectType    String?   @map("subject_type")\n  subjectId      String?   @map("subject_id") @db.Uuid\n  currency       String\n  amount         BigInt\n  method         String\n  reference      String?\n  receivedOn     DateTime  @map("received_on") @db.Date\n  recordedBy     String    @map("recorded_by")\n  recordedAt     DateTime  @map("recorded_at") @db.Timestamptz(3)\n  reversedBy     String?   @map("reversed_by")\n  reversedAt     DateTime? @map("reversed_at") @db.Timestamptz(3)\n  reversalReason String?   @map("reversal_reason")\n  invoice        Invoice?  @relation(fields: [invoiceId], references: [id])\n\n  @@index([invoiceId])\n  @@index([customerId])\n  @@index([subjectType, subjectId])\n  @@map("payments")\n}\n\ngenerator client {\n  provider            = "prisma-client"\n  output              = "../../src/generated/prisma"\n  runtime             = "nodejs"\n  moduleFormat        = "esm"\n  importFileExtension = "ts"\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n\n/// Somebody in the workspace, as Slack last described them. The id is Slack\'s.\nmodel Person {\n  id            String   @id\n  name          String\n  timeZone      String   @map("time_zone")\n  isDeactivated Boolean  @default(false) @map("is_deactivated")\n  isGuest       Boolean  @default(false) @map("is_guest")\n  isStranger    Boolean  @default(false) @map("is_stranger")\n  isBot         Boolean  @default(false) @map("is_bot")\n  updatedAt     DateTime @map("updated_at") @db.Timestamptz(3)\n\n  @@map("people")\n}\n\n/// source is "direct" or the id of the Slack user group the membership comes from.\nmodel RoleMember {\n  role   String\n  userId String @map("user_id")\n  source String @default("direct")\n\n  @@id([role, userId, source])\n  @@index([userId])\n  @@map("role_members")\n}\n\nmodel RoleGroup {\n  role    String\n  groupId String @map("group_id")\n\n  @@id([role, groupId])\n  @@map("role_groups")\n}\n\nmodel RoleChannel {\n  role      String    @id\n  channelId String    @map("channel_id")\n  name      String\n  isPrivate Boolean   @default(false) @map("is_private")\n  problem   String?\n  testedAt  DateTime? @map("tested_at") @db.Timestamptz(3)\n\n  @@map("role_channels")\n}\n\nmodel Policy {\n  key       String   @id\n  value     Json\n  updatedBy String   @map("updated_by")\n  updatedAt DateTime @map("updated_at") @db.Timestamptz(3)\n\n  @@map("policies")\n}\n\n/// Requests and events that were already carried out (Slack may send them twice).\nmodel Inbox {\n  key        String   @id\n  receivedAt DateTime @default(now()) @map("received_at") @db.Timestamptz(3)\n\n  @@index([receivedAt])\n  @@map("inbox")\n}\n\n/// A root message that lives: rendered from current state whenever wanted > sent.\n/// state: pending, sending, unknown (first post of unknown outcome), idle, parked.\nmodel MessageSlot {\n  id        String    @id @db.Uuid\n  /// kind:subjectId[:part]\n  key       String    @unique\n  kind      String\n  subjectId String    @map("subject_id") @db.Uuid\n  part      String?\n  role      String?\n  /// The channel (or user) it belongs to; `role:<role>` while that role has no channel.\n  lane      String\n  /// Where Slack put it: differs from the lane for direct messages.\n  channel   String?\n  ts        String?\n  wanted    Int       @default(1)\n  sent      Int       @default(0)\n  /// From posts_seq_seq: slots and posts of a lane have one order.\n  seq       BigInt\n  priority  Int       @default(0)\n  state     String    @default("pending")\n  attempts  Int       @default(0)\n  /// How often it was posted anew because somebody deleted it.\n  reposts   Int       @default(0)\n  nextAt    DateTime? @map("next_at") @db.Timestamptz(3)\n  triedAt   DateTime? @map("tried_at") @db.Timestamptz(3)\n  problem   String?\n  createdAt DateTime  @map("created_at") @db.Timestamptz(3)\n\n  @@index([channel, ts])\n  @@index([kind, subjectId])\n  @@map("message_slots")\n}\n\n/// A message that happens once. state: pending, sending, sent, unknown, parked, dropped.\nmodel Post {\n  id        String    @id @db.Uuid\n  key       String?   @unique\n  seq       BigInt    @default(autoincrement())\n  lane      String\n  role      String?\n  slotId    String?   @map("slot_id") @db.Uuid\n  /// The thread it was sent to, written before it is sent.\n  threadTs  String?   @map("thread_ts")\n  payload   Json\n  priority  Int       @default(0)\n  state     String    @default("pending")\n  channel   String?\n  ts        String?\n  attempts  Int       @default(0)\n  triedAt   DateTime? @map("tried_at") @db.Timestamptz(3)\n  sentAt    DateTime? @map("sent_at") @db.Timestamptz(3)\n  problem   String?\n  createdAt DateTime  @map("created_at") @db.Timestamptz(3)\n\n  @@index([slotId])\n  @@map("posts")\n}\n\n/// One conversation: what is posted to it keeps its order. Leases and pacing use the machine\'s time.\nmodel Lane {\n  id         String    @id\n  leasedBy   String?   @map("leased_by")\n  leaseUntil DateTime? @map("lease_until") @db.Timestamptz(3)\n  /// Nothing is posted earlier (pacing, Retry-After, backing off).\n  nextAt     DateTime? @map("next_at") @db.Timestamptz(3)\n  failures   Int       @default(0)\n  /// The conversation\'s id as Slack answered, and the ts of the last message known to be there.\n  channel    String?\n  lastTs     String?   @map("last_ts")\n  heldReason String?   @map("held_reason")\n  heldSince  DateTime? @map("held_since") @db.Timestamptz(3)\n\n  @@map("lanes")\n}\n\n/// What restrains delivery as a whole: `hold`, `pause`, and the budget of a Slack method (`chat.update`).\nmodel DeliveryLimit {\n  key    String    @id\n  until  DateTime? @db.Timestamptz(3)\n  reason String?\n  since  DateTime? @db.Timestamptz(3)\n\n  @@map("delivery_limits")\n}\n\n/// One due time of one job; unique, so that many replicas run it once.\n/// state: due, running, done, failed (given up), skipped (a later slot took its place).\nmodel JobSlot {\n  job        String\n  slotAt     DateTime  @map("slot_at") @db.Timestamptz(3)\n  state      String    @default("due")\n  attempts   Int       @default(0)\n  leasedBy   String?   @map("leased_by")\n  leaseUntil DateTime? @map("lease_until") @db.Timestamptz(3)\n  nextAt     DateTime? @map("next_at") @db.Timestamptz(3)\n  startedAt  DateTime? @map("started_at") @db.Timestamptz(3)\n  endedAt    DateTime? @map("ended_at") @db.Timestamptz(3)\n  problem    String?\n\n  @@id([job, slotAt])\n  @@map("job_slots")\n}\n\nmodel AuditEntry {\n  id          BigInt   @id @default(autoincrement())\n  at          DateTime @db.Timestamptz(3)\n  actor       String\n  requestId   String?  @map("request_id")\n  action      String\n  subjectType String   @map("subject_type")\n  subjectId   String   @map("subject_id")\n  customerId  String?  @map("customer_id") @db.Uuid\n  before      Json?\n  after       Json?\n  reason      String?\n  sealId      BigInt?  @map("seal_id")\n\n  @@index([subjectType, subjectId, id])\n  @@index([customerId, id])\n  @@map("audit_log")\n}\n\n/// Seals number without gaps. `ids` and `leaves` (32 bytes each, same order) tell which row was touched.\nmodel AuditSeal {\n  id       BigInt   @id\n  at       DateTime @db.Timestamptz(3)\n  count    Int\n  ids      BigInt[]\n  leaves   Bytes\n  root     String\n  previous String\n  hash     String\n\n  @@map("audit_seals")\n}\n\nmodel Subscription {\n  id          String             @id @db.Uuid\n  customerId  String             @map("customer_id") @db.Uuid\n  subjectType String?            @map("subject_type")\n  subjectId   String?            @map("subject_id") @db.Uuid\n  currency    String\n  coverage    String?\n  sla         String?\n  state       String             @default("active")\n  createdBy   String             @map("created_by")\n  createdAt   DateTime           @map("created_at") @db.Timestamptz(3)\n  items       SubscriptionItem[]\n  template    RecurringTemplate?\n\n  @@unique([subjectType, subjectId])\n  @@index([customerId])\n  @@map("subscriptions")\n}\n\nmodel SubscriptionItem {\n  id             String       @id @db.Uuid\n  subscriptionId String       @map("subscription_id") @db.Uuid\n  description    String\n  quantity       Int\n  unitAmount     BigInt       @map("unit_amount")\n  subscription   Subscription @relation(fields: [subscriptionId], references: [id])\n\n  @@index([subscriptionId])\n  @@map("subscription_items")\n}\n\n/// The armed-or-not instruction that creates future invoices.\nmodel RecurringTemplate {\n  id             String       @id @db.Uuid\n  subscriptionId String       @unique @map("subscription_id") @db.Uuid\n  amount         BigInt\n  currency       String\n  nextOn         DateTime     @map("next_on") @db.Date\n  armed          Boolean      @default(false)\n  armedBy        String?      @map("armed_by")\n  armedAt        DateTime?    @map("armed_at") @db.Timestamptz(3)\n  creditAmount   BigInt?      @map("credit_amount")\n  creditRule     String?      @map("credit_rule")\n  createdAt      DateTime     @map("created_at") @db.Timestamptz(3)\n  subscription   Subscription @relation(fields: [subscriptionId], references: [id])\n\n  @@map("recurring_templates")\n}\n',
      "runtimeDataModel": {
        "models": {},
        "enums": {},
        "types": {}
      },
      "parameterizationSchema": {
        "strings": [],
        "graph": ""
      }
    };
    config.runtimeDataModel = JSON.parse('{"models":{"Activity":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"ref","kind":"scalar","type":"Int"},{"name":"key","kind":"scalar","type":"String"},{"name":"type","kind":"scalar","type":"String"},{"name":"subjectType","kind":"scalar","type":"String","dbName":"subject_type"},{"name":"subjectId","kind":"scalar","type":"String","dbName":"subject_id"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"about","kind":"scalar","type":"String"},{"name":"description","kind":"scalar","type":"String"},{"name":"contact","kind":"scalar","type":"String"},{"name":"startOn","kind":"scalar","type":"DateTime","dbName":"start_on"},{"name":"estimatedOn","kind":"scalar","type":"DateTime","dbName":"estimated_on"},{"name":"expectedOn","kind":"scalar","type":"DateTime","dbName":"expected_on"},{"name":"services","kind":"scalar","type":"Json"},{"name":"unit","kind":"scalar","type":"String"},{"name":"assigneeId","kind":"scalar","type":"String","dbName":"assignee_id"},{"name":"attendees","kind":"scalar","type":"Json"},{"name":"state","kind":"scalar","type":"String"},{"name":"remindOn","kind":"scalar","type":"DateTime","dbName":"remind_on"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"endedBy","kind":"scalar","type":"String","dbName":"ended_by"},{"name":"endedAt","kind":"scalar","type":"DateTime","dbName":"ended_at"},{"name":"endNote","kind":"scalar","type":"String","dbName":"end_note"}],"dbName":"activities","schema":null},"CollectionCase":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"ref","kind":"scalar","type":"Int"},{"name":"gateway","kind":"scalar","type":"String"},{"name":"gatewaySubscription","kind":"scalar","type":"String","dbName":"gateway_subscription"},{"name":"period","kind":"scalar","type":"String"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"licenseId","kind":"scalar","type":"String","dbName":"license_id"},{"name":"reportedCustomer","kind":"scalar","type":"String","dbName":"reported_customer"},{"name":"reportedName","kind":"scalar","type":"String","dbName":"reported_name"},{"name":"currency","kind":"scalar","type":"String"},{"name":"amount","kind":"scalar","type":"BigInt"},{"name":"state","kind":"scalar","type":"String"},{"name":"stateBefore","kind":"scalar","type":"String","dbName":"state_before"},{"name":"attempts","kind":"scalar","type":"Int"},{"name":"lastAttemptAt","kind":"scalar","type":"DateTime","dbName":"last_attempt_at"},{"name":"lastDecline","kind":"scalar","type":"String","dbName":"last_decline"},{"name":"lastReason","kind":"scalar","type":"String","dbName":"last_reason"},{"name":"cardBrand","kind":"scalar","type":"String","dbName":"card_brand"},{"name":"cardLast4","kind":"scalar","type":"String","dbName":"card_last4"},{"name":"nextAttemptOn","kind":"scalar","type":"DateTime","dbName":"next_attempt_on"},{"name":"failedOn","kind":"scalar","type":"DateTime","dbName":"failed_on"},{"name":"deadlineOn","kind":"scalar","type":"DateTime","dbName":"deadline_on"},{"name":"snoozedUntil","kind":"scalar","type":"DateTime","dbName":"snoozed_until"},{"name":"snoozedDays","kind":"scalar","type":"Int","dbName":"snoozed_days"},{"name":"contacts","kind":"scalar","type":"Int"},{"name":"lastContact","kind":"scalar","type":"String","dbName":"last_contact"},{"name":"contactedAt","kind":"scalar","type":"DateTime","dbName":"contacted_at"},{"name":"cardUpdatedOn","kind":"scalar","type":"DateTime","dbName":"card_updated_on"},{"name":"nextActionOn","kind":"scalar","type":"DateTime","dbName":"next_action_on"},{"name":"hasMessage","kind":"scalar","type":"Boolean","dbName":"has_message"},{"name":"importId","kind":"scalar","type":"String","dbName":"import_id"},{"name":"openedAt","kind":"scalar","type":"DateTime","dbName":"opened_at"},{"name":"stateBy","kind":"scalar","type":"String","dbName":"state_by"},{"name":"stateAt","kind":"scalar","type":"DateTime","dbName":"state_at"}],"dbName":"cases","schema":null},"PaymentAttempt":{"fields":[{"name":"gateway","kind":"scalar","type":"String"},{"name":"transactionId","kind":"scalar","type":"String","dbName":"transaction_id"},{"name":"importId","kind":"scalar","type":"String","dbName":"import_id"},{"name":"gatewaySubscription","kind":"scalar","type":"String","dbName":"gateway_subscription"},{"name":"period","kind":"scalar","type":"String"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"currency","kind":"scalar","type":"String"},{"name":"amount","kind":"scalar","type":"BigInt"},{"name":"outcome","kind":"scalar","type":"String"},{"name":"decline","kind":"scalar","type":"String"},{"name":"reason","kind":"scalar","type":"String"},{"name":"cardBrand","kind":"scalar","type":"String","dbName":"card_brand"},{"name":"cardLast4","kind":"scalar","type":"String","dbName":"card_last4"},{"name":"nextAttemptOn","kind":"scalar","type":"DateTime","dbName":"next_attempt_on"},{"name":"number","kind":"scalar","type":"Int"}],"dbName":"payment_attempts","schema":null},"ReportImport":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"gateway","kind":"scalar","type":"String"},{"name":"fileName","kind":"scalar","type":"String","dbName":"file_name"},{"name":"slackFileId","kind":"scalar","type":"String","dbName":"slack_file_id"},{"name":"state","kind":"scalar","type":"String"},{"name":"run","kind":"scalar","type":"String"},{"name":"runs","kind":"scalar","type":"Int"},{"name":"leaseUntil","kind":"scalar","type":"DateTime","dbName":"lease_until"},{"name":"rows","kind":"scalar","type":"Int"},{"name":"added","kind":"scalar","type":"Int"},{"name":"known","kind":"scalar","type":"Int"},{"name":"opened","kind":"scalar","type":"Int"},{"name":"updated","kind":"scalar","type":"Int"},{"name":"recovered","kind":"scalar","type":"Int"},{"name":"unmatched","kind":"scalar","type":"Int"},{"name":"problem","kind":"scalar","type":"String"},{"name":"requestedBy","kind":"scalar","type":"String","dbName":"requested_by"},{"name":"requestedAt","kind":"scalar","type":"DateTime","dbName":"requested_at"},{"name":"endedAt","kind":"scalar","type":"DateTime","dbName":"ended_at"}],"dbName":"report_imports","schema":null},"Customer":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"name","kind":"scalar","type":"String"},{"name":"nameKey","kind":"scalar","type":"String","dbName":"name_key"},{"name":"contactName","kind":"scalar","type":"String","dbName":"contact_name"},{"name":"email","kind":"scalar","type":"String"},{"name":"phone","kind":"scalar","type":"String"},{"name":"address","kind":"scalar","type":"String"},{"name":"currency","kind":"scalar","type":"String"},{"name":"timeZone","kind":"scalar","type":"String","dbName":"time_zone"},{"name":"language","kind":"scalar","type":"String"},{"name":"active","kind":"scalar","type":"Boolean"},{"name":"version","kind":"scalar","type":"Int"},{"name":"editedBy","kind":"scalar","type":"String","dbName":"edited_by"},{"name":"editedAt","kind":"scalar","type":"DateTime","dbName":"edited_at"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"}],"dbName":"customers","schema":null},"GatewayCustomer":{"fields":[{"name":"gateway","kind":"scalar","type":"String"},{"name":"reference","kind":"scalar","type":"String"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"}],"dbName":"gateway_customers","schema":null},"Document":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"subjectType","kind":"scalar","type":"String","dbName":"subject_type"},{"name":"subjectId","kind":"scalar","type":"String","dbName":"subject_id"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"kind","kind":"scalar","type":"String"},{"name":"name","kind":"scalar","type":"String"},{"name":"slackFileId","kind":"scalar","type":"String","dbName":"slack_file_id"},{"name":"url","kind":"scalar","type":"String"},{"name":"location","kind":"scalar","type":"String"},{"name":"mimeType","kind":"scalar","type":"String","dbName":"mime_type"},{"name":"size","kind":"scalar","type":"Int"},{"name":"addedBy","kind":"scalar","type":"String","dbName":"added_by"},{"name":"addedAt","kind":"scalar","type":"DateTime","dbName":"added_at"}],"dbName":"documents","schema":null},"Invoice":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"ref","kind":"scalar","type":"Int"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"subjectType","kind":"scalar","type":"String","dbName":"subject_type"},{"name":"subjectId","kind":"scalar","type":"String","dbName":"subject_id"},{"name":"kind","kind":"scalar","type":"String"},{"name":"label","kind":"scalar","type":"String"},{"name":"blocks","kind":"scalar","type":"String"},{"name":"currency","kind":"scalar","type":"String"},{"name":"net","kind":"scalar","type":"BigInt"},{"name":"taxRate","kind":"scalar","type":"Int","dbName":"tax_rate"},{"name":"tax","kind":"scalar","type":"BigInt"},{"name":"amount","kind":"scalar","type":"BigInt"},{"name":"paid","kind":"scalar","type":"BigInt"},{"name":"state","kind":"scalar","type":"String"},{"name":"pickedUp","kind":"scalar","type":"String","dbName":"picked_up"},{"name":"externalNumber","kind":"scalar","type":"String","dbName":"external_number"},{"name":"sentOn","kind":"scalar","type":"DateTime","dbName":"sent_on"},{"name":"sentBy","kind":"scalar","type":"String","dbName":"sent_by"},{"name":"sentAt","kind":"scalar","type":"DateTime","dbName":"sent_at"},{"name":"filedBy","kind":"scalar","type":"String","dbName":"filed_by"},{"name":"filedAt","kind":"scalar","type":"DateTime","dbName":"filed_at"},{"name":"permissionOn","kind":"scalar","type":"DateTime","dbName":"permission_on"},{"name":"permissionBy","kind":"scalar","type":"String","dbName":"permission_by"},{"name":"permissionAt","kind":"scalar","type":"DateTime","dbName":"permission_at"},{"name":"permissionHow","kind":"scalar","type":"String","dbName":"permission_how"},{"name":"paidAt","kind":"scalar","type":"DateTime","dbName":"paid_at"},{"name":"voidedBy","kind":"scalar","type":"String","dbName":"voided_by"},{"name":"voidedAt","kind":"scalar","type":"DateTime","dbName":"voided_at"},{"name":"voidReason","kind":"scalar","type":"String","dbName":"void_reason"},{"name":"presentedAt","kind":"scalar","type":"DateTime","dbName":"presented_at"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"payments","kind":"object","type":"Payment","relationName":"InvoiceToPayment"}],"dbName":"invoices","schema":null},"License":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"product","kind":"scalar","type":"String"},{"name":"policy","kind":"scalar","type":"String"},{"name":"key","kind":"scalar","type":"String"},{"name":"state","kind":"scalar","type":"String"},{"name":"expiresOn","kind":"scalar","type":"DateTime","dbName":"expires_on"},{"name":"periodMonths","kind":"scalar","type":"Int","dbName":"period_months"},{"name":"gateway","kind":"scalar","type":"String"},{"name":"gatewaySubscription","kind":"scalar","type":"String","dbName":"gateway_subscription"},{"name":"lapseNoticeOn","kind":"scalar","type":"DateTime","dbName":"lapse_notice_on"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"}],"dbName":"licenses","schema":null},"ExpiryAction":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"licenseId","kind":"scalar","type":"String","dbName":"license_id"},{"name":"caseId","kind":"scalar","type":"String","dbName":"case_id"},{"name":"paymentId","kind":"scalar","type":"String","dbName":"payment_id"},{"name":"kind","kind":"scalar","type":"String"},{"name":"state","kind":"scalar","type":"String"},{"name":"waitUntil","kind":"scalar","type":"DateTime","dbName":"wait_until"},{"name":"isExpired","kind":"scalar","type":"Boolean","dbName":"is_expired"},{"name":"forceful","kind":"scalar","type":"Boolean"},{"name":"newExpiresOn","kind":"scalar","type":"DateTime","dbName":"new_expires_on"},{"name":"cause","kind":"scalar","type":"String"},{"name":"hasMessage","kind":"scalar","type":"Boolean","dbName":"has_message"},{"name":"requestedBy","kind":"scalar","type":"String","dbName":"requested_by"},{"name":"requestedAt","kind":"scalar","type":"DateTime","dbName":"requested_at"},{"name":"endedBy","kind":"scalar","type":"String","dbName":"ended_by"},{"name":"endedAt","kind":"scalar","type":"DateTime","dbName":"ended_at"},{"name":"endReason","kind":"scalar","type":"String","dbName":"end_reason"}],"dbName":"expiry_actions","schema":null},"Project":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"ref","kind":"scalar","type":"Int"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"playbookKey","kind":"scalar","type":"String","dbName":"playbook_key"},{"name":"playbook","kind":"scalar","type":"Json"},{"name":"state","kind":"scalar","type":"String"},{"name":"stage","kind":"scalar","type":"String"},{"name":"ownerId","kind":"scalar","type":"String","dbName":"owner_id"},{"name":"managerId","kind":"scalar","type":"String","dbName":"manager_id"},{"name":"currency","kind":"scalar","type":"String"},{"name":"hardwareText","kind":"scalar","type":"String","dbName":"hardware_text"},{"name":"targetGoLiveOn","kind":"scalar","type":"DateTime","dbName":"target_go_live_on"},{"name":"etaOn","kind":"scalar","type":"DateTime","dbName":"eta_on"},{"name":"goLiveOn","kind":"scalar","type":"DateTime","dbName":"go_live_on"},{"name":"wentLiveOn","kind":"scalar","type":"DateTime","dbName":"went_live_on"},{"name":"stateReason","kind":"scalar","type":"String","dbName":"state_reason"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"endedAt","kind":"scalar","type":"DateTime","dbName":"ended_at"},{"name":"handoffs","kind":"object","type":"Handoff","relationName":"HandoffToProject"},{"name":"ticks","kind":"object","type":"Tick","relationName":"ProjectToTick"},{"name":"overrides","kind":"object","type":"GateOverride","relationName":"GateOverrideToProject"},{"name":"acks","kind":"object","type":"Acknowledgement","relationName":"AcknowledgementToProject"},{"name":"hardware","kind":"object","type":"HardwareOrder","relationName":"HardwareOrderToProject"},{"name":"notes","kind":"object","type":"ProjectNote","relationName":"ProjectToProjectNote"}],"dbName":"projects","schema":null},"Handoff":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"projectId","kind":"scalar","type":"String","dbName":"project_id"},{"name":"turn","kind":"scalar","type":"Int"},{"name":"stage","kind":"scalar","type":"String"},{"name":"desk","kind":"scalar","type":"String"},{"name":"state","kind":"scalar","type":"String"},{"name":"cameFrom","kind":"scalar","type":"String","dbName":"came_from"},{"name":"cameBy","kind":"scalar","type":"String","dbName":"came_by"},{"name":"reason","kind":"scalar","type":"String"},{"name":"openedBy","kind":"scalar","type":"String","dbName":"opened_by"},{"name":"openedAt","kind":"scalar","type":"DateTime","dbName":"opened_at"},{"name":"assigneeId","kind":"scalar","type":"String","dbName":"assignee_id"},{"name":"touchedAt","kind":"scalar","type":"DateTime","dbName":"touched_at"},{"name":"decidedBy","kind":"scalar","type":"String","dbName":"decided_by"},{"name":"decidedAt","kind":"scalar","type":"DateTime","dbName":"decided_at"},{"name":"decisionReason","kind":"scalar","type":"String","dbName":"decision_reason"},{"name":"returnedTo","kind":"scalar","type":"String","dbName":"returned_to"},{"name":"remindOn","kind":"scalar","type":"DateTime","dbName":"remind_on"},{"name":"project","kind":"object","type":"Project","relationName":"HandoffToProject"}],"dbName":"handoffs","schema":null},"Tick":{"fields":[{"name":"projectId","kind":"scalar","type":"String","dbName":"project_id"},{"name":"stage","kind":"scalar","type":"String"},{"name":"item","kind":"scalar","type":"String"},{"name":"ticked","kind":"scalar","type":"Boolean"},{"name":"value","kind":"scalar","type":"String"},{"name":"reopened","kind":"scalar","type":"Int"},{"name":"by","kind":"scalar","type":"String"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"project","kind":"object","type":"Project","relationName":"ProjectToTick"}],"dbName":"ticks","schema":null},"GateOverride":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"projectId","kind":"scalar","type":"String","dbName":"project_id"},{"name":"gate","kind":"scalar","type":"String"},{"name":"kind","kind":"scalar","type":"String"},{"name":"reason","kind":"scalar","type":"String"},{"name":"state","kind":"scalar","type":"String"},{"name":"requestedBy","kind":"scalar","type":"String","dbName":"requested_by"},{"name":"requestedAt","kind":"scalar","type":"DateTime","dbName":"requested_at"},{"name":"decidedBy","kind":"scalar","type":"String","dbName":"decided_by"},{"name":"decidedAt","kind":"scalar","type":"DateTime","dbName":"decided_at"},{"name":"decisionReason","kind":"scalar","type":"String","dbName":"decision_reason"},{"name":"project","kind":"object","type":"Project","relationName":"GateOverrideToProject"}],"dbName":"gate_overrides","schema":null},"Acknowledgement":{"fields":[{"name":"projectId","kind":"scalar","type":"String","dbName":"project_id"},{"name":"desk","kind":"scalar","type":"String"},{"name":"by","kind":"scalar","type":"String"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"project","kind":"object","type":"Project","relationName":"AcknowledgementToProject"}],"dbName":"acknowledgements","schema":null},"HardwareOrder":{"fields":[{"name":"projectId","kind":"scalar","type":"String","dbName":"project_id"},{"name":"reviewedBy","kind":"scalar","type":"String","dbName":"reviewed_by"},{"name":"reviewedAt","kind":"scalar","type":"DateTime","dbName":"reviewed_at"},{"name":"orderedBy","kind":"scalar","type":"String","dbName":"ordered_by"},{"name":"orderedAt","kind":"scalar","type":"DateTime","dbName":"ordered_at"},{"name":"reference","kind":"scalar","type":"String"},{"name":"project","kind":"object","type":"Project","relationName":"HardwareOrderToProject"}],"dbName":"hardware_orders","schema":null},"ProjectNote":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"key","kind":"scalar","type":"String"},{"name":"projectId","kind":"scalar","type":"String","dbName":"project_id"},{"name":"text","kind":"scalar","type":"String"},{"name":"by","kind":"scalar","type":"String"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"project","kind":"object","type":"Project","relationName":"ProjectToProjectNote"}],"dbName":"project_notes","schema":null},"Payment":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"key","kind":"scalar","type":"String"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"invoiceId","kind":"scalar","type":"String","dbName":"invoice_id"},{"name":"subjectType","kind":"scalar","type":"String","dbName":"subject_type"},{"name":"subjectId","kind":"scalar","type":"String","dbName":"subject_id"},{"name":"currency","kind":"scalar","type":"String"},{"name":"amount","kind":"scalar","type":"BigInt"},{"name":"method","kind":"scalar","type":"String"},{"name":"reference","kind":"scalar","type":"String"},{"name":"receivedOn","kind":"scalar","type":"DateTime","dbName":"received_on"},{"name":"recordedBy","kind":"scalar","type":"String","dbName":"recorded_by"},{"name":"recordedAt","kind":"scalar","type":"DateTime","dbName":"recorded_at"},{"name":"reversedBy","kind":"scalar","type":"String","dbName":"reversed_by"},{"name":"reversedAt","kind":"scalar","type":"DateTime","dbName":"reversed_at"},{"name":"reversalReason","kind":"scalar","type":"String","dbName":"reversal_reason"},{"name":"invoice","kind":"object","type":"Invoice","relationName":"InvoiceToPayment"}],"dbName":"payments","schema":null},"Person":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"name","kind":"scalar","type":"String"},{"name":"timeZone","kind":"scalar","type":"String","dbName":"time_zone"},{"name":"isDeactivated","kind":"scalar","type":"Boolean","dbName":"is_deactivated"},{"name":"isGuest","kind":"scalar","type":"Boolean","dbName":"is_guest"},{"name":"isStranger","kind":"scalar","type":"Boolean","dbName":"is_stranger"},{"name":"isBot","kind":"scalar","type":"Boolean","dbName":"is_bot"},{"name":"updatedAt","kind":"scalar","type":"DateTime","dbName":"updated_at"}],"dbName":"people","schema":null},"RoleMember":{"fields":[{"name":"role","kind":"scalar","type":"String"},{"name":"userId","kind":"scalar","type":"String","dbName":"user_id"},{"name":"source","kind":"scalar","type":"String"}],"dbName":"role_members","schema":null},"RoleGroup":{"fields":[{"name":"role","kind":"scalar","type":"String"},{"name":"groupId","kind":"scalar","type":"String","dbName":"group_id"}],"dbName":"role_groups","schema":null},"RoleChannel":{"fields":[{"name":"role","kind":"scalar","type":"String"},{"name":"channelId","kind":"scalar","type":"String","dbName":"channel_id"},{"name":"name","kind":"scalar","type":"String"},{"name":"isPrivate","kind":"scalar","type":"Boolean","dbName":"is_private"},{"name":"problem","kind":"scalar","type":"String"},{"name":"testedAt","kind":"scalar","type":"DateTime","dbName":"tested_at"}],"dbName":"role_channels","schema":null},"Policy":{"fields":[{"name":"key","kind":"scalar","type":"String"},{"name":"value","kind":"scalar","type":"Json"},{"name":"updatedBy","kind":"scalar","type":"String","dbName":"updated_by"},{"name":"updatedAt","kind":"scalar","type":"DateTime","dbName":"updated_at"}],"dbName":"policies","schema":null},"Inbox":{"fields":[{"name":"key","kind":"scalar","type":"String"},{"name":"receivedAt","kind":"scalar","type":"DateTime","dbName":"received_at"}],"dbName":"inbox","schema":null},"MessageSlot":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"key","kind":"scalar","type":"String"},{"name":"kind","kind":"scalar","type":"String"},{"name":"subjectId","kind":"scalar","type":"String","dbName":"subject_id"},{"name":"part","kind":"scalar","type":"String"},{"name":"role","kind":"scalar","type":"String"},{"name":"lane","kind":"scalar","type":"String"},{"name":"channel","kind":"scalar","type":"String"},{"name":"ts","kind":"scalar","type":"String"},{"name":"wanted","kind":"scalar","type":"Int"},{"name":"sent","kind":"scalar","type":"Int"},{"name":"seq","kind":"scalar","type":"BigInt"},{"name":"priority","kind":"scalar","type":"Int"},{"name":"state","kind":"scalar","type":"String"},{"name":"attempts","kind":"scalar","type":"Int"},{"name":"reposts","kind":"scalar","type":"Int"},{"name":"nextAt","kind":"scalar","type":"DateTime","dbName":"next_at"},{"name":"triedAt","kind":"scalar","type":"DateTime","dbName":"tried_at"},{"name":"problem","kind":"scalar","type":"String"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"}],"dbName":"message_slots","schema":null},"Post":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"key","kind":"scalar","type":"String"},{"name":"seq","kind":"scalar","type":"BigInt"},{"name":"lane","kind":"scalar","type":"String"},{"name":"role","kind":"scalar","type":"String"},{"name":"slotId","kind":"scalar","type":"String","dbName":"slot_id"},{"name":"threadTs","kind":"scalar","type":"String","dbName":"thread_ts"},{"name":"payload","kind":"scalar","type":"Json"},{"name":"priority","kind":"scalar","type":"Int"},{"name":"state","kind":"scalar","type":"String"},{"name":"channel","kind":"scalar","type":"String"},{"name":"ts","kind":"scalar","type":"String"},{"name":"attempts","kind":"scalar","type":"Int"},{"name":"triedAt","kind":"scalar","type":"DateTime","dbName":"tried_at"},{"name":"sentAt","kind":"scalar","type":"DateTime","dbName":"sent_at"},{"name":"problem","kind":"scalar","type":"String"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"}],"dbName":"posts","schema":null},"Lane":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"leasedBy","kind":"scalar","type":"String","dbName":"leased_by"},{"name":"leaseUntil","kind":"scalar","type":"DateTime","dbName":"lease_until"},{"name":"nextAt","kind":"scalar","type":"DateTime","dbName":"next_at"},{"name":"failures","kind":"scalar","type":"Int"},{"name":"channel","kind":"scalar","type":"String"},{"name":"lastTs","kind":"scalar","type":"String","dbName":"last_ts"},{"name":"heldReason","kind":"scalar","type":"String","dbName":"held_reason"},{"name":"heldSince","kind":"scalar","type":"DateTime","dbName":"held_since"}],"dbName":"lanes","schema":null},"DeliveryLimit":{"fields":[{"name":"key","kind":"scalar","type":"String"},{"name":"until","kind":"scalar","type":"DateTime"},{"name":"reason","kind":"scalar","type":"String"},{"name":"since","kind":"scalar","type":"DateTime"}],"dbName":"delivery_limits","schema":null},"JobSlot":{"fields":[{"name":"job","kind":"scalar","type":"String"},{"name":"slotAt","kind":"scalar","type":"DateTime","dbName":"slot_at"},{"name":"state","kind":"scalar","type":"String"},{"name":"attempts","kind":"scalar","type":"Int"},{"name":"leasedBy","kind":"scalar","type":"String","dbName":"leased_by"},{"name":"leaseUntil","kind":"scalar","type":"DateTime","dbName":"lease_until"},{"name":"nextAt","kind":"scalar","type":"DateTime","dbName":"next_at"},{"name":"startedAt","kind":"scalar","type":"DateTime","dbName":"started_at"},{"name":"endedAt","kind":"scalar","type":"DateTime","dbName":"ended_at"},{"name":"problem","kind":"scalar","type":"String"}],"dbName":"job_slots","schema":null},"AuditEntry":{"fields":[{"name":"id","kind":"scalar","type":"BigInt"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"actor","kind":"scalar","type":"String"},{"name":"requestId","kind":"scalar","type":"String","dbName":"request_id"},{"name":"action","kind":"scalar","type":"String"},{"name":"subjectType","kind":"scalar","type":"String","dbName":"subject_type"},{"name":"subjectId","kind":"scalar","type":"String","dbName":"subject_id"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"before","kind":"scalar","type":"Json"},{"name":"after","kind":"scalar","type":"Json"},{"name":"reason","kind":"scalar","type":"String"},{"name":"sealId","kind":"scalar","type":"BigInt","dbName":"seal_id"}],"dbName":"audit_log","schema":null},"AuditSeal":{"fields":[{"name":"id","kind":"scalar","type":"BigInt"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"count","kind":"scalar","type":"Int"},{"name":"ids","kind":"scalar","type":"BigInt"},{"name":"leaves","kind":"scalar","type":"Bytes"},{"name":"root","kind":"scalar","type":"String"},{"name":"previous","kind":"scalar","type":"String"},{"name":"hash","kind":"scalar","type":"String"}],"dbName":"audit_seals","schema":null},"Subscription":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"customerId","kind":"scalar","type":"String","dbName":"customer_id"},{"name":"subjectType","kind":"scalar","type":"String","dbName":"subject_type"},{"name":"subjectId","kind":"scalar","type":"String","dbName":"subject_id"},{"name":"currency","kind":"scalar","type":"String"},{"name":"coverage","kind":"scalar","type":"String"},{"name":"sla","kind":"scalar","type":"String"},{"name":"state","kind":"scalar","type":"String"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"items","kind":"object","type":"SubscriptionItem","relationName":"SubscriptionToSubscriptionItem"},{"name":"template","kind":"object","type":"RecurringTemplate","relationName":"RecurringTemplateToSubscription"}],"dbName":"subscriptions","schema":null},"SubscriptionItem":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"subscriptionId","kind":"scalar","type":"String","dbName":"subscription_id"},{"name":"description","kind":"scalar","type":"String"},{"name":"quantity","kind":"scalar","type":"Int"},{"name":"unitAmount","kind":"scalar","type":"BigInt","dbName":"unit_amount"},{"name":"subscription","kind":"object","type":"Subscription","relationName":"SubscriptionToSubscriptionItem"}],"dbName":"subscription_items","schema":null},"RecurringTemplate":{"fields":[{"name":"id","kind":"scalar","type":"String"},{"name":"subscriptionId","kind":"scalar","type":"String","dbName":"subscription_id"},{"name":"amount","kind":"scalar","type":"BigInt"},{"name":"currency","kind":"scalar","type":"String"},{"name":"nextOn","kind":"scalar","type":"DateTime","dbName":"next_on"},{"name":"armed","kind":"scalar","type":"Boolean"},{"name":"armedBy","kind":"scalar","type":"String","dbName":"armed_by"},{"name":"armedAt","kind":"scalar","type":"DateTime","dbName":"armed_at"},{"name":"creditAmount","kind":"scalar","type":"BigInt","dbName":"credit_amount"},{"name":"creditRule","kind":"scalar","type":"String","dbName":"credit_rule"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"subscription","kind":"object","type":"Subscription","relationName":"RecurringTemplateToSubscription"}],"dbName":"recurring_templates","schema":null}},"enums":{},"types":{}}');
    config.parameterizationSchema = {
      strings: JSON.parse('["where","Activity.findUnique","Activity.findUniqueOrThrow","orderBy","cursor","Activity.findFirst","Activity.findFirstOrThrow","Activity.findMany","data","Activity.createOne","Activity.createMany","Activity.createManyAndReturn","Activity.updateOne","Activity.updateMany","Activity.updateManyAndReturn","create","update","Activity.upsertOne","Activity.deleteOne","Activity.deleteMany","having","_count","_avg","_sum","_min","_max","Activity.groupBy","Activity.aggregate","CollectionCase.findUnique","CollectionCase.findUniqueOrThrow","CollectionCase.findFirst","CollectionCase.findFirstOrThrow","CollectionCase.findMany","CollectionCase.createOne","CollectionCase.createMany","CollectionCase.createManyAndReturn","CollectionCase.updateOne","CollectionCase.updateMany","CollectionCase.updateManyAndReturn","CollectionCase.upsertOne","CollectionCase.deleteOne","CollectionCase.deleteMany","CollectionCase.groupBy","CollectionCase.aggregate","PaymentAttempt.findUnique","PaymentAttempt.findUniqueOrThrow","PaymentAttempt.findFirst","PaymentAttempt.findFirstOrThrow","PaymentAttempt.findMany","PaymentAttempt.createOne","PaymentAttempt.createMany","PaymentAttempt.createManyAndReturn","PaymentAttempt.updateOne","PaymentAttempt.updateMany","PaymentAttempt.updateManyAndReturn","PaymentAttempt.upsertOne","PaymentAttempt.deleteOne","PaymentAttempt.deleteMany","PaymentAttempt.groupBy","PaymentAttempt.aggregate","ReportImport.findUnique","ReportImport.findUniqueOrThrow","ReportImport.findFirst","ReportImport.findFirstOrThrow","ReportImport.findMany","ReportImport.createOne","ReportImport.createMany","ReportImport.createManyAndReturn","ReportImport.updateOne","ReportImport.updateMany","ReportImport.updateManyAndReturn","ReportImport.upsertOne","ReportImport.deleteOne","ReportImport.deleteMany","ReportImport.groupBy","ReportImport.aggregate","Customer.findUnique","Customer.findUniqueOrThrow","Customer.findFirst","Customer.findFirstOrThrow","Customer.findMany","Customer.createOne","Customer.createMany","Customer.createManyAndReturn","Customer.updateOne","Customer.updateMany","Customer.updateManyAndReturn","Customer.upsertOne","Customer.deleteOne","Customer.deleteMany","Customer.groupBy","Customer.aggregate","GatewayCustomer.findUnique","GatewayCustomer.findUniqueOrThrow","GatewayCustomer.findFirst","GatewayCustomer.findFirstOrThrow","GatewayCustomer.findMany","GatewayCustomer.createOne","GatewayCustomer.createMany","GatewayCustomer.createManyAndReturn","GatewayCustomer.updateOne","GatewayCustomer.updateMany","GatewayCustomer.updateManyAndReturn","GatewayCustomer.upsertOne","GatewayCustomer.deleteOne","GatewayCustomer.deleteMany","GatewayCustomer.groupBy","GatewayCustomer.aggregate","Document.findUnique","Document.findUniqueOrThrow","Document.findFirst","Document.findFirstOrThrow","Document.findMany","Document.createOne","Document.createMany","Document.createManyAndReturn","Document.updateOne","Document.updateMany","Document.updateManyAndReturn","Document.upsertOne","Document.deleteOne","Document.deleteMany","Document.groupBy","Document.aggregate","invoice","payments","Invoice.findUnique","Invoice.findUniqueOrThrow","Invoice.findFirst","Invoice.findFirstOrThrow","Invoice.findMany","Invoice.createOne","Invoice.createMany","Invoice.createManyAndReturn","Invoice.updateOne","Invoice.updateMany","Invoice.updateManyAndReturn","Invoice.upsertOne","Invoice.deleteOne","Invoice.deleteMany","Invoice.groupBy","Invoice.aggregate","License.findUnique","License.findUniqueOrThrow","License.findFirst","License.findFirstOrThrow","License.findMany","License.createOne","License.createMany","License.createManyAndReturn","License.updateOne","License.updateMany","License.updateManyAndReturn","License.upsertOne","License.deleteOne","License.deleteMany","License.groupBy","License.aggregate","ExpiryAction.findUnique","ExpiryAction.findUniqueOrThrow","ExpiryAction.findFirst","ExpiryAction.findFirstOrThrow","ExpiryAction.findMany","ExpiryAction.createOne","ExpiryAction.createMany","ExpiryAction.createManyAndReturn","ExpiryAction.updateOne","ExpiryAction.updateMany","ExpiryAction.updateManyAndReturn","ExpiryAction.upsertOne","ExpiryAction.deleteOne","ExpiryAction.deleteMany","ExpiryAction.groupBy","ExpiryAction.aggregate","project","handoffs","ticks","overrides","acks","hardware","notes","Project.findUnique","Project.findUniqueOrThrow","Project.findFirst","Project.findFirstOrThrow","Project.findMany","Project.createOne","Project.createMany","Project.createManyAndReturn","Project.updateOne","Project.updateMany","Project.updateManyAndReturn","Project.upsertOne","Project.deleteOne","Project.deleteMany","Project.groupBy","Project.aggregate","Handoff.findUnique","Handoff.findUniqueOrThrow","Handoff.findFirst","Handoff.findFirstOrThrow","Handoff.findMany","Handoff.createOne","Handoff.createMany","Handoff.createManyAndReturn","Handoff.updateOne","Handoff.updateMany","Handoff.updateManyAndReturn","Handoff.upsertOne","Handoff.deleteOne","Handoff.deleteMany","Handoff.groupBy","Handoff.aggregate","Tick.findUnique","Tick.findUniqueOrThrow","Tick.findFirst","Tick.findFirstOrThrow","Tick.findMany","Tick.createOne","Tick.createMany","Tick.createManyAndReturn","Tick.updateOne","Tick.updateMany","Tick.updateManyAndReturn","Tick.upsertOne","Tick.deleteOne","Tick.deleteMany","Tick.groupBy","Tick.aggregate","GateOverride.findUnique","GateOverride.findUniqueOrThrow","GateOverride.findFirst","GateOverride.findFirstOrThrow","GateOverride.findMany","GateOverride.createOne","GateOverride.createMany","GateOverride.createManyAndReturn","GateOverride.updateOne","GateOverride.updateMany","GateOverride.updateManyAndReturn","GateOverride.upsertOne","GateOverride.deleteOne","GateOverride.deleteMany","GateOverride.groupBy","GateOverride.aggregate","Acknowledgement.findUnique","Acknowledgement.findUniqueOrThrow","Acknowledgement.findFirst","Acknowledgement.findFirstOrThrow","Acknowledgement.findMany","Acknowledgement.createOne","Acknowledgement.createMany","Acknowledgement.createManyAndReturn","Acknowledgement.updateOne","Acknowledgement.updateMany","Acknowledgement.updateManyAndReturn","Acknowledgement.upsertOne","Acknowledgement.deleteOne","Acknowledgement.deleteMany","Acknowledgement.groupBy","Acknowledgement.aggregate","HardwareOrder.findUnique","HardwareOrder.findUniqueOrThrow","HardwareOrder.findFirst","HardwareOrder.findFirstOrThrow","HardwareOrder.findMany","HardwareOrder.createOne","HardwareOrder.createMany","HardwareOrder.createManyAndReturn","HardwareOrder.updateOne","HardwareOrder.updateMany","HardwareOrder.updateManyAndReturn","HardwareOrder.upsertOne","HardwareOrder.deleteOne","HardwareOrder.deleteMany","HardwareOrder.groupBy","HardwareOrder.aggregate","ProjectNote.findUnique","ProjectNote.findUniqueOrThrow","ProjectNote.findFirst","ProjectNote.findFirstOrThrow","ProjectNote.findMany","ProjectNote.createOne","ProjectNote.createMany","ProjectNote.createManyAndReturn","ProjectNote.updateOne","ProjectNote.updateMany","ProjectNote.updateManyAndReturn","ProjectNote.upsertOne","ProjectNote.deleteOne","ProjectNote.deleteMany","ProjectNote.groupBy","ProjectNote.aggregate","Payment.findUnique","Payment.findUniqueOrThrow","Payment.findFirst","Payment.findFirstOrThrow","Payment.findMany","Payment.createOne","Payment.createMany","Payment.createManyAndReturn","Payment.updateOne","Payment.updateMany","Payment.updateManyAndReturn","Payment.upsertOne","Payment.deleteOne","Payment.deleteMany","Payment.groupBy","Payment.aggregate","Person.findUnique","Person.findUniqueOrThrow","Person.findFirst","Person.findFirstOrThrow","Person.findMany","Person.createOne","Person.createMany","Person.createManyAndReturn","Person.updateOne","Person.updateMany","Person.updateManyAndReturn","Person.upsertOne","Person.deleteOne","Person.deleteMany","Person.groupBy","Person.aggregate","RoleMember.findUnique","RoleMember.findUniqueOrThrow","RoleMember.findFirst","RoleMember.findFirstOrThrow","RoleMember.findMany","RoleMember.createOne","RoleMember.createMany","RoleMember.createManyAndReturn","RoleMember.updateOne","RoleMember.updateMany","RoleMember.updateManyAndReturn","RoleMember.upsertOne","RoleMember.deleteOne","RoleMember.deleteMany","RoleMember.groupBy","RoleMember.aggregate","RoleGroup.findUnique","RoleGroup.findUniqueOrThrow","RoleGroup.findFirst","RoleGroup.findFirstOrThrow","RoleGroup.findMany","RoleGroup.createOne","RoleGroup.createMany","RoleGroup.createManyAndReturn","RoleGroup.updateOne","RoleGroup.updateMany","RoleGroup.updateManyAndReturn","RoleGroup.upsertOne","RoleGroup.deleteOne","RoleGroup.deleteMany","RoleGroup.groupBy","RoleGroup.aggregate","RoleChannel.findUnique","RoleChannel.findUniqueOrThrow","RoleChannel.findFirst","RoleChannel.findFirstOrThrow","RoleChannel.findMany","RoleChannel.createOne","RoleChannel.createMany","RoleChannel.createManyAndReturn","RoleChannel.updateOne","RoleChannel.updateMany","RoleChannel.updateManyAndReturn","RoleChannel.upsertOne","RoleChannel.deleteOne","RoleChannel.deleteMany","RoleChannel.groupBy","RoleChannel.aggregate","Policy.findUnique","Policy.findUniqueOrThrow","Policy.findFirst","Policy.findFirstOrThrow","Policy.findMany","Policy.createOne","Policy.createMany","Policy.createManyAndReturn","Policy.updateOne","Policy.updateMany","Policy.updateManyAndReturn","Policy.upsertOne","Policy.deleteOne","Policy.deleteMany","Policy.groupBy","Policy.aggregate","Inbox.findUnique","Inbox.findUniqueOrThrow","Inbox.findFirst","Inbox.findFirstOrThrow","Inbox.findMany","Inbox.createOne","Inbox.createMany","Inbox.createManyAndReturn","Inbox.updateOne","Inbox.updateMany","Inbox.updateManyAndReturn","Inbox.upsertOne","Inbox.deleteOne","Inbox.deleteMany","Inbox.groupBy","Inbox.aggregate","MessageSlot.findUnique","MessageSlot.findUniqueOrThrow","MessageSlot.findFirst","MessageSlot.findFirstOrThrow","MessageSlot.findMany","MessageSlot.createOne","MessageSlot.createMany","MessageSlot.createManyAndReturn","MessageSlot.updateOne","MessageSlot.updateMany","MessageSlot.updateManyAndReturn","MessageSlot.upsertOne","MessageSlot.deleteOne","MessageSlot.deleteMany","MessageSlot.groupBy","MessageSlot.aggregate","Post.findUnique","Post.findUniqueOrThrow","Post.findFirst","Post.findFirstOrThrow","Post.findMany","Post.createOne","Post.createMany","Post.createManyAndReturn","Post.updateOne","Post.updateMany","Post.updateManyAndReturn","Post.upsertOne","Post.deleteOne","Post.deleteMany","Post.groupBy","Post.aggregate","Lane.findUnique","Lane.findUniqueOrThrow","Lane.findFirst","Lane.findFirstOrThrow","Lane.findMany","Lane.createOne","Lane.createMany","Lane.createManyAndReturn","Lane.updateOne","Lane.updateMany","Lane.updateManyAndReturn","Lane.upsertOne","Lane.deleteOne","Lane.deleteMany","Lane.groupBy","Lane.aggregate","DeliveryLimit.findUnique","DeliveryLimit.findUniqueOrThrow","DeliveryLimit.findFirst","DeliveryLimit.findFirstOrThrow","DeliveryLimit.findMany","DeliveryLimit.createOne","DeliveryLimit.createMany","DeliveryLimit.createManyAndReturn","DeliveryLimit.updateOne","DeliveryLimit.updateMany","DeliveryLimit.updateManyAndReturn","DeliveryLimit.upsertOne","DeliveryLimit.deleteOne","DeliveryLimit.deleteMany","DeliveryLimit.groupBy","DeliveryLimit.aggregate","JobSlot.findUnique","JobSlot.findUniqueOrThrow","JobSlot.findFirst","JobSlot.findFirstOrThrow","JobSlot.findMany","JobSlot.createOne","JobSlot.createMany","JobSlot.createManyAndReturn","JobSlot.updateOne","JobSlot.updateMany","JobSlot.updateManyAndReturn","JobSlot.upsertOne","JobSlot.deleteOne","JobSlot.deleteMany","JobSlot.groupBy","JobSlot.aggregate","AuditEntry.findUnique","AuditEntry.findUniqueOrThrow","AuditEntry.findFirst","AuditEntry.findFirstOrThrow","AuditEntry.findMany","AuditEntry.createOne","AuditEntry.createMany","AuditEntry.createManyAndReturn","AuditEntry.updateOne","AuditEntry.updateMany","AuditEntry.updateManyAndReturn","AuditEntry.upsertOne","AuditEntry.deleteOne","AuditEntry.deleteMany","AuditEntry.groupBy","AuditEntry.aggregate","AuditSeal.findUnique","AuditSeal.findUniqueOrThrow","AuditSeal.findFirst","AuditSeal.findFirstOrThrow","AuditSeal.findMany","AuditSeal.createOne","AuditSeal.createMany","AuditSeal.createManyAndReturn","AuditSeal.updateOne","AuditSeal.updateMany","AuditSeal.updateManyAndReturn","AuditSeal.upsertOne","AuditSeal.deleteOne","AuditSeal.deleteMany","AuditSeal.groupBy","AuditSeal.aggregate","subscription","items","template","Subscription.findUnique","Subscription.findUniqueOrThrow","Subscription.findFirst","Subscription.findFirstOrThrow","Subscription.findMany","Subscription.createOne","Subscription.createMany","Subscription.createManyAndReturn","Subscription.updateOne","Subscription.updateMany","Subscription.updateManyAndReturn","Subscription.upsertOne","Subscription.deleteOne","Subscription.deleteMany","Subscription.groupBy","Subscription.aggregate","SubscriptionItem.findUnique","SubscriptionItem.findUniqueOrThrow","SubscriptionItem.findFirst","SubscriptionItem.findFirstOrThrow","SubscriptionItem.findMany","SubscriptionItem.createOne","SubscriptionItem.createMany","SubscriptionItem.createManyAndReturn","SubscriptionItem.updateOne","SubscriptionItem.updateMany","SubscriptionItem.updateManyAndReturn","SubscriptionItem.upsertOne","SubscriptionItem.deleteOne","SubscriptionItem.deleteMany","SubscriptionItem.groupBy","SubscriptionItem.aggregate","RecurringTemplate.findUnique","RecurringTemplate.findUniqueOrThrow","RecurringTemplate.findFirst","RecurringTemplate.findFirstOrThrow","RecurringTemplate.findMany","RecurringTemplate.createOne","RecurringTemplate.createMany","RecurringTemplate.createManyAndReturn","RecurringTemplate.updateOne","RecurringTemplate.updateMany","RecurringTemplate.updateManyAndReturn","RecurringTemplate.upsertOne","RecurringTemplate.deleteOne","RecurringTemplate.deleteMany","RecurringTemplate.groupBy","RecurringTemplate.aggregate","AND","OR","NOT","id","subscriptionId","amount","currency","nextOn","armed","armedBy","armedAt","creditAmount","creditRule","createdAt","equals","in","notIn","lt","lte","gt","gte","not","contains","startsWith","endsWith","description","quantity","unitAmount","customerId","subjectType","subjectId","coverage","sla","state","createdBy","every","some","none","subjectType_subjectId","at","count","ids","leaves","root","previous","hash","has","hasEvery","hasSome","actor","requestId","action","before","after","reason","sealId","string_contains","string_starts_with","string_ends_with","array_starts_with","array_ends_with","array_contains","job","slotAt","attempts","leasedBy","leaseUntil","nextAt","startedAt","endedAt","problem","job_slotAt","key","until","since","failures","channel","lastTs","heldReason","heldSince","seq","lane","role","slotId","threadTs","payload","priority","ts","triedAt","sentAt","kind","part","wanted","sent","reposts","receivedAt","value","updatedBy","updatedAt","channelId","name","isPrivate","testedAt","groupId","role_groupId","userId","source","role_userId_source","timeZone","isDeactivated","isGuest","isStranger","isBot","invoiceId","method","reference","receivedOn","recordedBy","recordedAt","reversedBy","reversedAt","reversalReason","projectId","text","by","reviewedBy","reviewedAt","orderedBy","orderedAt","desk","gate","requestedBy","requestedAt","decidedBy","decidedAt","decisionReason","stage","item","ticked","reopened","turn","cameFrom","cameBy","openedBy","openedAt","assigneeId","touchedAt","returnedTo","remindOn","ref","playbookKey","playbook","ownerId","managerId","hardwareText","targetGoLiveOn","etaOn","goLiveOn","wentLiveOn","stateReason","projectId_desk","projectId_stage_item","projectId_turn","licenseId","caseId","paymentId","waitUntil","isExpired","forceful","newExpiresOn","cause","hasMessage","endedBy","endReason","product","policy","expiresOn","periodMonths","gateway","gatewaySubscription","lapseNoticeOn","gateway_gatewaySubscription","label","blocks","net","taxRate","tax","paid","pickedUp","externalNumber","sentOn","sentBy","filedBy","filedAt","permissionOn","permissionBy","permissionAt","permissionHow","paidAt","voidedBy","voidedAt","voidReason","presentedAt","slackFileId","url","location","mimeType","size","addedBy","addedAt","gateway_reference","nameKey","contactName","email","phone","address","language","active","version","editedBy","editedAt","fileName","run","runs","rows","added","known","opened","updated","recovered","unmatched","transactionId","importId","period","outcome","decline","cardBrand","cardLast4","nextAttemptOn","number","gateway_transactionId","reportedCustomer","reportedName","stateBefore","lastAttemptAt","lastDecline","lastReason","failedOn","deadlineOn","snoozedUntil","snoozedDays","contacts","lastContact","contactedAt","cardUpdatedOn","nextActionOn","stateBy","stateAt","gateway_gatewaySubscription_period","type","about","contact","startOn","estimatedOn","expectedOn","services","unit","attendees","endNote","is","isNot","connectOrCreate","upsert","disconnect","delete","connect","createMany","set","updateMany","deleteMany","push","increment","decrement","multiply","divide"]'),
      graph: "2Qq8AqAEG7gEAAD6BwAwuQQAAAQAELoEAAD6BwAwuwQBAAAAAcUEQACFBwAh0QQBAIQHACHUBAEAkwcAIdUEAQCHBwAh1gQBAJMHACHZBAEAhAcAIdoEAQCEBwAh_QRAAIgHACGABQEAAAAByQUBAIcHACHMBUAAiAcAIc0FAgAAAAHkBQEAhwcAIbsGAQCEBwAhvAYBAIcHACG9BgEAhwcAIb4GQACIBwAhvwZAAIgHACHABkAAiAcAIcEGAACyBwAgwgYBAIcHACHDBgAAsgcAIMQGAQCHBwAhAQAAAAEAIAEAAAABACAbuAQAAPoHADC5BAAABAAQugQAAPoHADC7BAEAkgcAIcUEQACFBwAh0QQBAIQHACHUBAEAkwcAIdUEAQCHBwAh1gQBAJMHACHZBAEAhAcAIdoEAQCEBwAh_QRAAIgHACGABQEAhwcAIckFAQCHBwAhzAVAAIgHACHNBQIAmQcAIeQFAQCHBwAhuwYBAIQHACG8BgEAhwcAIb0GAQCHBwAhvgZAAIgHACG_BkAAiAcAIcAGQACIBwAhwQYAALIHACDCBgEAhwcAIcMGAACyBwAgxAYBAIcHACEP1AQAAPsHACDVBAAA-wcAINYEAAD7BwAg_QQAAPsHACCABQAA-wcAIMkFAAD7BwAgzAUAAPsHACDkBQAA-wcAILwGAAD7BwAgvQYAAPsHACC-BgAA-wcAIL8GAAD7BwAgwAYAAPsHACDCBgAA-wcAIMQGAAD7BwAgAwAAAAQAIAMAAAUAMAQAAAEAIAMAAAAEACADAAAFADAEAAABACADAAAABAAgAwAABQAwBAAAAQAgGLsEAQAAAAHFBEAAAAAB0QQBAAAAAdQEAQAAAAHVBAEAAAAB1gQBAAAAAdkEAQAAAAHaBAEAAAAB_QRAAAAAAYAFAQAAAAHJBQEAAAABzAVAAAAAAc0FAgAAAAHkBQEAAAABuwYBAAAAAbwGAQAAAAG9BgEAAAABvgZAAAAAAb8GQAAAAAHABkAAAAABwQaAAAAAAcIGAQAAAAHDBoAAAAABxAYBAAAAAQEIAAAJACAYuwQBAAAAAcUEQAAAAAHRBAEAAAAB1AQBAAAAAdUEAQAAAAHWBAEAAAAB2QQBAAAAAdoEAQAAAAH9BEAAAAABgAUBAAAAAckFAQAAAAHMBUAAAAABzQUCAAAAAeQFAQAAAAG7BgEAAAABvAYBAAAAAb0GAQAAAAG-BkAAAAABvwZAAAAAAcAGQAAAAAHBBoAAAAABwgYBAAAAAcMGgAAAAAHEBgEAAAABAQgAAAsAMAEIAAALADAYuwQBAIEIACHFBEAAgwgAIdEEAQCBCAAh1AQBAIUIACHVBAEAhQgAIdYEAQCFCAAh2QQBAIEIACHaBAEAgQgAIf0EQACGCAAhgAUBAIUIACHJBQEAhQgAIcwFQACGCAAhzQUCAJAIACHkBQEAhQgAIbsGAQCBCAAhvAYBAIUIACG9BgEAhQgAIb4GQACGCAAhvwZAAIYIACHABkAAhggAIcEGgAAAAAHCBgEAhQgAIcMGgAAAAAHEBgEAhQgAIQIAAAABACAIAAAOACAYuwQBAIEIACHFBEAAgwgAIdEEAQCBCAAh1AQBAIUIACHVBAEAhQgAIdYEAQCFCAAh2QQBAIEIACHaBAEAgQgAIf0EQACGCAAhgAUBAIUIACHJBQEAhQgAIcwFQACGCAAhzQUCAJAIACHkBQEAhQgAIbsGAQCBCAAhvAYBAIUIACG9BgEAhQgAIb4GQACGCAAhvwZAAIYIACHABkAAhggAIcEGgAAAAAHCBgEAhQgAIcMGgAAAAAHEBgEAhQgAIQIAAAAEACAIAAAQACACAAAABAAgCAAAEAAgAwAAAAEAIA8AAAkAIBAAAA4AIAEAAAABACABAAAABAAgFBUAAKEKACAWAACiCgAgFwAApQoAIBgAAKQKACAZAACjCgAg1AQAAPsHACDVBAAA-wcAINYEAAD7BwAg_QQAAPsHACCABQAA-wcAIMkFAAD7BwAgzAUAAPsHACDkBQAA-wcAILwGAAD7BwAgvQYAAPsHACC-BgAA-wcAIL8GAAD7BwAgwAYAAPsHACDCBgAA-wcAIMQGAAD7BwAgG7gEAAD5BwAwuQQAABcAELoEAAD5BwAwuwQBAOcGACHFBEAA6gYAIdEEAQDpBgAh1AQBAI8HACHVBAEA7AYAIdYEAQCPBwAh2QQBAOkGACHaBAEA6QYAIf0EQADtBgAhgAUBAOwGACHJBQEA7AYAIcwFQADtBgAhzQUCAIwHACHkBQEA7AYAIbsGAQDpBgAhvAYBAOwGACG9BgEA7AYAIb4GQADtBgAhvwZAAO0GACHABkAA7QYAIcEGAACvBwAgwgYBAOwGACHDBgAArwcAIMQGAQDsBgAhAwAAAAQAIAMAABYAMBQAABcAIAMAAAAEACADAAAFADAEAAABACAmuAQAAPcHADC5BAAAHQAQugQAAPcHADC7BAEAAAABvQQEAIMHACG-BAEAhAcAIdQEAQCTBwAh2QQBAIQHACH4BAIAmQcAIcgFQACFBwAhzQUCAAAAAdsFAQCTBwAh4wUgAIYHACHqBQEAhAcAIesFAQCEBwAhoAYBAJMHACGhBgEAhAcAIaQGAQCHBwAhpQYBAIcHACGmBkAAiAcAIakGAQCEBwAhqgYBAIQHACGrBgEAhwcAIawGQACIBwAhrQYBAIcHACGuBgEAhwcAIa8GQACIBwAhsAZAAIgHACGxBkAAiAcAIbIGAgCZBwAhswYCAJkHACG0BgEAhwcAIbUGQACIBwAhtgZAAIgHACG3BkAAiAcAIbgGAQCEBwAhuQZAAIUHACG6BgAA-AcAIAEAAAAaACABAAAAGgAgJbgEAAD3BwAwuQQAAB0AELoEAAD3BwAwuwQBAJIHACG9BAQAgwcAIb4EAQCEBwAh1AQBAJMHACHZBAEAhAcAIfgEAgCZBwAhyAVAAIUHACHNBQIAmQcAIdsFAQCTBwAh4wUgAIYHACHqBQEAhAcAIesFAQCEBwAhoAYBAJMHACGhBgEAhAcAIaQGAQCHBwAhpQYBAIcHACGmBkAAiAcAIakGAQCEBwAhqgYBAIQHACGrBgEAhwcAIawGQACIBwAhrQYBAIcHACGuBgEAhwcAIa8GQACIBwAhsAZAAIgHACGxBkAAiAcAIbIGAgCZBwAhswYCAJkHACG0BgEAhwcAIbUGQACIBwAhtgZAAIgHACG3BkAAiAcAIbgGAQCEBwAhuQZAAIUHACER1AQAAPsHACDbBQAA-wcAIKAGAAD7BwAgpAYAAPsHACClBgAA-wcAIKYGAAD7BwAgqwYAAPsHACCsBgAA-wcAIK0GAAD7BwAgrgYAAPsHACCvBgAA-wcAILAGAAD7BwAgsQYAAPsHACC0BgAA-wcAILUGAAD7BwAgtgYAAPsHACC3BgAA-wcAIAMAAAAdACADAAAeADAEAAAaACADAAAAHQAgAwAAHgAwBAAAGgAgAwAAAB0AIAMAAB4AMAQAABoAICK7BAEAAAABvQQEAAAAAb4EAQAAAAHUBAEAAAAB2QQBAAAAAfgEAgAAAAHIBUAAAAABzQUCAAAAAdsFAQAAAAHjBSAAAAAB6gUBAAAAAesFAQAAAAGgBgEAAAABoQYBAAAAAaQGAQAAAAGlBgEAAAABpgZAAAAAAakGAQAAAAGqBgEAAAABqwYBAAAAAawGQAAAAAGtBgEAAAABrgYBAAAAAa8GQAAAAAGwBkAAAAABsQZAAAAAAbIGAgAAAAGzBgIAAAABtAYBAAAAAbUGQAAAAAG2BkAAAAABtwZAAAAAAbgGAQAAAAG5BkAAAAABAQgAACIAICK7BAEAAAABvQQEAAAAAb4EAQAAAAHUBAEAAAAB2QQBAAAAAfgEAgAAAAHIBUAAAAABzQUCAAAAAdsFAQAAAAHjBSAAAAAB6gUBAAAAAesFAQAAAAGgBgEAAAABoQYBAAAAAaQGAQAAAAGlBgEAAAABpgZAAAAAAakGAQAAAAGqBgEAAAABqwYBAAAAAawGQAAAAAGtBgEAAAABrgYBAAAAAa8GQAAAAAGwBkAAAAABsQZAAAAAAbIGAgAAAAGzBgIAAAABtAYBAAAAAbUGQAAAAAG2BkAAAAABtwZAAAAAAbgGAQAAAAG5BkAAAAABAQgAACQAMAEIAAAkADAiuwQBAIEIACG9BAQAgggAIb4EAQCBCAAh1AQBAIUIACHZBAEAgQgAIfgEAgCQCAAhyAVAAIMIACHNBQIAkAgAIdsFAQCFCAAh4wUgAIQIACHqBQEAgQgAIesFAQCBCAAhoAYBAIUIACGhBgEAgQgAIaQGAQCFCAAhpQYBAIUIACGmBkAAhggAIakGAQCBCAAhqgYBAIEIACGrBgEAhQgAIawGQACGCAAhrQYBAIUIACGuBgEAhQgAIa8GQACGCAAhsAZAAIYIACGxBkAAhggAIbIGAgCQCAAhswYCAJAIACG0BgEAhQgAIbUGQACGCAAhtgZAAIYIACG3BkAAhggAIbgGAQCBCAAhuQZAAIMIACECAAAAGgAgCAAAJwAgIrsEAQCBCAAhvQQEAIIIACG-BAEAgQgAIdQEAQCFCAAh2QQBAIEIACH4BAIAkAgAIcgFQACDCAAhzQUCAJAIACHbBQEAhQgAIeMFIACECAAh6gUBAIEIACHrBQEAgQgAIaAGAQCFCAAhoQYBAIEIACGkBgEAhQgAIaUGAQCFCAAhpgZAAIYIACGpBgEAgQgAIaoGAQCBCAAhqwYBAIUIACGsBkAAhggAIa0GAQCFCAAhrgYBAIUIACGvBkAAhggAIbAGQACGCAAhsQZAAIYIACGyBgIAkAgAIbMGAgCQCAAhtAYBAIUIACG1BkAAhggAIbYGQACGCAAhtwZAAIYIACG4BgEAgQgAIbkGQACDCAAhAgAAAB0AIAgAACkAIAIAAAAdACAIAAApACADAAAAGgAgDwAAIgAgEAAAJwAgAQAAABoAIAEAAAAdACAWFQAAnAoAIBYAAJ0KACAXAACgCgAgGAAAnwoAIBkAAJ4KACDUBAAA-wcAINsFAAD7BwAgoAYAAPsHACCkBgAA-wcAIKUGAAD7BwAgpgYAAPsHACCrBgAA-wcAIKwGAAD7BwAgrQYAAPsHACCuBgAA-wcAIK8GAAD7BwAgsAYAAPsHACCxBgAA-wcAILQGAAD7BwAgtQYAAPsHACC2BgAA-wcAILcGAAD7BwAgJbgEAAD2BwAwuQQAADAAELoEAAD2BwAwuwQBAOcGACG9BAQA6AYAIb4EAQDpBgAh1AQBAI8HACHZBAEA6QYAIfgEAgCMBwAhyAVAAOoGACHNBQIAjAcAIdsFAQCPBwAh4wUgAOsGACHqBQEA6QYAIesFAQDpBgAhoAYBAI8HACGhBgEA6QYAIaQGAQDsBgAhpQYBAOwGACGmBkAA7QYAIakGAQDpBgAhqgYBAOkGACGrBgEA7AYAIawGQADtBgAhrQYBAOwGACGuBgEA7AYAIa8GQADtBgAhsAZAAO0GACGxBkAA7QYAIbIGAgCMBwAhswYCAIwHACG0BgEA7AYAIbUGQADtBgAhtgZAAO0GACG3BkAA7QYAIbgGAQDpBgAhuQZAAOoGACEDAAAAHQAgAwAALwAwFAAAMAAgAwAAAB0AIAMAAB4AMAQAABoAIBO4BAAA9AcAMLkEAAA2ABC6BAAA9AcAML0EBACDBwAhvgQBAIQHACHfBEAAhQcAIe4EAQCHBwAh6gUBAIQHACHrBQEAhAcAIZ8GAQCEBwAhoAYBAJIHACGhBgEAhAcAIaIGAQCEBwAhowYBAIcHACGkBgEAhwcAIaUGAQCHBwAhpgZAAIgHACGnBgIA3QcAIagGAAD1BwAgAQAAADMAIAEAAAAzACASuAQAAPQHADC5BAAANgAQugQAAPQHADC9BAQAgwcAIb4EAQCEBwAh3wRAAIUHACHuBAEAhwcAIeoFAQCEBwAh6wUBAIQHACGfBgEAhAcAIaAGAQCSBwAhoQYBAIQHACGiBgEAhAcAIaMGAQCHBwAhpAYBAIcHACGlBgEAhwcAIaYGQACIBwAhpwYCAN0HACEG7gQAAPsHACCjBgAA-wcAIKQGAAD7BwAgpQYAAPsHACCmBgAA-wcAIKcGAAD7BwAgAwAAADYAIAMAADcAMAQAADMAIAMAAAA2ACADAAA3ADAEAAAzACADAAAANgAgAwAANwAwBAAAMwAgD70EBAAAAAG-BAEAAAAB3wRAAAAAAe4EAQAAAAHqBQEAAAAB6wUBAAAAAZ8GAQAAAAGgBgEAAAABoQYBAAAAAaIGAQAAAAGjBgEAAAABpAYBAAAAAaUGAQAAAAGmBkAAAAABpwYCAAAAAQEIAAA7ACAPvQQEAAAAAb4EAQAAAAHfBEAAAAAB7gQBAAAAAeoFAQAAAAHrBQEAAAABnwYBAAAAAaAGAQAAAAGhBgEAAAABogYBAAAAAaMGAQAAAAGkBgEAAAABpQYBAAAAAaYGQAAAAAGnBgIAAAABAQgAAD0AMAEIAAA9ADAPvQQEAIIIACG-BAEAgQgAId8EQACDCAAh7gQBAIUIACHqBQEAgQgAIesFAQCBCAAhnwYBAIEIACGgBgEAgQgAIaEGAQCBCAAhogYBAIEIACGjBgEAhQgAIaQGAQCFCAAhpQYBAIUIACGmBkAAhggAIacGAgCECQAhAgAAADMAIAgAAEAAIA-9BAQAgggAIb4EAQCBCAAh3wRAAIMIACHuBAEAhQgAIeoFAQCBCAAh6wUBAIEIACGfBgEAgQgAIaAGAQCBCAAhoQYBAIEIACGiBgEAgQgAIaMGAQCFCAAhpAYBAIUIACGlBgEAhQgAIaYGQACGCAAhpwYCAIQJACECAAAANgAgCAAAQgAgAgAAADYAIAgAAEIAIAMAAAAzACAPAAA7ACAQAABAACABAAAAMwAgAQAAADYAIAsVAACXCgAgFgAAmAoAIBcAAJsKACAYAACaCgAgGQAAmQoAIO4EAAD7BwAgowYAAPsHACCkBgAA-wcAIKUGAAD7BwAgpgYAAPsHACCnBgAA-wcAIBK4BAAA8wcAMLkEAABJABC6BAAA8wcAML0EBADoBgAhvgQBAOkGACHfBEAA6gYAIe4EAQDsBgAh6gUBAOkGACHrBQEA6QYAIZ8GAQDpBgAhoAYBAOcGACGhBgEA6QYAIaIGAQDpBgAhowYBAOwGACGkBgEA7AYAIaUGAQDsBgAhpgZAAO0GACGnBgIAywcAIQMAAAA2ACADAABIADAUAABJACADAAAANgAgAwAANwAwBAAAMwAgFrgEAADyBwAwuQQAAE8AELoEAADyBwAwuwQBAAAAAdkEAQCEBwAh-gRAAIgHACH9BEAAiAcAIf4EAQCHBwAhuwUBAIQHACG8BUAAhQcAIeoFAQCEBwAhgwYBAIcHACGVBgEAhAcAIZYGAQCTBwAhlwYCAJkHACGYBgIAmQcAIZkGAgCZBwAhmgYCAJkHACGbBgIAmQcAIZwGAgCZBwAhnQYCAJkHACGeBgIAmQcAIQEAAABMACABAAAATAAgFrgEAADyBwAwuQQAAE8AELoEAADyBwAwuwQBAJIHACHZBAEAhAcAIfoEQACIBwAh_QRAAIgHACH-BAEAhwcAIbsFAQCEBwAhvAVAAIUHACHqBQEAhAcAIYMGAQCHBwAhlQYBAIQHACGWBgEAkwcAIZcGAgCZBwAhmAYCAJkHACGZBgIAmQcAIZoGAgCZBwAhmwYCAJkHACGcBgIAmQcAIZ0GAgCZBwAhngYCAJkHACEF-gQAAPsHACD9BAAA-wcAIP4EAAD7BwAggwYAAPsHACCWBgAA-wcAIAMAAABPACADAABQADAEAABMACADAAAATwAgAwAAUAAwBAAATAAgAwAAAE8AIAMAAFAAMAQAAEwAIBO7BAEAAAAB2QQBAAAAAfoEQAAAAAH9BEAAAAAB_gQBAAAAAbsFAQAAAAG8BUAAAAAB6gUBAAAAAYMGAQAAAAGVBgEAAAABlgYBAAAAAZcGAgAAAAGYBgIAAAABmQYCAAAAAZoGAgAAAAGbBgIAAAABnAYCAAAAAZ0GAgAAAAGeBgIAAAABAQgAAFQAIBO7BAEAAAAB2QQBAAAAAfoEQAAAAAH9BEAAAAAB_gQBAAAAAbsFAQAAAAG8BUAAAAAB6gUBAAAAAYMGAQAAAAGVBgEAAAABlgYBAAAAAZcGAgAAAAGYBgIAAAABmQYCAAAAAZoGAgAAAAGbBgIAAAABnAYCAAAAAZ0GAgAAAAGeBgIAAAABAQgAAFYAMAEIAABWADATuwQBAIEIACHZBAEAgQgAIfoEQACGCAAh_QRAAIYIACH-BAEAhQgAIbsFAQCBCAAhvAVAAIMIACHqBQEAgQgAIYMGAQCFCAAhlQYBAIEIACGWBgEAhQgAIZcGAgCQCAAhmAYCAJAIACGZBgIAkAgAIZoGAgCQCAAhmwYCAJAIACGcBgIAkAgAIZ0GAgCQCAAhngYCAJAIACECAAAATAAgCAAAWQAgE7sEAQCBCAAh2QQBAIEIACH6BEAAhggAIf0EQACGCAAh_gQBAIUIACG7BQEAgQgAIbwFQACDCAAh6gUBAIEIACGDBgEAhQgAIZUGAQCBCAAhlgYBAIUIACGXBgIAkAgAIZgGAgCQCAAhmQYCAJAIACGaBgIAkAgAIZsGAgCQCAAhnAYCAJAIACGdBgIAkAgAIZ4GAgCQCAAhAgAAAE8AIAgAAFsAIAIAAABPACAIAABbACADAAAATAAgDwAAVAAgEAAAWQAgAQAAAEwAIAEAAABPACAKFQAAkgoAIBYAAJMKACAXAACWCgAgGAAAlQoAIBkAAJQKACD6BAAA-wcAIP0EAAD7BwAg_gQAAPsHACCDBgAA-wcAIJYGAAD7BwAgFrgEAADxBwAwuQQAAGIAELoEAADxBwAwuwQBAOcGACHZBAEA6QYAIfoEQADtBgAh_QRAAO0GACH-BAEA7AYAIbsFAQDpBgAhvAVAAOoGACHqBQEA6QYAIYMGAQDsBgAhlQYBAOkGACGWBgEAjwcAIZcGAgCMBwAhmAYCAIwHACGZBgIAjAcAIZoGAgCMBwAhmwYCAIwHACGcBgIAjAcAIZ0GAgCMBwAhngYCAIwHACEDAAAATwAgAwAAYQAwFAAAYgAgAwAAAE8AIAMAAFAAMAQAAEwAIBO4BAAA8AcAMLkEAABoABC6BAAA8AcAMLsEAQAAAAG-BAEAhAcAIcUEQACFBwAh2gQBAIQHACGcBQEAhAcAIaQFAQCEBwAhiwYBAAAAAYwGAQCHBwAhjQYBAIcHACGOBgEAhwcAIY8GAQCHBwAhkAYBAIQHACGRBiAAhgcAIZIGAgCZBwAhkwYBAIcHACGUBkAAiAcAIQEAAABlACABAAAAZQAgE7gEAADwBwAwuQQAAGgAELoEAADwBwAwuwQBAJIHACG-BAEAhAcAIcUEQACFBwAh2gQBAIQHACGcBQEAhAcAIaQFAQCEBwAhiwYBAIQHACGMBgEAhwcAIY0GAQCHBwAhjgYBAIcHACGPBgEAhwcAIZAGAQCEBwAhkQYgAIYHACGSBgIAmQcAIZMGAQCHBwAhlAZAAIgHACEGjAYAAPsHACCNBgAA-wcAII4GAAD7BwAgjwYAAPsHACCTBgAA-wcAIJQGAAD7BwAgAwAAAGgAIAMAAGkAMAQAAGUAIAMAAABoACADAABpADAEAABlACADAAAAaAAgAwAAaQAwBAAAZQAgELsEAQAAAAG-BAEAAAABxQRAAAAAAdoEAQAAAAGcBQEAAAABpAUBAAAAAYsGAQAAAAGMBgEAAAABjQYBAAAAAY4GAQAAAAGPBgEAAAABkAYBAAAAAZEGIAAAAAGSBgIAAAABkwYBAAAAAZQGQAAAAAEBCAAAbQAgELsEAQAAAAG-BAEAAAABxQRAAAAAAdoEAQAAAAGcBQEAAAABpAUBAAAAAYsGAQAAAAGMBgEAAAABjQYBAAAAAY4GAQAAAAGPBgEAAAABkAYBAAAAAZEGIAAAAAGSBgIAAAABkwYBAAAAAZQGQAAAAAEBCAAAbwAwAQgAAG8AMBC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHaBAEAgQgAIZwFAQCBCAAhpAUBAIEIACGLBgEAgQgAIYwGAQCFCAAhjQYBAIUIACGOBgEAhQgAIY8GAQCFCAAhkAYBAIEIACGRBiAAhAgAIZIGAgCQCAAhkwYBAIUIACGUBkAAhggAIQIAAABlACAIAAByACAQuwQBAIEIACG-BAEAgQgAIcUEQACDCAAh2gQBAIEIACGcBQEAgQgAIaQFAQCBCAAhiwYBAIEIACGMBgEAhQgAIY0GAQCFCAAhjgYBAIUIACGPBgEAhQgAIZAGAQCBCAAhkQYgAIQIACGSBgIAkAgAIZMGAQCFCAAhlAZAAIYIACECAAAAaAAgCAAAdAAgAgAAAGgAIAgAAHQAIAMAAABlACAPAABtACAQAAByACABAAAAZQAgAQAAAGgAIAsVAACNCgAgFgAAjgoAIBcAAJEKACAYAACQCgAgGQAAjwoAIIwGAAD7BwAgjQYAAPsHACCOBgAA-wcAII8GAAD7BwAgkwYAAPsHACCUBgAA-wcAIBO4BAAA7wcAMLkEAAB7ABC6BAAA7wcAMLsEAQDnBgAhvgQBAOkGACHFBEAA6gYAIdoEAQDpBgAhnAUBAOkGACGkBQEA6QYAIYsGAQDpBgAhjAYBAOwGACGNBgEA7AYAIY4GAQDsBgAhjwYBAOwGACGQBgEA6QYAIZEGIADrBgAhkgYCAIwHACGTBgEA7AYAIZQGQADtBgAhAwAAAGgAIAMAAHoAMBQAAHsAIAMAAABoACADAABpADAEAABlACAHuAQAAO0HADC5BAAAgQEAELoEAADtBwAw1AQBAJIHACGrBQEAhAcAIeoFAQCEBwAhigYAAO4HACABAAAAfgAgAQAAAH4AIAa4BAAA7QcAMLkEAACBAQAQugQAAO0HADDUBAEAkgcAIasFAQCEBwAh6gUBAIQHACEAAwAAAIEBACADAACCAQAwBAAAfgAgAwAAAIEBACADAACCAQAwBAAAfgAgAwAAAIEBACADAACCAQAwBAAAfgAgA9QEAQAAAAGrBQEAAAAB6gUBAAAAAQEIAACGAQAgA9QEAQAAAAGrBQEAAAAB6gUBAAAAAQEIAACIAQAwAQgAAIgBADAD1AQBAIEIACGrBQEAgQgAIeoFAQCBCAAhAgAAAH4AIAgAAIsBACAD1AQBAIEIACGrBQEAgQgAIeoFAQCBCAAhAgAAAIEBACAIAACNAQAgAgAAAIEBACAIAACNAQAgAwAAAH4AIA8AAIYBACAQAACLAQAgAQAAAH4AIAEAAACBAQAgAxUAAIoKACAYAACMCgAgGQAAiwoAIAa4BAAA7AcAMLkEAACUAQAQugQAAOwHADDUBAEA5wYAIasFAQDpBgAh6gUBAOkGACEDAAAAgQEAIAMAAJMBADAUAACUAQAgAwAAAIEBACADAACCAQAwBAAAfgAgELgEAADrBwAwuQQAAJoBABC6BAAA6wcAMLsEAQAAAAHUBAEAkwcAIdUEAQCEBwAh1gQBAJIHACGSBQEAhAcAIZwFAQCEBwAhgwYBAIcHACGEBgEAhwcAIYUGAQCHBwAhhgYBAIcHACGHBgIA3QcAIYgGAQCEBwAhiQZAAIUHACEBAAAAlwEAIAEAAACXAQAgELgEAADrBwAwuQQAAJoBABC6BAAA6wcAMLsEAQCSBwAh1AQBAJMHACHVBAEAhAcAIdYEAQCSBwAhkgUBAIQHACGcBQEAhAcAIYMGAQCHBwAhhAYBAIcHACGFBgEAhwcAIYYGAQCHBwAhhwYCAN0HACGIBgEAhAcAIYkGQACFBwAhBtQEAAD7BwAggwYAAPsHACCEBgAA-wcAIIUGAAD7BwAghgYAAPsHACCHBgAA-wcAIAMAAACaAQAgAwAAmwEAMAQAAJcBACADAAAAmgEAIAMAAJsBADAEAACXAQAgAwAAAJoBACADAACbAQAwBAAAlwEAIA27BAEAAAAB1AQBAAAAAdUEAQAAAAHWBAEAAAABkgUBAAAAAZwFAQAAAAGDBgEAAAABhAYBAAAAAYUGAQAAAAGGBgEAAAABhwYCAAAAAYgGAQAAAAGJBkAAAAABAQgAAJ8BACANuwQBAAAAAdQEAQAAAAHVBAEAAAAB1gQBAAAAAZIFAQAAAAGcBQEAAAABgwYBAAAAAYQGAQAAAAGFBgEAAAABhgYBAAAAAYcGAgAAAAGIBgEAAAABiQZAAAAAAQEIAAChAQAwAQgAAKEBADANuwQBAIEIACHUBAEAhQgAIdUEAQCBCAAh1gQBAIEIACGSBQEAgQgAIZwFAQCBCAAhgwYBAIUIACGEBgEAhQgAIYUGAQCFCAAhhgYBAIUIACGHBgIAhAkAIYgGAQCBCAAhiQZAAIMIACECAAAAlwEAIAgAAKQBACANuwQBAIEIACHUBAEAhQgAIdUEAQCBCAAh1gQBAIEIACGSBQEAgQgAIZwFAQCBCAAhgwYBAIUIACGEBgEAhQgAIYUGAQCFCAAhhgYBAIUIACGHBgIAhAkAIYgGAQCBCAAhiQZAAIMIACECAAAAmgEAIAgAAKYBACACAAAAmgEAIAgAAKYBACADAAAAlwEAIA8AAJ8BACAQAACkAQAgAQAAAJcBACABAAAAmgEAIAsVAACFCgAgFgAAhgoAIBcAAIkKACAYAACICgAgGQAAhwoAINQEAAD7BwAggwYAAPsHACCEBgAA-wcAIIUGAAD7BwAghgYAAPsHACCHBgAA-wcAIBC4BAAA6gcAMLkEAACtAQAQugQAAOoHADC7BAEA5wYAIdQEAQCPBwAh1QQBAOkGACHWBAEA5wYAIZIFAQDpBgAhnAUBAOkGACGDBgEA7AYAIYQGAQDsBgAhhQYBAOwGACGGBgEA7AYAIYcGAgDLBwAhiAYBAOkGACGJBkAA6gYAIQMAAACaAQAgAwAArAEAMBQAAK0BACADAAAAmgEAIAMAAJsBADAEAACXAQAgJH0AAOcHACC4BAAA5gcAMLkEAAC2AQAQugQAAOYHADC7BAEAAAABvQQEAIMHACG-BAEAhAcAIcUEQACFBwAh1AQBAJIHACHVBAEAhAcAIdYEAQCSBwAh2QQBAIQHACGRBUAAiAcAIZIFAQCEBwAhzQUCAAAAAe4FAQCEBwAh7wUBAIcHACHwBQQAgwcAIfEFAgCZBwAh8gUEAIMHACHzBQQAgwcAIfQFAQCEBwAh9QUBAIcHACH2BUAAiAcAIfcFAQCHBwAh-AUBAIcHACH5BUAAiAcAIfoFQACIBwAh-wUBAIcHACH8BUAAiAcAIf0FAQCHBwAh_gVAAIgHACH_BQEAhwcAIYAGQACIBwAhgQYBAIcHACGCBkAAiAcAIQEAAACwAQAgFHwAAOkHACC4BAAA6AcAMLkEAACyAQAQugQAAOgHADC7BAEAkgcAIb0EBACDBwAhvgQBAIQHACHUBAEAkgcAIdUEAQCHBwAh1gQBAJMHACGABQEAhwcAIakFAQCTBwAhqgUBAIQHACGrBQEAhwcAIawFQACFBwAhrQUBAIQHACGuBUAAhQcAIa8FAQCHBwAhsAVAAIgHACGxBQEAhwcAIQl8AACECgAg1QQAAPsHACDWBAAA-wcAIIAFAAD7BwAgqQUAAPsHACCrBQAA-wcAIK8FAAD7BwAgsAUAAPsHACCxBQAA-wcAIBR8AADpBwAguAQAAOgHADC5BAAAsgEAELoEAADoBwAwuwQBAAAAAb0EBACDBwAhvgQBAIQHACHUBAEAkgcAIdUEAQCHBwAh1gQBAJMHACGABQEAAAABqQUBAJMHACGqBQEAhAcAIasFAQCHBwAhrAVAAIUHACGtBQEAhAcAIa4FQACFBwAhrwUBAIcHACGwBUAAiAcAIbEFAQCHBwAhAwAAALIBACADAACzAQAwBAAAtAEAICR9AADnBwAguAQAAOYHADC5BAAAtgEAELoEAADmBwAwuwQBAJIHACG9BAQAgwcAIb4EAQCEBwAhxQRAAIUHACHUBAEAkgcAIdUEAQCEBwAh1gQBAJIHACHZBAEAhAcAIZEFQACIBwAhkgUBAIQHACHNBQIAmQcAIe4FAQCEBwAh7wUBAIcHACHwBQQAgwcAIfEFAgCZBwAh8gUEAIMHACHzBQQAgwcAIfQFAQCEBwAh9QUBAIcHACH2BUAAiAcAIfcFAQCHBwAh-AUBAIcHACH5BUAAiAcAIfoFQACIBwAh-wUBAIcHACH8BUAAiAcAIf0FAQCHBwAh_gVAAIgHACH_BQEAhwcAIYAGQACIBwAhgQYBAIcHACGCBkAAiAcAIQEAAAC2AQAgAQAAALIBACABAAAAsAEAIBF9AACDCgAgkQUAAPsHACDvBQAA-wcAIPUFAAD7BwAg9gUAAPsHACD3BQAA-wcAIPgFAAD7BwAg-QUAAPsHACD6BQAA-wcAIPsFAAD7BwAg_AUAAPsHACD9BQAA-wcAIP4FAAD7BwAg_wUAAPsHACCABgAA-wcAIIEGAAD7BwAgggYAAPsHACADAAAAtgEAIAMAALoBADAEAACwAQAgAwAAALYBACADAAC6AQAwBAAAsAEAIAMAAAC2AQAgAwAAugEAMAQAALABACAhfQAAggoAILsEAQAAAAG9BAQAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB1QQBAAAAAdYEAQAAAAHZBAEAAAABkQVAAAAAAZIFAQAAAAHNBQIAAAAB7gUBAAAAAe8FAQAAAAHwBQQAAAAB8QUCAAAAAfIFBAAAAAHzBQQAAAAB9AUBAAAAAfUFAQAAAAH2BUAAAAAB9wUBAAAAAfgFAQAAAAH5BUAAAAAB-gVAAAAAAfsFAQAAAAH8BUAAAAAB_QUBAAAAAf4FQAAAAAH_BQEAAAABgAZAAAAAAYEGAQAAAAGCBkAAAAABAQgAAL4BACAguwQBAAAAAb0EBAAAAAG-BAEAAAABxQRAAAAAAdQEAQAAAAHVBAEAAAAB1gQBAAAAAdkEAQAAAAGRBUAAAAABkgUBAAAAAc0FAgAAAAHuBQEAAAAB7wUBAAAAAfAFBAAAAAHxBQIAAAAB8gUEAAAAAfMFBAAAAAH0BQEAAAAB9QUBAAAAAfYFQAAAAAH3BQEAAAAB-AUBAAAAAfkFQAAAAAH6BUAAAAAB-wUBAAAAAfwFQAAAAAH9BQEAAAAB_gVAAAAAAf8FAQAAAAGABkAAAAABgQYBAAAAAYIGQAAAAAEBCAAAwAEAMAEIAADAAQAwIX0AAPUJACC7BAEAgQgAIb0EBACCCAAhvgQBAIEIACHFBEAAgwgAIdQEAQCBCAAh1QQBAIEIACHWBAEAgQgAIdkEAQCBCAAhkQVAAIYIACGSBQEAgQgAIc0FAgCQCAAh7gUBAIEIACHvBQEAhQgAIfAFBACCCAAh8QUCAJAIACHyBQQAgggAIfMFBACCCAAh9AUBAIEIACH1BQEAhQgAIfYFQACGCAAh9wUBAIUIACH4BQEAhQgAIfkFQACGCAAh-gVAAIYIACH7BQEAhQgAIfwFQACGCAAh_QUBAIUIACH-BUAAhggAIf8FAQCFCAAhgAZAAIYIACGBBgEAhQgAIYIGQACGCAAhAgAAALABACAIAADDAQAgILsEAQCBCAAhvQQEAIIIACG-BAEAgQgAIcUEQACDCAAh1AQBAIEIACHVBAEAgQgAIdYEAQCBCAAh2QQBAIEIACGRBUAAhggAIZIFAQCBCAAhzQUCAJAIACHuBQEAgQgAIe8FAQCFCAAh8AUEAIIIACHxBQIAkAgAIfIFBACCCAAh8wUEAIIIACH0BQEAgQgAIfUFAQCFCAAh9gVAAIYIACH3BQEAhQgAIfgFAQCFCAAh-QVAAIYIACH6BUAAhggAIfsFAQCFCAAh_AVAAIYIACH9BQEAhQgAIf4FQACGCAAh_wUBAIUIACGABkAAhggAIYEGAQCFCAAhggZAAIYIACECAAAAtgEAIAgAAMUBACACAAAAtgEAIAgAAMUBACADAAAAsAEAIA8AAL4BACAQAADDAQAgAQAAALABACABAAAAtgEAIBUVAADwCQAgFgAA8QkAIBcAAPQJACAYAADzCQAgGQAA8gkAIJEFAAD7BwAg7wUAAPsHACD1BQAA-wcAIPYFAAD7BwAg9wUAAPsHACD4BQAA-wcAIPkFAAD7BwAg-gUAAPsHACD7BQAA-wcAIPwFAAD7BwAg_QUAAPsHACD-BQAA-wcAIP8FAAD7BwAggAYAAPsHACCBBgAA-wcAIIIGAAD7BwAgI7gEAADlBwAwuQQAAMwBABC6BAAA5QcAMLsEAQDnBgAhvQQEAOgGACG-BAEA6QYAIcUEQADqBgAh1AQBAOcGACHVBAEA6QYAIdYEAQDnBgAh2QQBAOkGACGRBUAA7QYAIZIFAQDpBgAhzQUCAIwHACHuBQEA6QYAIe8FAQDsBgAh8AUEAOgGACHxBQIAjAcAIfIFBADoBgAh8wUEAOgGACH0BQEA6QYAIfUFAQDsBgAh9gVAAO0GACH3BQEA7AYAIfgFAQDsBgAh-QVAAO0GACH6BUAA7QYAIfsFAQDsBgAh_AVAAO0GACH9BQEA7AYAIf4FQADtBgAh_wUBAOwGACGABkAA7QYAIYEGAQDsBgAhggZAAO0GACEDAAAAtgEAIAMAAMsBADAUAADMAQAgAwAAALYBACADAAC6AQAwBAAAsAEAIBG4BAAA4wcAMLkEAADSAQAQugQAAOMHADC7BAEAAAABxQRAAIUHACHUBAEAkgcAIdkEAQCEBwAh2gQBAIQHACGABQEAAAAB5gUBAIQHACHnBQEAhAcAIegFQACFBwAh6QUCAJkHACHqBQEAhwcAIesFAQCHBwAh7AVAAIgHACHtBQAA5AcAIAEAAADPAQAgAQAAAM8BACAQuAQAAOMHADC5BAAA0gEAELoEAADjBwAwuwQBAJIHACHFBEAAhQcAIdQEAQCSBwAh2QQBAIQHACHaBAEAhAcAIYAFAQCEBwAh5gUBAIQHACHnBQEAhAcAIegFQACFBwAh6QUCAJkHACHqBQEAhwcAIesFAQCHBwAh7AVAAIgHACED6gUAAPsHACDrBQAA-wcAIOwFAAD7BwAgAwAAANIBACADAADTAQAwBAAAzwEAIAMAAADSAQAgAwAA0wEAMAQAAM8BACADAAAA0gEAIAMAANMBADAEAADPAQAgDbsEAQAAAAHFBEAAAAAB1AQBAAAAAdkEAQAAAAHaBAEAAAABgAUBAAAAAeYFAQAAAAHnBQEAAAAB6AVAAAAAAekFAgAAAAHqBQEAAAAB6wUBAAAAAewFQAAAAAEBCAAA1wEAIA27BAEAAAABxQRAAAAAAdQEAQAAAAHZBAEAAAAB2gQBAAAAAYAFAQAAAAHmBQEAAAAB5wUBAAAAAegFQAAAAAHpBQIAAAAB6gUBAAAAAesFAQAAAAHsBUAAAAABAQgAANkBADABCAAA2QEAMA27BAEAgQgAIcUEQACDCAAh1AQBAIEIACHZBAEAgQgAIdoEAQCBCAAhgAUBAIEIACHmBQEAgQgAIecFAQCBCAAh6AVAAIMIACHpBQIAkAgAIeoFAQCFCAAh6wUBAIUIACHsBUAAhggAIQIAAADPAQAgCAAA3AEAIA27BAEAgQgAIcUEQACDCAAh1AQBAIEIACHZBAEAgQgAIdoEAQCBCAAhgAUBAIEIACHmBQEAgQgAIecFAQCBCAAh6AVAAIMIACHpBQIAkAgAIeoFAQCFCAAh6wUBAIUIACHsBUAAhggAIQIAAADSAQAgCAAA3gEAIAIAAADSAQAgCAAA3gEAIAMAAADPAQAgDwAA1wEAIBAAANwBACABAAAAzwEAIAEAAADSAQAgCBUAAOsJACAWAADsCQAgFwAA7wkAIBgAAO4JACAZAADtCQAg6gUAAPsHACDrBQAA-wcAIOwFAAD7BwAgELgEAADiBwAwuQQAAOUBABC6BAAA4gcAMLsEAQDnBgAhxQRAAOoGACHUBAEA5wYAIdkEAQDpBgAh2gQBAOkGACGABQEA6QYAIeYFAQDpBgAh5wUBAOkGACHoBUAA6gYAIekFAgCMBwAh6gUBAOwGACHrBQEA7AYAIewFQADtBgAhAwAAANIBACADAADkAQAwFAAA5QEAIAMAAADSAQAgAwAA0wEAMAQAAM8BACAUuAQAAOEHADC5BAAA6wEAELoEAADhBwAwuwQBAAAAAdkEAQCEBwAh_QRAAIgHACGSBQEAhAcAIbsFAQCEBwAhvAVAAIUHACHbBQEAkgcAIdwFAQCTBwAh3QUBAAAAAd4FQACIBwAh3wUgAIYHACHgBSAAhgcAIeEFQACIBwAh4gUBAIQHACHjBSAAhgcAIeQFAQCHBwAh5QUBAIcHACEBAAAA6AEAIAEAAADoAQAgFLgEAADhBwAwuQQAAOsBABC6BAAA4QcAMLsEAQCSBwAh2QQBAIQHACH9BEAAiAcAIZIFAQCEBwAhuwUBAIQHACG8BUAAhQcAIdsFAQCSBwAh3AUBAJMHACHdBQEAkwcAId4FQACIBwAh3wUgAIYHACHgBSAAhgcAIeEFQACIBwAh4gUBAIQHACHjBSAAhgcAIeQFAQCHBwAh5QUBAIcHACEH_QQAAPsHACDcBQAA-wcAIN0FAAD7BwAg3gUAAPsHACDhBQAA-wcAIOQFAAD7BwAg5QUAAPsHACADAAAA6wEAIAMAAOwBADAEAADoAQAgAwAAAOsBACADAADsAQAwBAAA6AEAIAMAAADrAQAgAwAA7AEAMAQAAOgBACARuwQBAAAAAdkEAQAAAAH9BEAAAAABkgUBAAAAAbsFAQAAAAG8BUAAAAAB2wUBAAAAAdwFAQAAAAHdBQEAAAAB3gVAAAAAAd8FIAAAAAHgBSAAAAAB4QVAAAAAAeIFAQAAAAHjBSAAAAAB5AUBAAAAAeUFAQAAAAEBCAAA8AEAIBG7BAEAAAAB2QQBAAAAAf0EQAAAAAGSBQEAAAABuwUBAAAAAbwFQAAAAAHbBQEAAAAB3AUBAAAAAd0FAQAAAAHeBUAAAAAB3wUgAAAAAeAFIAAAAAHhBUAAAAAB4gUBAAAAAeMFIAAAAAHkBQEAAAAB5QUBAAAAAQEIAADyAQAwAQgAAPIBADARuwQBAIEIACHZBAEAgQgAIf0EQACGCAAhkgUBAIEIACG7BQEAgQgAIbwFQACDCAAh2wUBAIEIACHcBQEAhQgAId0FAQCFCAAh3gVAAIYIACHfBSAAhAgAIeAFIACECAAh4QVAAIYIACHiBQEAgQgAIeMFIACECAAh5AUBAIUIACHlBQEAhQgAIQIAAADoAQAgCAAA9QEAIBG7BAEAgQgAIdkEAQCBCAAh_QRAAIYIACGSBQEAgQgAIbsFAQCBCAAhvAVAAIMIACHbBQEAgQgAIdwFAQCFCAAh3QUBAIUIACHeBUAAhggAId8FIACECAAh4AUgAIQIACHhBUAAhggAIeIFAQCBCAAh4wUgAIQIACHkBQEAhQgAIeUFAQCFCAAhAgAAAOsBACAIAAD3AQAgAgAAAOsBACAIAAD3AQAgAwAAAOgBACAPAADwAQAgEAAA9QEAIAEAAADoAQAgAQAAAOsBACAKFQAA6AkAIBgAAOoJACAZAADpCQAg_QQAAPsHACDcBQAA-wcAIN0FAAD7BwAg3gUAAPsHACDhBQAA-wcAIOQFAAD7BwAg5QUAAPsHACAUuAQAAOAHADC5BAAA_gEAELoEAADgBwAwuwQBAOcGACHZBAEA6QYAIf0EQADtBgAhkgUBAOkGACG7BQEA6QYAIbwFQADqBgAh2wUBAOcGACHcBQEAjwcAId0FAQCPBwAh3gVAAO0GACHfBSAA6wYAIeAFIADrBgAh4QVAAO0GACHiBQEA6QYAIeMFIADrBgAh5AUBAOwGACHlBQEA7AYAIQMAAADrAQAgAwAA_QEAMBQAAP4BACADAAAA6wEAIAMAAOwBADAEAADoAQAgHK8BAADRBwAgsAEAANIHACCxAQAA0wcAILIBAADUBwAgswEAANUHACC0AQAA1gcAILgEAADQBwAwuQQAAJ8CABC6BAAA0AcAMLsEAQAAAAG-BAEAhAcAIcUEQACFBwAh1AQBAJIHACHZBAEAhAcAIdoEAQCEBwAh_QRAAIgHACHABQEAhAcAIc0FAgAAAAHOBQEAhAcAIc8FAACyBwAg0AUBAIQHACHRBQEAhAcAIdIFAQCHBwAh0wVAAIgHACHUBUAAiAcAIdUFQACIBwAh1gVAAIgHACHXBQEAhwcAIQEAAACBAgAgFq4BAADHBwAguAQAAN8HADC5BAAAgwIAELoEAADfBwAwuwQBAJIHACHZBAEAhAcAIe4EAQCHBwAhsgUBAJIHACG5BQAAzgcAIL0FAQCHBwAhvgVAAIgHACG_BQEAhwcAIcAFAQCEBwAhxAUCAJkHACHFBQEAhwcAIcYFAQCEBwAhxwUBAIQHACHIBUAAhQcAIckFAQCHBwAhygVAAIgHACHLBQEAhwcAIcwFQACIBwAhCq4BAAD0CAAg7gQAAPsHACC9BQAA-wcAIL4FAAD7BwAgvwUAAPsHACDFBQAA-wcAIMkFAAD7BwAgygUAAPsHACDLBQAA-wcAIMwFAAD7BwAgF64BAADHBwAguAQAAN8HADC5BAAAgwIAELoEAADfBwAwuwQBAAAAAdkEAQCEBwAh7gQBAIcHACGyBQEAkgcAIbkFAADOBwAgvQUBAIcHACG-BUAAiAcAIb8FAQCHBwAhwAUBAIQHACHEBQIAmQcAIcUFAQCHBwAhxgUBAIQHACHHBQEAhAcAIcgFQACFBwAhyQUBAIcHACHKBUAAiAcAIcsFAQCHBwAhzAVAAIgHACHaBQAA3gcAIAMAAACDAgAgAwAAhAIAMAQAAIUCACAMrgEAAMcHACC4BAAA3AcAMLkEAACHAgAQugQAANwHADDfBEAAhQcAIZgFAQCHBwAhsgUBAJIHACG0BQEAhAcAIcAFAQCEBwAhwQUBAIQHACHCBSAAhgcAIcMFAgDdBwAhA64BAAD0CAAgmAUAAPsHACDDBQAA-wcAIA2uAQAAxwcAILgEAADcBwAwuQQAAIcCABC6BAAA3AcAMN8EQACFBwAhmAUBAIcHACGyBQEAkgcAIbQFAQCEBwAhwAUBAIQHACHBBQEAhAcAIcIFIACGBwAhwwUCAN0HACHZBQAA2wcAIAMAAACHAgAgAwAAiAIAMAQAAIkCACAPrgEAAMcHACC4BAAA2gcAMLkEAACLAgAQugQAANoHADC7BAEAkgcAIdkEAQCEBwAh7gQBAIQHACGSBQEAhAcAIbIFAQCSBwAhugUBAIQHACG7BQEAhAcAIbwFQACFBwAhvQUBAIcHACG-BUAAiAcAIb8FAQCHBwAhBK4BAAD0CAAgvQUAAPsHACC-BQAA-wcAIL8FAAD7BwAgD64BAADHBwAguAQAANoHADC5BAAAiwIAELoEAADaBwAwuwQBAAAAAdkEAQCEBwAh7gQBAIQHACGSBQEAhAcAIbIFAQCSBwAhugUBAIQHACG7BQEAhAcAIbwFQACFBwAhvQUBAIcHACG-BUAAiAcAIb8FAQCHBwAhAwAAAIsCACADAACMAgAwBAAAjQIAIAiuAQAAxwcAILgEAADZBwAwuQQAAI8CABC6BAAA2QcAMN8EQACFBwAhsgUBAJIHACG0BQEAhAcAIbkFAQCEBwAhAa4BAAD0CAAgCa4BAADHBwAguAQAANkHADC5BAAAjwIAELoEAADZBwAw3wRAAIUHACGyBQEAkgcAIbQFAQCEBwAhuQUBAIQHACHYBQAA2AcAIAMAAACPAgAgAwAAkAIAMAQAAJECACAKrgEAAMcHACC4BAAAxgcAMLkEAACTAgAQugQAAMYHADCrBQEAhwcAIbIFAQCSBwAhtQUBAIcHACG2BUAAiAcAIbcFAQCHBwAhuAVAAIgHACEBAAAAkwIAIAquAQAAxwcAILgEAADXBwAwuQQAAJUCABC6BAAA1wcAMLsEAQCSBwAh3wRAAIUHACGABQEAhwcAIbIFAQCSBwAhswUBAIQHACG0BQEAhAcAIQKuAQAA9AgAIIAFAAD7BwAgCq4BAADHBwAguAQAANcHADC5BAAAlQIAELoEAADXBwAwuwQBAAAAAd8EQACFBwAhgAUBAAAAAbIFAQCSBwAhswUBAIQHACG0BQEAhAcAIQMAAACVAgAgAwAAlgIAMAQAAJcCACABAAAAgwIAIAEAAACHAgAgAQAAAIsCACABAAAAjwIAIAEAAACVAgAgAQAAAIECACAcrwEAANEHACCwAQAA0gcAILEBAADTBwAgsgEAANQHACCzAQAA1QcAILQBAADWBwAguAQAANAHADC5BAAAnwIAELoEAADQBwAwuwQBAJIHACG-BAEAhAcAIcUEQACFBwAh1AQBAJIHACHZBAEAhAcAIdoEAQCEBwAh_QRAAIgHACHABQEAhAcAIc0FAgCZBwAhzgUBAIQHACHPBQAAsgcAINAFAQCEBwAh0QUBAIQHACHSBQEAhwcAIdMFQACIBwAh1AVAAIgHACHVBUAAiAcAIdYFQACIBwAh1wUBAIcHACENrwEAAOIJACCwAQAA4wkAILEBAADkCQAgsgEAAOUJACCzAQAA5gkAILQBAADnCQAg_QQAAPsHACDSBQAA-wcAINMFAAD7BwAg1AUAAPsHACDVBQAA-wcAINYFAAD7BwAg1wUAAPsHACADAAAAnwIAIAMAAKACADAEAACBAgAgAwAAAJ8CACADAACgAgAwBAAAgQIAIAMAAACfAgAgAwAAoAIAMAQAAIECACAZrwEAANwJACCwAQAA3QkAILEBAADeCQAgsgEAAN8JACCzAQAA4AkAILQBAADhCQAguwQBAAAAAb4EAQAAAAHFBEAAAAAB1AQBAAAAAdkEAQAAAAHaBAEAAAAB_QRAAAAAAcAFAQAAAAHNBQIAAAABzgUBAAAAAc8FgAAAAAHQBQEAAAAB0QUBAAAAAdIFAQAAAAHTBUAAAAAB1AVAAAAAAdUFQAAAAAHWBUAAAAAB1wUBAAAAAQEIAACkAgAgE7sEAQAAAAG-BAEAAAABxQRAAAAAAdQEAQAAAAHZBAEAAAAB2gQBAAAAAf0EQAAAAAHABQEAAAABzQUCAAAAAc4FAQAAAAHPBYAAAAAB0AUBAAAAAdEFAQAAAAHSBQEAAAAB0wVAAAAAAdQFQAAAAAHVBUAAAAAB1gVAAAAAAdcFAQAAAAEBCAAApgIAMAEIAACmAgAwGa8BAACVCQAgsAEAAJYJACCxAQAAlwkAILIBAACYCQAgswEAAJkJACC0AQAAmgkAILsEAQCBCAAhvgQBAIEIACHFBEAAgwgAIdQEAQCBCAAh2QQBAIEIACHaBAEAgQgAIf0EQACGCAAhwAUBAIEIACHNBQIAkAgAIc4FAQCBCAAhzwWAAAAAAdAFAQCBCAAh0QUBAIEIACHSBQEAhQgAIdMFQACGCAAh1AVAAIYIACHVBUAAhggAIdYFQACGCAAh1wUBAIUIACECAAAAgQIAIAgAAKkCACATuwQBAIEIACG-BAEAgQgAIcUEQACDCAAh1AQBAIEIACHZBAEAgQgAIdoEAQCBCAAh_QRAAIYIACHABQEAgQgAIc0FAgCQCAAhzgUBAIEIACHPBYAAAAAB0AUBAIEIACHRBQEAgQgAIdIFAQCFCAAh0wVAAIYIACHUBUAAhggAIdUFQACGCAAh1gVAAIYIACHXBQEAhQgAIQIAAACfAgAgCAAAqwIAIAIAAACfAgAgCAAAqwIAIAMAAACBAgAgDwAApAIAIBAAAKkCACABAAAAgQIAIAEAAACfAgAgDBUAAJAJACAWAACRCQAgFwAAlAkAIBgAAJMJACAZAACSCQAg_QQAAPsHACDSBQAA-wcAINMFAAD7BwAg1AUAAPsHACDVBQAA-wcAINYFAAD7BwAg1wUAAPsHACAWuAQAAM8HADC5BAAAsgIAELoEAADPBwAwuwQBAOcGACG-BAEA6QYAIcUEQADqBgAh1AQBAOcGACHZBAEA6QYAIdoEAQDpBgAh_QRAAO0GACHABQEA6QYAIc0FAgCMBwAhzgUBAOkGACHPBQAArwcAINAFAQDpBgAh0QUBAOkGACHSBQEA7AYAIdMFQADtBgAh1AVAAO0GACHVBUAA7QYAIdYFQADtBgAh1wUBAOwGACEDAAAAnwIAIAMAALECADAUAACyAgAgAwAAAJ8CACADAACgAgAwBAAAgQIAIAEAAACFAgAgAQAAAIUCACADAAAAgwIAIAMAAIQCADAEAACFAgAgAwAAAIMCACADAACEAgAwBAAAhQIAIAMAAACDAgAgAwAAhAIAMAQAAIUCACATrgEAAI8JACC7BAEAAAAB2QQBAAAAAe4EAQAAAAGyBQEAAAABuQUAAI4JACC9BQEAAAABvgVAAAAAAb8FAQAAAAHABQEAAAABxAUCAAAAAcUFAQAAAAHGBQEAAAABxwUBAAAAAcgFQAAAAAHJBQEAAAABygVAAAAAAcsFAQAAAAHMBUAAAAABAQgAALoCACASuwQBAAAAAdkEAQAAAAHuBAEAAAABsgUBAAAAAbkFAACOCQAgvQUBAAAAAb4FQAAAAAG_BQEAAAABwAUBAAAAAcQFAgAAAAHFBQEAAAABxgUBAAAAAccFAQAAAAHIBUAAAAAByQUBAAAAAcoFQAAAAAHLBQEAAAABzAVAAAAAAQEIAAC8AgAwAQgAALwCADATrgEAAI0JACC7BAEAgQgAIdkEAQCBCAAh7gQBAIUIACGyBQEAgQgAIbkFAACMCQAgvQUBAIUIACG-BUAAhggAIb8FAQCFCAAhwAUBAIEIACHEBQIAkAgAIcUFAQCFCAAhxgUBAIEIACHHBQEAgQgAIcgFQACDCAAhyQUBAIUIACHKBUAAhggAIcsFAQCFCAAhzAVAAIYIACECAAAAhQIAIAgAAL8CACASuwQBAIEIACHZBAEAgQgAIe4EAQCFCAAhsgUBAIEIACG5BQAAjAkAIL0FAQCFCAAhvgVAAIYIACG_BQEAhQgAIcAFAQCBCAAhxAUCAJAIACHFBQEAhQgAIcYFAQCBCAAhxwUBAIEIACHIBUAAgwgAIckFAQCFCAAhygVAAIYIACHLBQEAhQgAIcwFQACGCAAhAgAAAIMCACAIAADBAgAgAgAAAIMCACAIAADBAgAgAwAAAIUCACAPAAC6AgAgEAAAvwIAIAEAAACFAgAgAQAAAIMCACAOFQAAhwkAIBYAAIgJACAXAACLCQAgGAAAigkAIBkAAIkJACDuBAAA-wcAIL0FAAD7BwAgvgUAAPsHACC_BQAA-wcAIMUFAAD7BwAgyQUAAPsHACDKBQAA-wcAIMsFAAD7BwAgzAUAAPsHACAVuAQAAM0HADC5BAAAyAIAELoEAADNBwAwuwQBAOcGACHZBAEA6QYAIe4EAQDsBgAhsgUBAOcGACG5BQAAzgcAIL0FAQDsBgAhvgVAAO0GACG_BQEA7AYAIcAFAQDpBgAhxAUCAIwHACHFBQEA7AYAIcYFAQDpBgAhxwUBAOkGACHIBUAA6gYAIckFAQDsBgAhygVAAO0GACHLBQEA7AYAIcwFQADtBgAhAwAAAIMCACADAADHAgAwFAAAyAIAIAMAAACDAgAgAwAAhAIAMAQAAIUCACABAAAAiQIAIAEAAACJAgAgAwAAAIcCACADAACIAgAwBAAAiQIAIAMAAACHAgAgAwAAiAIAMAQAAIkCACADAAAAhwIAIAMAAIgCADAEAACJAgAgCa4BAACGCQAg3wRAAAAAAZgFAQAAAAGyBQEAAAABtAUBAAAAAcAFAQAAAAHBBQEAAAABwgUgAAAAAcMFAgAAAAEBCAAA0AIAIAjfBEAAAAABmAUBAAAAAbIFAQAAAAG0BQEAAAABwAUBAAAAAcEFAQAAAAHCBSAAAAABwwUCAAAAAQEIAADSAgAwAQgAANICADAJrgEAAIUJACDfBEAAgwgAIZgFAQCFCAAhsgUBAIEIACG0BQEAgQgAIcAFAQCBCAAhwQUBAIEIACHCBSAAhAgAIcMFAgCECQAhAgAAAIkCACAIAADVAgAgCN8EQACDCAAhmAUBAIUIACGyBQEAgQgAIbQFAQCBCAAhwAUBAIEIACHBBQEAgQgAIcIFIACECAAhwwUCAIQJACECAAAAhwIAIAgAANcCACACAAAAhwIAIAgAANcCACADAAAAiQIAIA8AANACACAQAADVAgAgAQAAAIkCACABAAAAhwIAIAcVAAD_CAAgFgAAgAkAIBcAAIMJACAYAACCCQAgGQAAgQkAIJgFAAD7BwAgwwUAAPsHACALuAQAAMoHADC5BAAA3gIAELoEAADKBwAw3wRAAOoGACGYBQEA7AYAIbIFAQDnBgAhtAUBAOkGACHABQEA6QYAIcEFAQDpBgAhwgUgAOsGACHDBQIAywcAIQMAAACHAgAgAwAA3QIAMBQAAN4CACADAAAAhwIAIAMAAIgCADAEAACJAgAgAQAAAI0CACABAAAAjQIAIAMAAACLAgAgAwAAjAIAMAQAAI0CACADAAAAiwIAIAMAAIwCADAEAACNAgAgAwAAAIsCACADAACMAgAwBAAAjQIAIAyuAQAA_ggAILsEAQAAAAHZBAEAAAAB7gQBAAAAAZIFAQAAAAGyBQEAAAABugUBAAAAAbsFAQAAAAG8BUAAAAABvQUBAAAAAb4FQAAAAAG_BQEAAAABAQgAAOYCACALuwQBAAAAAdkEAQAAAAHuBAEAAAABkgUBAAAAAbIFAQAAAAG6BQEAAAABuwUBAAAAAbwFQAAAAAG9BQEAAAABvgVAAAAAAb8FAQAAAAEBCAAA6AIAMAEIAADoAgAwDK4BAAD9CAAguwQBAIEIACHZBAEAgQgAIe4EAQCBCAAhkgUBAIEIACGyBQEAgQgAIboFAQCBCAAhuwUBAIEIACG8BUAAgwgAIb0FAQCFCAAhvgVAAIYIACG_BQEAhQgAIQIAAACNAgAgCAAA6wIAIAu7BAEAgQgAIdkEAQCBCAAh7gQBAIEIACGSBQEAgQgAIbIFAQCBCAAhugUBAIEIACG7BQEAgQgAIbwFQACDCAAhvQUBAIUIACG-BUAAhggAIb8FAQCFCAAhAgAAAIsCACAIAADtAgAgAgAAAIsCACAIAADtAgAgAwAAAI0CACAPAADmAgAgEAAA6wIAIAEAAACNAgAgAQAAAIsCACAGFQAA-ggAIBgAAPwIACAZAAD7CAAgvQUAAPsHACC-BQAA-wcAIL8FAAD7BwAgDrgEAADJBwAwuQQAAPQCABC6BAAAyQcAMLsEAQDnBgAh2QQBAOkGACHuBAEA6QYAIZIFAQDpBgAhsgUBAOcGACG6BQEA6QYAIbsFAQDpBgAhvAVAAOoGACG9BQEA7AYAIb4FQADtBgAhvwUBAOwGACEDAAAAiwIAIAMAAPMCADAUAAD0AgAgAwAAAIsCACADAACMAgAwBAAAjQIAIAEAAACRAgAgAQAAAJECACADAAAAjwIAIAMAAJACADAEAACRAgAgAwAAAI8CACADAACQAgAwBAAAkQIAIAMAAACPAgAgAwAAkAIAMAQAAJECACAFrgEAAPkIACDfBEAAAAABsgUBAAAAAbQFAQAAAAG5BQEAAAABAQgAAPwCACAE3wRAAAAAAbIFAQAAAAG0BQEAAAABuQUBAAAAAQEIAAD-AgAwAQgAAP4CADAFrgEAAPgIACDfBEAAgwgAIbIFAQCBCAAhtAUBAIEIACG5BQEAgQgAIQIAAACRAgAgCAAAgQMAIATfBEAAgwgAIbIFAQCBCAAhtAUBAIEIACG5BQEAgQgAIQIAAACPAgAgCAAAgwMAIAIAAACPAgAgCAAAgwMAIAMAAACRAgAgDwAA_AIAIBAAAIEDACABAAAAkQIAIAEAAACPAgAgAxUAAPUIACAYAAD3CAAgGQAA9ggAIAe4BAAAyAcAMLkEAACKAwAQugQAAMgHADDfBEAA6gYAIbIFAQDnBgAhtAUBAOkGACG5BQEA6QYAIQMAAACPAgAgAwAAiQMAMBQAAIoDACADAAAAjwIAIAMAAJACADAEAACRAgAgCq4BAADHBwAguAQAAMYHADC5BAAAkwIAELoEAADGBwAwqwUBAIcHACGyBQEAAAABtQUBAIcHACG2BUAAiAcAIbcFAQCHBwAhuAVAAIgHACEBAAAAjQMAIAEAAACNAwAgBq4BAAD0CAAgqwUAAPsHACC1BQAA-wcAILYFAAD7BwAgtwUAAPsHACC4BQAA-wcAIAMAAACTAgAgAwAAkAMAMAQAAI0DACADAAAAkwIAIAMAAJADADAEAACNAwAgAwAAAJMCACADAACQAwAwBAAAjQMAIAeuAQAA8wgAIKsFAQAAAAGyBQEAAAABtQUBAAAAAbYFQAAAAAG3BQEAAAABuAVAAAAAAQEIAACUAwAgBqsFAQAAAAGyBQEAAAABtQUBAAAAAbYFQAAAAAG3BQEAAAABuAVAAAAAAQEIAACWAwAwAQgAAJYDADAHrgEAAPIIACCrBQEAhQgAIbIFAQCBCAAhtQUBAIUIACG2BUAAhggAIbcFAQCFCAAhuAVAAIYIACECAAAAjQMAIAgAAJkDACAGqwUBAIUIACGyBQEAgQgAIbUFAQCFCAAhtgVAAIYIACG3BQEAhQgAIbgFQACGCAAhAgAAAJMCACAIAACbAwAgAgAAAJMCACAIAACbAwAgAwAAAI0DACAPAACUAwAgEAAAmQMAIAEAAACNAwAgAQAAAJMCACAIFQAA7wgAIBgAAPEIACAZAADwCAAgqwUAAPsHACC1BQAA-wcAILYFAAD7BwAgtwUAAPsHACC4BQAA-wcAIAm4BAAAxQcAMLkEAACiAwAQugQAAMUHADCrBQEA7AYAIbIFAQDnBgAhtQUBAOwGACG2BUAA7QYAIbcFAQDsBgAhuAVAAO0GACEDAAAAkwIAIAMAAKEDADAUAACiAwAgAwAAAJMCACADAACQAwAwBAAAjQMAIAEAAACXAgAgAQAAAJcCACADAAAAlQIAIAMAAJYCADAEAACXAgAgAwAAAJUCACADAACWAgAwBAAAlwIAIAMAAACVAgAgAwAAlgIAMAQAAJcCACAHrgEAAO4IACC7BAEAAAAB3wRAAAAAAYAFAQAAAAGyBQEAAAABswUBAAAAAbQFAQAAAAEBCAAAqgMAIAa7BAEAAAAB3wRAAAAAAYAFAQAAAAGyBQEAAAABswUBAAAAAbQFAQAAAAEBCAAArAMAMAEIAACsAwAwB64BAADtCAAguwQBAIEIACHfBEAAgwgAIYAFAQCFCAAhsgUBAIEIACGzBQEAgQgAIbQFAQCBCAAhAgAAAJcCACAIAACvAwAgBrsEAQCBCAAh3wRAAIMIACGABQEAhQgAIbIFAQCBCAAhswUBAIEIACG0BQEAgQgAIQIAAACVAgAgCAAAsQMAIAIAAACVAgAgCAAAsQMAIAMAAACXAgAgDwAAqgMAIBAAAK8DACABAAAAlwIAIAEAAACVAgAgBBUAAOoIACAYAADsCAAgGQAA6wgAIIAFAAD7BwAgCbgEAADEBwAwuQQAALgDABC6BAAAxAcAMLsEAQDnBgAh3wRAAOoGACGABQEA7AYAIbIFAQDnBgAhswUBAOkGACG0BQEA6QYAIQMAAACVAgAgAwAAtwMAMBQAALgDACADAAAAlQIAIAMAAJYCADAEAACXAgAgAQAAALQBACABAAAAtAEAIAMAAACyAQAgAwAAswEAMAQAALQBACADAAAAsgEAIAMAALMBADAEAAC0AQAgAwAAALIBACADAACzAQAwBAAAtAEAIBF8AADpCAAguwQBAAAAAb0EBAAAAAG-BAEAAAAB1AQBAAAAAdUEAQAAAAHWBAEAAAABgAUBAAAAAakFAQAAAAGqBQEAAAABqwUBAAAAAawFQAAAAAGtBQEAAAABrgVAAAAAAa8FAQAAAAGwBUAAAAABsQUBAAAAAQEIAADAAwAgELsEAQAAAAG9BAQAAAABvgQBAAAAAdQEAQAAAAHVBAEAAAAB1gQBAAAAAYAFAQAAAAGpBQEAAAABqgUBAAAAAasFAQAAAAGsBUAAAAABrQUBAAAAAa4FQAAAAAGvBQEAAAABsAVAAAAAAbEFAQAAAAEBCAAAwgMAMAEIAADCAwAwAQAAALYBACARfAAA6AgAILsEAQCBCAAhvQQEAIIIACG-BAEAgQgAIdQEAQCBCAAh1QQBAIUIACHWBAEAhQgAIYAFAQCFCAAhqQUBAIUIACGqBQEAgQgAIasFAQCFCAAhrAVAAIMIACGtBQEAgQgAIa4FQACDCAAhrwUBAIUIACGwBUAAhggAIbEFAQCFCAAhAgAAALQBACAIAADGAwAgELsEAQCBCAAhvQQEAIIIACG-BAEAgQgAIdQEAQCBCAAh1QQBAIUIACHWBAEAhQgAIYAFAQCFCAAhqQUBAIUIACGqBQEAgQgAIasFAQCFCAAhrAVAAIMIACGtBQEAgQgAIa4FQACDCAAhrwUBAIUIACGwBUAAhggAIbEFAQCFCAAhAgAAALIBACAIAADIAwAgAgAAALIBACAIAADIAwAgAQAAALYBACADAAAAtAEAIA8AAMADACAQAADGAwAgAQAAALQBACABAAAAsgEAIA0VAADjCAAgFgAA5AgAIBcAAOcIACAYAADmCAAgGQAA5QgAINUEAAD7BwAg1gQAAPsHACCABQAA-wcAIKkFAAD7BwAgqwUAAPsHACCvBQAA-wcAILAFAAD7BwAgsQUAAPsHACATuAQAAMMHADC5BAAA0AMAELoEAADDBwAwuwQBAOcGACG9BAQA6AYAIb4EAQDpBgAh1AQBAOcGACHVBAEA7AYAIdYEAQCPBwAhgAUBAOwGACGpBQEAjwcAIaoFAQDpBgAhqwUBAOwGACGsBUAA6gYAIa0FAQDpBgAhrgVAAOoGACGvBQEA7AYAIbAFQADtBgAhsQUBAOwGACEDAAAAsgEAIAMAAM8DADAUAADQAwAgAwAAALIBACADAACzAQAwBAAAtAEAIAu4BAAAwgcAMLkEAADWAwAQugQAAMIHADC7BAEAAAABmgVAAIUHACGcBQEAhAcAIaQFAQCEBwAhpQUgAIYHACGmBSAAhgcAIacFIACGBwAhqAUgAIYHACEBAAAA0wMAIAEAAADTAwAgC7gEAADCBwAwuQQAANYDABC6BAAAwgcAMLsEAQCEBwAhmgVAAIUHACGcBQEAhAcAIaQFAQCEBwAhpQUgAIYHACGmBSAAhgcAIacFIACGBwAhqAUgAIYHACEAAwAAANYDACADAADXAwAwBAAA0wMAIAMAAADWAwAgAwAA1wMAMAQAANMDACADAAAA1gMAIAMAANcDADAEAADTAwAgCLsEAQAAAAGaBUAAAAABnAUBAAAAAaQFAQAAAAGlBSAAAAABpgUgAAAAAacFIAAAAAGoBSAAAAABAQgAANsDACAIuwQBAAAAAZoFQAAAAAGcBQEAAAABpAUBAAAAAaUFIAAAAAGmBSAAAAABpwUgAAAAAagFIAAAAAEBCAAA3QMAMAEIAADdAwAwCLsEAQCBCAAhmgVAAIMIACGcBQEAgQgAIaQFAQCBCAAhpQUgAIQIACGmBSAAhAgAIacFIACECAAhqAUgAIQIACECAAAA0wMAIAgAAOADACAIuwQBAIEIACGaBUAAgwgAIZwFAQCBCAAhpAUBAIEIACGlBSAAhAgAIaYFIACECAAhpwUgAIQIACGoBSAAhAgAIQIAAADWAwAgCAAA4gMAIAIAAADWAwAgCAAA4gMAIAMAAADTAwAgDwAA2wMAIBAAAOADACABAAAA0wMAIAEAAADWAwAgAxUAAOAIACAYAADiCAAgGQAA4QgAIAu4BAAAwQcAMLkEAADpAwAQugQAAMEHADC7BAEA6QYAIZoFQADqBgAhnAUBAOkGACGkBQEA6QYAIaUFIADrBgAhpgUgAOsGACGnBSAA6wYAIagFIADrBgAhAwAAANYDACADAADoAwAwFAAA6QMAIAMAAADWAwAgAwAA1wMAMAQAANMDACAHuAQAAL8HADC5BAAA7wMAELoEAAC_BwAwigUBAIQHACGhBQEAhAcAIaIFAQCEBwAhowUAAMAHACABAAAA7AMAIAEAAADsAwAgBrgEAAC_BwAwuQQAAO8DABC6BAAAvwcAMIoFAQCEBwAhoQUBAIQHACGiBQEAhAcAIQADAAAA7wMAIAMAAPADADAEAADsAwAgAwAAAO8DACADAADwAwAwBAAA7AMAIAMAAADvAwAgAwAA8AMAMAQAAOwDACADigUBAAAAAaEFAQAAAAGiBQEAAAABAQgAAPQDACADigUBAAAAAaEFAQAAAAGiBQEAAAABAQgAAPYDADABCAAA9gMAMAOKBQEAgQgAIaEFAQCBCAAhogUBAIEIACECAAAA7AMAIAgAAPkDACADigUBAIEIACGhBQEAgQgAIaIFAQCBCAAhAgAAAO8DACAIAAD7AwAgAgAAAO8DACAIAAD7AwAgAwAAAOwDACAPAAD0AwAgEAAA-QMAIAEAAADsAwAgAQAAAO8DACADFQAA3QgAIBgAAN8IACAZAADeCAAgBrgEAAC-BwAwuQQAAIIEABC6BAAAvgcAMIoFAQDpBgAhoQUBAOkGACGiBQEA6QYAIQMAAADvAwAgAwAAgQQAMBQAAIIEACADAAAA7wMAIAMAAPADADAEAADsAwAgBrgEAAC8BwAwuQQAAIgEABC6BAAAvAcAMIoFAQCEBwAhnwUBAIQHACGgBQAAvQcAIAEAAACFBAAgAQAAAIUEACAFuAQAALwHADC5BAAAiAQAELoEAAC8BwAwigUBAIQHACGfBQEAhAcAIQADAAAAiAQAIAMAAIkEADAEAACFBAAgAwAAAIgEACADAACJBAAwBAAAhQQAIAMAAACIBAAgAwAAiQQAMAQAAIUEACACigUBAAAAAZ8FAQAAAAEBCAAAjQQAIAKKBQEAAAABnwUBAAAAAQEIAACPBAAwAQgAAI8EADACigUBAIEIACGfBQEAgQgAIQIAAACFBAAgCAAAkgQAIAKKBQEAgQgAIZ8FAQCBCAAhAgAAAIgEACAIAACUBAAgAgAAAIgEACAIAACUBAAgAwAAAIUEACAPAACNBAAgEAAAkgQAIAEAAACFBAAgAQAAAIgEACADFQAA2ggAIBgAANwIACAZAADbCAAgBbgEAAC7BwAwuQQAAJsEABC6BAAAuwcAMIoFAQDpBgAhnwUBAOkGACEDAAAAiAQAIAMAAJoEADAUAACbBAAgAwAAAIgEACADAACJBAAwBAAAhQQAIAm4BAAAugcAMLkEAAChBAAQugQAALoHADD-BAEAhwcAIYoFAQAAAAGbBQEAhAcAIZwFAQCEBwAhnQUgAIYHACGeBUAAiAcAIQEAAACeBAAgAQAAAJ4EACAJuAQAALoHADC5BAAAoQQAELoEAAC6BwAw_gQBAIcHACGKBQEAhAcAIZsFAQCEBwAhnAUBAIQHACGdBSAAhgcAIZ4FQACIBwAhAv4EAAD7BwAgngUAAPsHACADAAAAoQQAIAMAAKIEADAEAACeBAAgAwAAAKEEACADAACiBAAwBAAAngQAIAMAAAChBAAgAwAAogQAMAQAAJ4EACAG_gQBAAAAAYoFAQAAAAGbBQEAAAABnAUBAAAAAZ0FIAAAAAGeBUAAAAABAQgAAKYEACAG_gQBAAAAAYoFAQAAAAGbBQEAAAABnAUBAAAAAZ0FIAAAAAGeBUAAAAABAQgAAKgEADABCAAAqAQAMAb-BAEAhQgAIYoFAQCBCAAhmwUBAIEIACGcBQEAgQgAIZ0FIACECAAhngVAAIYIACECAAAAngQAIAgAAKsEACAG_gQBAIUIACGKBQEAgQgAIZsFAQCBCAAhnAUBAIEIACGdBSAAhAgAIZ4FQACGCAAhAgAAAKEEACAIAACtBAAgAgAAAKEEACAIAACtBAAgAwAAAJ4EACAPAACmBAAgEAAAqwQAIAEAAACeBAAgAQAAAKEEACAFFQAA1wgAIBgAANkIACAZAADYCAAg_gQAAPsHACCeBQAA-wcAIAm4BAAAuQcAMLkEAAC0BAAQugQAALkHADD-BAEA7AYAIYoFAQDpBgAhmwUBAOkGACGcBQEA6QYAIZ0FIADrBgAhngVAAO0GACEDAAAAoQQAIAMAALMEADAUAAC0BAAgAwAAAKEEACADAACiBAAwBAAAngQAIAe4BAAAuAcAMLkEAAC6BAAQugQAALgHADCABQEAAAABmAUAALIHACCZBQEAhAcAIZoFQACFBwAhAQAAALcEACABAAAAtwQAIAe4BAAAuAcAMLkEAAC6BAAQugQAALgHADCABQEAhAcAIZgFAACyBwAgmQUBAIQHACGaBUAAhQcAIQADAAAAugQAIAMAALsEADAEAAC3BAAgAwAAALoEACADAAC7BAAwBAAAtwQAIAMAAAC6BAAgAwAAuwQAMAQAALcEACAEgAUBAAAAAZgFgAAAAAGZBQEAAAABmgVAAAAAAQEIAAC_BAAgBIAFAQAAAAGYBYAAAAABmQUBAAAAAZoFQAAAAAEBCAAAwQQAMAEIAADBBAAwBIAFAQCBCAAhmAWAAAAAAZkFAQCBCAAhmgVAAIMIACECAAAAtwQAIAgAAMQEACAEgAUBAIEIACGYBYAAAAABmQUBAIEIACGaBUAAgwgAIQIAAAC6BAAgCAAAxgQAIAIAAAC6BAAgCAAAxgQAIAMAAAC3BAAgDwAAvwQAIBAAAMQEACABAAAAtwQAIAEAAAC6BAAgAxUAANQIACAYAADWCAAgGQAA1QgAIAe4BAAAtwcAMLkEAADNBAAQugQAALcHADCABQEA6QYAIZgFAACvBwAgmQUBAOkGACGaBUAA6gYAIQMAAAC6BAAgAwAAzAQAMBQAAM0EACADAAAAugQAIAMAALsEADAEAAC3BAAgBbgEAAC2BwAwuQQAANMEABC6BAAAtgcAMIAFAQAAAAGXBUAAhQcAIQEAAADQBAAgAQAAANAEACAFuAQAALYHADC5BAAA0wQAELoEAAC2BwAwgAUBAIQHACGXBUAAhQcAIQADAAAA0wQAIAMAANQEADAEAADQBAAgAwAAANMEACADAADUBAAwBAAA0AQAIAMAAADTBAAgAwAA1AQAMAQAANAEACACgAUBAAAAAZcFQAAAAAEBCAAA2AQAIAKABQEAAAABlwVAAAAAAQEIAADaBAAwAQgAANoEADACgAUBAIEIACGXBUAAgwgAIQIAAADQBAAgCAAA3QQAIAKABQEAgQgAIZcFQACDCAAhAgAAANMEACAIAADfBAAgAgAAANMEACAIAADfBAAgAwAAANAEACAPAADYBAAgEAAA3QQAIAEAAADQBAAgAQAAANMEACADFQAA0QgAIBgAANMIACAZAADSCAAgBbgEAAC1BwAwuQQAAOYEABC6BAAAtQcAMIAFAQDpBgAhlwVAAOoGACEDAAAA0wQAIAMAAOUEADAUAADmBAAgAwAAANMEACADAADUBAAwBAAA0AQAIBe4BAAAtAcAMLkEAADsBAAQugQAALQHADC7BAEAAAABxQRAAIUHACHWBAEAkgcAIdkEAQCEBwAh-AQCAJkHACH7BEAAiAcAIf4EAQCHBwAhgAUBAAAAAYQFAQCHBwAhiAUEAIMHACGJBQEAhAcAIYoFAQCHBwAhjgUCAJkHACGPBQEAhwcAIZAFQACIBwAhkgUBAIQHACGTBQEAhwcAIZQFAgCZBwAhlQUCAJkHACGWBQIAmQcAIQEAAADpBAAgAQAAAOkEACAXuAQAALQHADC5BAAA7AQAELoEAAC0BwAwuwQBAJIHACHFBEAAhQcAIdYEAQCSBwAh2QQBAIQHACH4BAIAmQcAIfsEQACIBwAh_gQBAIcHACGABQEAhAcAIYQFAQCHBwAhiAUEAIMHACGJBQEAhAcAIYoFAQCHBwAhjgUCAJkHACGPBQEAhwcAIZAFQACIBwAhkgUBAIQHACGTBQEAhwcAIZQFAgCZBwAhlQUCAJkHACGWBQIAmQcAIQf7BAAA-wcAIP4EAAD7BwAghAUAAPsHACCKBQAA-wcAII8FAAD7BwAgkAUAAPsHACCTBQAA-wcAIAMAAADsBAAgAwAA7QQAMAQAAOkEACADAAAA7AQAIAMAAO0EADAEAADpBAAgAwAAAOwEACADAADtBAAwBAAA6QQAIBS7BAEAAAABxQRAAAAAAdYEAQAAAAHZBAEAAAAB-AQCAAAAAfsEQAAAAAH-BAEAAAABgAUBAAAAAYQFAQAAAAGIBQQAAAABiQUBAAAAAYoFAQAAAAGOBQIAAAABjwUBAAAAAZAFQAAAAAGSBQEAAAABkwUBAAAAAZQFAgAAAAGVBQIAAAABlgUCAAAAAQEIAADxBAAgFLsEAQAAAAHFBEAAAAAB1gQBAAAAAdkEAQAAAAH4BAIAAAAB-wRAAAAAAf4EAQAAAAGABQEAAAABhAUBAAAAAYgFBAAAAAGJBQEAAAABigUBAAAAAY4FAgAAAAGPBQEAAAABkAVAAAAAAZIFAQAAAAGTBQEAAAABlAUCAAAAAZUFAgAAAAGWBQIAAAABAQgAAPMEADABCAAA8wQAMBS7BAEAgQgAIcUEQACDCAAh1gQBAIEIACHZBAEAgQgAIfgEAgCQCAAh-wRAAIYIACH-BAEAhQgAIYAFAQCBCAAhhAUBAIUIACGIBQQAgggAIYkFAQCBCAAhigUBAIUIACGOBQIAkAgAIY8FAQCFCAAhkAVAAIYIACGSBQEAgQgAIZMFAQCFCAAhlAUCAJAIACGVBQIAkAgAIZYFAgCQCAAhAgAAAOkEACAIAAD2BAAgFLsEAQCBCAAhxQRAAIMIACHWBAEAgQgAIdkEAQCBCAAh-AQCAJAIACH7BEAAhggAIf4EAQCFCAAhgAUBAIEIACGEBQEAhQgAIYgFBACCCAAhiQUBAIEIACGKBQEAhQgAIY4FAgCQCAAhjwUBAIUIACGQBUAAhggAIZIFAQCBCAAhkwUBAIUIACGUBQIAkAgAIZUFAgCQCAAhlgUCAJAIACECAAAA7AQAIAgAAPgEACACAAAA7AQAIAgAAPgEACADAAAA6QQAIA8AAPEEACAQAAD2BAAgAQAAAOkEACABAAAA7AQAIAwVAADMCAAgFgAAzQgAIBcAANAIACAYAADPCAAgGQAAzggAIPsEAAD7BwAg_gQAAPsHACCEBQAA-wcAIIoFAAD7BwAgjwUAAPsHACCQBQAA-wcAIJMFAAD7BwAgF7gEAACzBwAwuQQAAP8EABC6BAAAswcAMLsEAQDnBgAhxQRAAOoGACHWBAEA5wYAIdkEAQDpBgAh-AQCAIwHACH7BEAA7QYAIf4EAQDsBgAhgAUBAOkGACGEBQEA7AYAIYgFBADoBgAhiQUBAOkGACGKBQEA7AYAIY4FAgCMBwAhjwUBAOwGACGQBUAA7QYAIZIFAQDpBgAhkwUBAOwGACGUBQIAjAcAIZUFAgCMBwAhlgUCAIwHACEDAAAA7AQAIAMAAP4EADAUAAD_BAAgAwAAAOwEACADAADtBAAwBAAA6QQAIBS4BAAAsQcAMLkEAACFBQAQugQAALEHADC7BAEAAAABxQRAAIUHACHZBAEAhAcAIfgEAgCZBwAh_gQBAIcHACGABQEAAAABhAUBAIcHACGIBQQAgwcAIYkFAQCEBwAhigUBAIcHACGLBQEAkwcAIYwFAQCHBwAhjQUAALIHACCOBQIAmQcAIY8FAQCHBwAhkAVAAIgHACGRBUAAiAcAIQEAAACCBQAgAQAAAIIFACAUuAQAALEHADC5BAAAhQUAELoEAACxBwAwuwQBAJIHACHFBEAAhQcAIdkEAQCEBwAh-AQCAJkHACH-BAEAhwcAIYAFAQCHBwAhhAUBAIcHACGIBQQAgwcAIYkFAQCEBwAhigUBAIcHACGLBQEAkwcAIYwFAQCHBwAhjQUAALIHACCOBQIAmQcAIY8FAQCHBwAhkAVAAIgHACGRBUAAiAcAIQn-BAAA-wcAIIAFAAD7BwAghAUAAPsHACCKBQAA-wcAIIsFAAD7BwAgjAUAAPsHACCPBQAA-wcAIJAFAAD7BwAgkQUAAPsHACADAAAAhQUAIAMAAIYFADAEAACCBQAgAwAAAIUFACADAACGBQAwBAAAggUAIAMAAACFBQAgAwAAhgUAMAQAAIIFACARuwQBAAAAAcUEQAAAAAHZBAEAAAAB-AQCAAAAAf4EAQAAAAGABQEAAAABhAUBAAAAAYgFBAAAAAGJBQEAAAABigUBAAAAAYsFAQAAAAGMBQEAAAABjQWAAAAAAY4FAgAAAAGPBQEAAAABkAVAAAAAAZEFQAAAAAEBCAAAigUAIBG7BAEAAAABxQRAAAAAAdkEAQAAAAH4BAIAAAAB_gQBAAAAAYAFAQAAAAGEBQEAAAABiAUEAAAAAYkFAQAAAAGKBQEAAAABiwUBAAAAAYwFAQAAAAGNBYAAAAABjgUCAAAAAY8FAQAAAAGQBUAAAAABkQVAAAAAAQEIAACMBQAwAQgAAIwFADARuwQBAIEIACHFBEAAgwgAIdkEAQCBCAAh-AQCAJAIACH-BAEAhQgAIYAFAQCFCAAhhAUBAIUIACGIBQQAgggAIYkFAQCBCAAhigUBAIUIACGLBQEAhQgAIYwFAQCFCAAhjQWAAAAAAY4FAgCQCAAhjwUBAIUIACGQBUAAhggAIZEFQACGCAAhAgAAAIIFACAIAACPBQAgEbsEAQCBCAAhxQRAAIMIACHZBAEAgQgAIfgEAgCQCAAh_gQBAIUIACGABQEAhQgAIYQFAQCFCAAhiAUEAIIIACGJBQEAgQgAIYoFAQCFCAAhiwUBAIUIACGMBQEAhQgAIY0FgAAAAAGOBQIAkAgAIY8FAQCFCAAhkAVAAIYIACGRBUAAhggAIQIAAACFBQAgCAAAkQUAIAIAAACFBQAgCAAAkQUAIAMAAACCBQAgDwAAigUAIBAAAI8FACABAAAAggUAIAEAAACFBQAgDhUAAMcIACAWAADICAAgFwAAywgAIBgAAMoIACAZAADJCAAg_gQAAPsHACCABQAA-wcAIIQFAAD7BwAgigUAAPsHACCLBQAA-wcAIIwFAAD7BwAgjwUAAPsHACCQBQAA-wcAIJEFAAD7BwAgFLgEAACuBwAwuQQAAJgFABC6BAAArgcAMLsEAQDnBgAhxQRAAOoGACHZBAEA6QYAIfgEAgCMBwAh_gQBAOwGACGABQEA7AYAIYQFAQDsBgAhiAUEAOgGACGJBQEA6QYAIYoFAQDsBgAhiwUBAI8HACGMBQEA7AYAIY0FAACvBwAgjgUCAIwHACGPBQEA7AYAIZAFQADtBgAhkQVAAO0GACEDAAAAhQUAIAMAAJcFADAUAACYBQAgAwAAAIUFACADAACGBQAwBAAAggUAIAy4BAAArQcAMLkEAACeBQAQugQAAK0HADC7BAEAAAAB-QQBAIcHACH6BEAAiAcAIfsEQACIBwAhgwUCAJkHACGEBQEAhwcAIYUFAQCHBwAhhgUBAIcHACGHBUAAiAcAIQEAAACbBQAgAQAAAJsFACAMuAQAAK0HADC5BAAAngUAELoEAACtBwAwuwQBAIQHACH5BAEAhwcAIfoEQACIBwAh-wRAAIgHACGDBQIAmQcAIYQFAQCHBwAhhQUBAIcHACGGBQEAhwcAIYcFQACIBwAhB_kEAAD7BwAg-gQAAPsHACD7BAAA-wcAIIQFAAD7BwAghQUAAPsHACCGBQAA-wcAIIcFAAD7BwAgAwAAAJ4FACADAACfBQAwBAAAmwUAIAMAAACeBQAgAwAAnwUAMAQAAJsFACADAAAAngUAIAMAAJ8FADAEAACbBQAgCbsEAQAAAAH5BAEAAAAB-gRAAAAAAfsEQAAAAAGDBQIAAAABhAUBAAAAAYUFAQAAAAGGBQEAAAABhwVAAAAAAQEIAACjBQAgCbsEAQAAAAH5BAEAAAAB-gRAAAAAAfsEQAAAAAGDBQIAAAABhAUBAAAAAYUFAQAAAAGGBQEAAAABhwVAAAAAAQEIAAClBQAwAQgAAKUFADAJuwQBAIEIACH5BAEAhQgAIfoEQACGCAAh-wRAAIYIACGDBQIAkAgAIYQFAQCFCAAhhQUBAIUIACGGBQEAhQgAIYcFQACGCAAhAgAAAJsFACAIAACoBQAgCbsEAQCBCAAh-QQBAIUIACH6BEAAhggAIfsEQACGCAAhgwUCAJAIACGEBQEAhQgAIYUFAQCFCAAhhgUBAIUIACGHBUAAhggAIQIAAACeBQAgCAAAqgUAIAIAAACeBQAgCAAAqgUAIAMAAACbBQAgDwAAowUAIBAAAKgFACABAAAAmwUAIAEAAACeBQAgDBUAAMIIACAWAADDCAAgFwAAxggAIBgAAMUIACAZAADECAAg-QQAAPsHACD6BAAA-wcAIPsEAAD7BwAghAUAAPsHACCFBQAA-wcAIIYFAAD7BwAghwUAAPsHACAMuAQAAKwHADC5BAAAsQUAELoEAACsBwAwuwQBAOkGACH5BAEA7AYAIfoEQADtBgAh-wRAAO0GACGDBQIAjAcAIYQFAQDsBgAhhQUBAOwGACGGBQEA7AYAIYcFQADtBgAhAwAAAJ4FACADAACwBQAwFAAAsQUAIAMAAACeBQAgAwAAnwUAMAQAAJsFACAHuAQAAKsHADC5BAAAtwUAELoEAACrBwAw7gQBAIcHACGABQEAAAABgQVAAIgHACGCBUAAiAcAIQEAAAC0BQAgAQAAALQFACAHuAQAAKsHADC5BAAAtwUAELoEAACrBwAw7gQBAIcHACGABQEAhAcAIYEFQACIBwAhggVAAIgHACED7gQAAPsHACCBBQAA-wcAIIIFAAD7BwAgAwAAALcFACADAAC4BQAwBAAAtAUAIAMAAAC3BQAgAwAAuAUAMAQAALQFACADAAAAtwUAIAMAALgFADAEAAC0BQAgBO4EAQAAAAGABQEAAAABgQVAAAAAAYIFQAAAAAEBCAAAvAUAIATuBAEAAAABgAUBAAAAAYEFQAAAAAGCBUAAAAABAQgAAL4FADABCAAAvgUAMATuBAEAhQgAIYAFAQCBCAAhgQVAAIYIACGCBUAAhggAIQIAAAC0BQAgCAAAwQUAIATuBAEAhQgAIYAFAQCBCAAhgQVAAIYIACGCBUAAhggAIQIAAAC3BQAgCAAAwwUAIAIAAAC3BQAgCAAAwwUAIAMAAAC0BQAgDwAAvAUAIBAAAMEFACABAAAAtAUAIAEAAAC3BQAgBhUAAL8IACAYAADBCAAgGQAAwAgAIO4EAAD7BwAggQUAAPsHACCCBQAA-wcAIAe4BAAAqgcAMLkEAADKBQAQugQAAKoHADDuBAEA7AYAIYAFAQDpBgAhgQVAAO0GACGCBUAA7QYAIQMAAAC3BQAgAwAAyQUAMBQAAMoFACADAAAAtwUAIAMAALgFADAEAAC0BQAgDrgEAACoBwAwuQQAANAFABC6BAAAqAcAMNkEAQCEBwAh9gQBAIQHACH3BEAAhQcAIfgEAgCZBwAh-QQBAIcHACH6BEAAiAcAIfsEQACIBwAh_ARAAIgHACH9BEAAiAcAIf4EAQCHBwAh_wQAAKkHACABAAAAzQUAIAEAAADNBQAgDbgEAACoBwAwuQQAANAFABC6BAAAqAcAMNkEAQCEBwAh9gQBAIQHACH3BEAAhQcAIfgEAgCZBwAh-QQBAIcHACH6BEAAiAcAIfsEQACIBwAh_ARAAIgHACH9BEAAiAcAIf4EAQCHBwAhBvkEAAD7BwAg-gQAAPsHACD7BAAA-wcAIPwEAAD7BwAg_QQAAPsHACD-BAAA-wcAIAMAAADQBQAgAwAA0QUAMAQAAM0FACADAAAA0AUAIAMAANEFADAEAADNBQAgAwAAANAFACADAADRBQAwBAAAzQUAIArZBAEAAAAB9gQBAAAAAfcEQAAAAAH4BAIAAAAB-QQBAAAAAfoEQAAAAAH7BEAAAAAB_ARAAAAAAf0EQAAAAAH-BAEAAAABAQgAANUFACAK2QQBAAAAAfYEAQAAAAH3BEAAAAAB-AQCAAAAAfkEAQAAAAH6BEAAAAAB-wRAAAAAAfwEQAAAAAH9BEAAAAAB_gQBAAAAAQEIAADXBQAwAQgAANcFADAK2QQBAIEIACH2BAEAgQgAIfcEQACDCAAh-AQCAJAIACH5BAEAhQgAIfoEQACGCAAh-wRAAIYIACH8BEAAhggAIf0EQACGCAAh_gQBAIUIACECAAAAzQUAIAgAANoFACAK2QQBAIEIACH2BAEAgQgAIfcEQACDCAAh-AQCAJAIACH5BAEAhQgAIfoEQACGCAAh-wRAAIYIACH8BEAAhggAIf0EQACGCAAh_gQBAIUIACECAAAA0AUAIAgAANwFACACAAAA0AUAIAgAANwFACADAAAAzQUAIA8AANUFACAQAADaBQAgAQAAAM0FACABAAAA0AUAIAsVAAC6CAAgFgAAuwgAIBcAAL4IACAYAAC9CAAgGQAAvAgAIPkEAAD7BwAg-gQAAPsHACD7BAAA-wcAIPwEAAD7BwAg_QQAAPsHACD-BAAA-wcAIA24BAAApwcAMLkEAADjBQAQugQAAKcHADDZBAEA6QYAIfYEAQDpBgAh9wRAAOoGACH4BAIAjAcAIfkEAQDsBgAh-gRAAO0GACH7BEAA7QYAIfwEQADtBgAh_QRAAO0GACH-BAEA7AYAIQMAAADQBQAgAwAA4gUAMBQAAOMFACADAAAA0AUAIAMAANEFADAEAADNBQAgD7gEAAClBwAwuQQAAOkFABC6BAAApQcAMLsEBAAAAAHUBAEAkwcAIdUEAQCEBwAh1gQBAIQHACHfBEAAhQcAIekEAQCEBwAh6gQBAIcHACHrBAEAhAcAIewEAACmBwAg7QQAAKYHACDuBAEAhwcAIe8EBACJBwAhAQAAAOYFACABAAAA5gUAIA-4BAAApQcAMLkEAADpBQAQugQAAKUHADC7BAQAgwcAIdQEAQCTBwAh1QQBAIQHACHWBAEAhAcAId8EQACFBwAh6QQBAIQHACHqBAEAhwcAIesEAQCEBwAh7AQAAKYHACDtBAAApgcAIO4EAQCHBwAh7wQEAIkHACEG1AQAAPsHACDqBAAA-wcAIOwEAAD7BwAg7QQAAPsHACDuBAAA-wcAIO8EAAD7BwAgAwAAAOkFACADAADqBQAwBAAA5gUAIAMAAADpBQAgAwAA6gUAMAQAAOYFACADAAAA6QUAIAMAAOoFADAEAADmBQAgDLsEBAAAAAHUBAEAAAAB1QQBAAAAAdYEAQAAAAHfBEAAAAAB6QQBAAAAAeoEAQAAAAHrBAEAAAAB7ASAAAAAAe0EgAAAAAHuBAEAAAAB7wQEAAAAAQEIAADuBQAgDLsEBAAAAAHUBAEAAAAB1QQBAAAAAdYEAQAAAAHfBEAAAAAB6QQBAAAAAeoEAQAAAAHrBAEAAAAB7ASAAAAAAe0EgAAAAAHuBAEAAAAB7wQEAAAAAQEIAADwBQAwAQgAAPAFADAMuwQEAIIIACHUBAEAhQgAIdUEAQCBCAAh1gQBAIEIACHfBEAAgwgAIekEAQCBCAAh6gQBAIUIACHrBAEAgQgAIewEgAAAAAHtBIAAAAAB7gQBAIUIACHvBAQAhwgAIQIAAADmBQAgCAAA8wUAIAy7BAQAgggAIdQEAQCFCAAh1QQBAIEIACHWBAEAgQgAId8EQACDCAAh6QQBAIEIACHqBAEAhQgAIesEAQCBCAAh7ASAAAAAAe0EgAAAAAHuBAEAhQgAIe8EBACHCAAhAgAAAOkFACAIAAD1BQAgAgAAAOkFACAIAAD1BQAgAwAAAOYFACAPAADuBQAgEAAA8wUAIAEAAADmBQAgAQAAAOkFACALFQAAtQgAIBYAALYIACAXAAC5CAAgGAAAuAgAIBkAALcIACDUBAAA-wcAIOoEAAD7BwAg7AQAAPsHACDtBAAA-wcAIO4EAAD7BwAg7wQAAPsHACAPuAQAAKIHADC5BAAA_AUAELoEAACiBwAwuwQEAOgGACHUBAEAjwcAIdUEAQDpBgAh1gQBAOkGACHfBEAA6gYAIekEAQDpBgAh6gQBAOwGACHrBAEA6QYAIewEAACjBwAg7QQAAKMHACDuBAEA7AYAIe8EBADuBgAhAwAAAOkFACADAAD7BQAwFAAA_AUAIAMAAADpBQAgAwAA6gUAMAQAAOYFACALuAQAAKAHADC5BAAAggYAELoEAACgBwAwuwQEAAAAAd8EQACFBwAh4AQCAJkHACHhBAAAnAcAIOIEAAGhBwAh4wQBAIQHACHkBAEAhAcAIeUEAQCEBwAhAQAAAP8FACABAAAA_wUAIAu4BAAAoAcAMLkEAACCBgAQugQAAKAHADC7BAQAgwcAId8EQACFBwAh4AQCAJkHACHhBAAAnAcAIOIEAAGhBwAh4wQBAIQHACHkBAEAhAcAIeUEAQCEBwAhAAMAAACCBgAgAwAAgwYAMAQAAP8FACADAAAAggYAIAMAAIMGADAEAAD_BQAgAwAAAIIGACADAACDBgAwBAAA_wUAIAi7BAQAAAAB3wRAAAAAAeAEAgAAAAHhBAAAtAgAIOIEAAEAAAHjBAEAAAAB5AQBAAAAAeUEAQAAAAEBCAAAhwYAIAi7BAQAAAAB3wRAAAAAAeAEAgAAAAHhBAAAtAgAIOIEAAEAAAHjBAEAAAAB5AQBAAAAAeUEAQAAAAEBCAAAiQYAMAEIAACJBgAwCLsEBACCCAAh3wRAAIMIACHgBAIAkAgAIeEEAACyCAAg4gQAAbMIACHjBAEAgQgAIeQEAQCBCAAh5QQBAIEIACECAAAA_wUAIAgAAIwGACAIuwQEAIIIACHfBEAAgwgAIeAEAgCQCAAh4QQAALIIACDiBAABswgAIeMEAQCBCAAh5AQBAIEIACHlBAEAgQgAIQIAAACCBgAgCAAAjgYAIAIAAACCBgAgCAAAjgYAIAMAAAD_BQAgDwAAhwYAIBAAAIwGACABAAAA_wUAIAEAAACCBgAgBRUAAK0IACAWAACuCAAgFwAAsQgAIBgAALAIACAZAACvCAAgC7gEAACbBwAwuQQAAJUGABC6BAAAmwcAMLsEBADoBgAh3wRAAOoGACHgBAIAjAcAIeEEAACcBwAg4gQAAZ0HACHjBAEA6QYAIeQEAQDpBgAh5QQBAOkGACEDAAAAggYAIAMAAJQGADAUAACVBgAgAwAAAIIGACADAACDBgAwBAAA_wUAIBCGBAAAlAcAIIcEAACVBwAguAQAAJEHADC5BAAAogYAELoEAACRBwAwuwQBAAAAAb4EAQCEBwAhxQRAAIUHACHUBAEAkgcAIdUEAQCHBwAh1gQBAJMHACHXBAEAhwcAIdgEAQCHBwAh2QQBAIQHACHaBAEAhAcAId4EAACaBwAgAQAAAJgGACAJhQQAAIoHACC4BAAAmAcAMLkEAACaBgAQugQAAJgHADC7BAEAkgcAIbwEAQCSBwAh0QQBAIQHACHSBAIAmQcAIdMEBACDBwAhAYUEAACKCAAgCYUEAACKBwAguAQAAJgHADC5BAAAmgYAELoEAACYBwAwuwQBAAAAAbwEAQCSBwAh0QQBAIQHACHSBAIAmQcAIdMEBACDBwAhAwAAAJoGACADAACbBgAwBAAAnAYAIA-FBAAAigcAILgEAACCBwAwuQQAAJ4GABC6BAAAggcAMLsEAQCSBwAhvAQBAJIHACG9BAQAgwcAIb4EAQCEBwAhvwRAAIUHACHABCAAhgcAIcEEAQCHBwAhwgRAAIgHACHDBAQAiQcAIcQEAQCHBwAhxQRAAIUHACEBAAAAngYAIAEAAACaBgAgAQAAAJgGACAPhgQAAJQHACCHBAAAlQcAILgEAACRBwAwuQQAAKIGABC6BAAAkQcAMLsEAQCSBwAhvgQBAIQHACHFBEAAhQcAIdQEAQCSBwAh1QQBAIcHACHWBAEAkwcAIdcEAQCHBwAh2AQBAIcHACHZBAEAhAcAIdoEAQCEBwAhBoYEAACrCAAghwQAAKwIACDVBAAA-wcAINYEAAD7BwAg1wQAAPsHACDYBAAA-wcAIAMAAACiBgAgAwAAowYAMAQAAJgGACADAAAAogYAIAMAAKMGADAEAACYBgAgAwAAAKIGACADAACjBgAwBAAAmAYAIAyGBAAAqQgAIIcEAACqCAAguwQBAAAAAb4EAQAAAAHFBEAAAAAB1AQBAAAAAdUEAQAAAAHWBAEAAAAB1wQBAAAAAdgEAQAAAAHZBAEAAAAB2gQBAAAAAQEIAACnBgAgCrsEAQAAAAG-BAEAAAABxQRAAAAAAdQEAQAAAAHVBAEAAAAB1gQBAAAAAdcEAQAAAAHYBAEAAAAB2QQBAAAAAdoEAQAAAAEBCAAAqQYAMAEIAACpBgAwDIYEAACWCAAghwQAAJcIACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdUEAQCFCAAh1gQBAIUIACHXBAEAhQgAIdgEAQCFCAAh2QQBAIEIACHaBAEAgQgAIQIAAACYBgAgCAAArAYAIAq7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdUEAQCFCAAh1gQBAIUIACHXBAEAhQgAIdgEAQCFCAAh2QQBAIEIACHaBAEAgQgAIQIAAACiBgAgCAAArgYAIAIAAACiBgAgCAAArgYAIAMAAACYBgAgDwAApwYAIBAAAKwGACABAAAAmAYAIAEAAACiBgAgBxUAAJMIACAYAACVCAAgGQAAlAgAINUEAAD7BwAg1gQAAPsHACDXBAAA-wcAINgEAAD7BwAgDbgEAACOBwAwuQQAALUGABC6BAAAjgcAMLsEAQDnBgAhvgQBAOkGACHFBEAA6gYAIdQEAQDnBgAh1QQBAOwGACHWBAEAjwcAIdcEAQDsBgAh2AQBAOwGACHZBAEA6QYAIdoEAQDpBgAhAwAAAKIGACADAAC0BgAwFAAAtQYAIAMAAACiBgAgAwAAowYAMAQAAJgGACABAAAAnAYAIAEAAACcBgAgAwAAAJoGACADAACbBgAwBAAAnAYAIAMAAACaBgAgAwAAmwYAMAQAAJwGACADAAAAmgYAIAMAAJsGADAEAACcBgAgBoUEAACSCAAguwQBAAAAAbwEAQAAAAHRBAEAAAAB0gQCAAAAAdMEBAAAAAEBCAAAvQYAIAW7BAEAAAABvAQBAAAAAdEEAQAAAAHSBAIAAAAB0wQEAAAAAQEIAAC_BgAwAQgAAL8GADAGhQQAAJEIACC7BAEAgQgAIbwEAQCBCAAh0QQBAIEIACHSBAIAkAgAIdMEBACCCAAhAgAAAJwGACAIAADCBgAgBbsEAQCBCAAhvAQBAIEIACHRBAEAgQgAIdIEAgCQCAAh0wQEAIIIACECAAAAmgYAIAgAAMQGACACAAAAmgYAIAgAAMQGACADAAAAnAYAIA8AAL0GACAQAADCBgAgAQAAAJwGACABAAAAmgYAIAUVAACLCAAgFgAAjAgAIBcAAI8IACAYAACOCAAgGQAAjQgAIAi4BAAAiwcAMLkEAADLBgAQugQAAIsHADC7BAEA5wYAIbwEAQDnBgAh0QQBAOkGACHSBAIAjAcAIdMEBADoBgAhAwAAAJoGACADAADKBgAwFAAAywYAIAMAAACaBgAgAwAAmwYAMAQAAJwGACAPhQQAAIoHACC4BAAAggcAMLkEAACeBgAQugQAAIIHADC7BAEAAAABvAQBAAAAAb0EBACDBwAhvgQBAIQHACG_BEAAhQcAIcAEIACGBwAhwQQBAIcHACHCBEAAiAcAIcMEBACJBwAhxAQBAIcHACHFBEAAhQcAIQEAAADOBgAgAQAAAM4GACAFhQQAAIoIACDBBAAA-wcAIMIEAAD7BwAgwwQAAPsHACDEBAAA-wcAIAMAAACeBgAgAwAA0QYAMAQAAM4GACADAAAAngYAIAMAANEGADAEAADOBgAgAwAAAJ4GACADAADRBgAwBAAAzgYAIAyFBAAAiQgAILsEAQAAAAG8BAEAAAABvQQEAAAAAb4EAQAAAAG_BEAAAAABwAQgAAAAAcEEAQAAAAHCBEAAAAABwwQEAAAAAcQEAQAAAAHFBEAAAAABAQgAANUGACALuwQBAAAAAbwEAQAAAAG9BAQAAAABvgQBAAAAAb8EQAAAAAHABCAAAAABwQQBAAAAAcIEQAAAAAHDBAQAAAABxAQBAAAAAcUEQAAAAAEBCAAA1wYAMAEIAADXBgAwDIUEAACICAAguwQBAIEIACG8BAEAgQgAIb0EBACCCAAhvgQBAIEIACG_BEAAgwgAIcAEIACECAAhwQQBAIUIACHCBEAAhggAIcMEBACHCAAhxAQBAIUIACHFBEAAgwgAIQIAAADOBgAgCAAA2gYAIAu7BAEAgQgAIbwEAQCBCAAhvQQEAIIIACG-BAEAgQgAIb8EQACDCAAhwAQgAIQIACHBBAEAhQgAIcIEQACGCAAhwwQEAIcIACHEBAEAhQgAIcUEQACDCAAhAgAAAJ4GACAIAADcBgAgAgAAAJ4GACAIAADcBgAgAwAAAM4GACAPAADVBgAgEAAA2gYAIAEAAADOBgAgAQAAAJ4GACAJFQAA_AcAIBYAAP0HACAXAACACAAgGAAA_wcAIBkAAP4HACDBBAAA-wcAIMIEAAD7BwAgwwQAAPsHACDEBAAA-wcAIA64BAAA5gYAMLkEAADjBgAQugQAAOYGADC7BAEA5wYAIbwEAQDnBgAhvQQEAOgGACG-BAEA6QYAIb8EQADqBgAhwAQgAOsGACHBBAEA7AYAIcIEQADtBgAhwwQEAO4GACHEBAEA7AYAIcUEQADqBgAhAwAAAJ4GACADAADiBgAwFAAA4wYAIAMAAACeBgAgAwAA0QYAMAQAAM4GACAOuAQAAOYGADC5BAAA4wYAELoEAADmBgAwuwQBAOcGACG8BAEA5wYAIb0EBADoBgAhvgQBAOkGACG_BEAA6gYAIcAEIADrBgAhwQQBAOwGACHCBEAA7QYAIcMEBADuBgAhxAQBAOwGACHFBEAA6gYAIQsVAAD4BgAgGAAA_QYAIBkAAP0GACDGBAEAAAABxwQBAAAABMgEAQAAAATJBAEAAAABygQBAAAAAcsEAQAAAAHMBAEAAAABzQQBAIEHACENFQAA-AYAIBYAAP8GACAXAACABwAgGAAAgAcAIBkAAIAHACDGBAQAAAABxwQEAAAABMgEBAAAAATJBAQAAAABygQEAAAAAcsEBAAAAAHMBAQAAAABzQQEAP4GACEOFQAA-AYAIBgAAP0GACAZAAD9BgAgxgQBAAAAAccEAQAAAATIBAEAAAAEyQQBAAAAAcoEAQAAAAHLBAEAAAABzAQBAAAAAc0EAQD8BgAhzgQBAAAAAc8EAQAAAAHQBAEAAAABCxUAAPgGACAYAAD7BgAgGQAA-wYAIMYEQAAAAAHHBEAAAAAEyARAAAAABMkEQAAAAAHKBEAAAAABywRAAAAAAcwEQAAAAAHNBEAA-gYAIQUVAAD4BgAgGAAA-QYAIBkAAPkGACDGBCAAAAABzQQgAPcGACEOFQAA8AYAIBgAAPYGACAZAAD2BgAgxgQBAAAAAccEAQAAAAXIBAEAAAAFyQQBAAAAAcoEAQAAAAHLBAEAAAABzAQBAAAAAc0EAQD1BgAhzgQBAAAAAc8EAQAAAAHQBAEAAAABCxUAAPAGACAYAAD0BgAgGQAA9AYAIMYEQAAAAAHHBEAAAAAFyARAAAAABckEQAAAAAHKBEAAAAABywRAAAAAAcwEQAAAAAHNBEAA8wYAIQ0VAADwBgAgFgAA8QYAIBcAAPIGACAYAADyBgAgGQAA8gYAIMYEBAAAAAHHBAQAAAAFyAQEAAAABckEBAAAAAHKBAQAAAABywQEAAAAAcwEBAAAAAHNBAQA7wYAIQ0VAADwBgAgFgAA8QYAIBcAAPIGACAYAADyBgAgGQAA8gYAIMYEBAAAAAHHBAQAAAAFyAQEAAAABckEBAAAAAHKBAQAAAABywQEAAAAAcwEBAAAAAHNBAQA7wYAIQjGBAIAAAABxwQCAAAABcgEAgAAAAXJBAIAAAABygQCAAAAAcsEAgAAAAHMBAIAAAABzQQCAPAGACEIxgQIAAAAAccECAAAAAXIBAgAAAAFyQQIAAAAAcoECAAAAAHLBAgAAAABzAQIAAAAAc0ECADxBgAhCMYEBAAAAAHHBAQAAAAFyAQEAAAABckEBAAAAAHKBAQAAAABywQEAAAAAcwEBAAAAAHNBAQA8gYAIQsVAADwBgAgGAAA9AYAIBkAAPQGACDGBEAAAAABxwRAAAAABcgEQAAAAAXJBEAAAAABygRAAAAAAcsEQAAAAAHMBEAAAAABzQRAAPMGACEIxgRAAAAAAccEQAAAAAXIBEAAAAAFyQRAAAAAAcoEQAAAAAHLBEAAAAABzARAAAAAAc0EQAD0BgAhDhUAAPAGACAYAAD2BgAgGQAA9gYAIMYEAQAAAAHHBAEAAAAFyAQBAAAABckEAQAAAAHKBAEAAAABywQBAAAAAcwEAQAAAAHNBAEA9QYAIc4EAQAAAAHPBAEAAAAB0AQBAAAAAQvGBAEAAAABxwQBAAAABcgEAQAAAAXJBAEAAAABygQBAAAAAcsEAQAAAAHMBAEAAAABzQQBAPYGACHOBAEAAAABzwQBAAAAAdAEAQAAAAEFFQAA-AYAIBgAAPkGACAZAAD5BgAgxgQgAAAAAc0EIAD3BgAhCMYEAgAAAAHHBAIAAAAEyAQCAAAABMkEAgAAAAHKBAIAAAABywQCAAAAAcwEAgAAAAHNBAIA-AYAIQLGBCAAAAABzQQgAPkGACELFQAA-AYAIBgAAPsGACAZAAD7BgAgxgRAAAAAAccEQAAAAATIBEAAAAAEyQRAAAAAAcoEQAAAAAHLBEAAAAABzARAAAAAAc0EQAD6BgAhCMYEQAAAAAHHBEAAAAAEyARAAAAABMkEQAAAAAHKBEAAAAABywRAAAAAAcwEQAAAAAHNBEAA-wYAIQ4VAAD4BgAgGAAA_QYAIBkAAP0GACDGBAEAAAABxwQBAAAABMgEAQAAAATJBAEAAAABygQBAAAAAcsEAQAAAAHMBAEAAAABzQQBAPwGACHOBAEAAAABzwQBAAAAAdAEAQAAAAELxgQBAAAAAccEAQAAAATIBAEAAAAEyQQBAAAAAcoEAQAAAAHLBAEAAAABzAQBAAAAAc0EAQD9BgAhzgQBAAAAAc8EAQAAAAHQBAEAAAABDRUAAPgGACAWAAD_BgAgFwAAgAcAIBgAAIAHACAZAACABwAgxgQEAAAAAccEBAAAAATIBAQAAAAEyQQEAAAAAcoEBAAAAAHLBAQAAAABzAQEAAAAAc0EBAD-BgAhCMYECAAAAAHHBAgAAAAEyAQIAAAABMkECAAAAAHKBAgAAAABywQIAAAAAcwECAAAAAHNBAgA_wYAIQjGBAQAAAABxwQEAAAABMgEBAAAAATJBAQAAAABygQEAAAAAcsEBAAAAAHMBAQAAAABzQQEAIAHACELFQAA-AYAIBgAAP0GACAZAAD9BgAgxgQBAAAAAccEAQAAAATIBAEAAAAEyQQBAAAAAcoEAQAAAAHLBAEAAAABzAQBAAAAAc0EAQCBBwAhD4UEAACKBwAguAQAAIIHADC5BAAAngYAELoEAACCBwAwuwQBAJIHACG8BAEAkgcAIb0EBACDBwAhvgQBAIQHACG_BEAAhQcAIcAEIACGBwAhwQQBAIcHACHCBEAAiAcAIcMEBACJBwAhxAQBAIcHACHFBEAAhQcAIQjGBAQAAAABxwQEAAAABMgEBAAAAATJBAQAAAABygQEAAAAAcsEBAAAAAHMBAQAAAABzQQEAIAHACELxgQBAAAAAccEAQAAAATIBAEAAAAEyQQBAAAAAcoEAQAAAAHLBAEAAAABzAQBAAAAAc0EAQD9BgAhzgQBAAAAAc8EAQAAAAHQBAEAAAABCMYEQAAAAAHHBEAAAAAEyARAAAAABMkEQAAAAAHKBEAAAAABywRAAAAAAcwEQAAAAAHNBEAA-wYAIQLGBCAAAAABzQQgAPkGACELxgQBAAAAAccEAQAAAAXIBAEAAAAFyQQBAAAAAcoEAQAAAAHLBAEAAAABzAQBAAAAAc0EAQD2BgAhzgQBAAAAAc8EAQAAAAHQBAEAAAABCMYEQAAAAAHHBEAAAAAFyARAAAAABckEQAAAAAHKBEAAAAABywRAAAAAAcwEQAAAAAHNBEAA9AYAIQjGBAQAAAABxwQEAAAABcgEBAAAAAXJBAQAAAABygQEAAAAAcsEBAAAAAHMBAQAAAABzQQEAPIGACERhgQAAJQHACCHBAAAlQcAILgEAACRBwAwuQQAAKIGABC6BAAAkQcAMLsEAQCSBwAhvgQBAIQHACHFBEAAhQcAIdQEAQCSBwAh1QQBAIcHACHWBAEAkwcAIdcEAQCHBwAh2AQBAIcHACHZBAEAhAcAIdoEAQCEBwAhxQYAAKIGACDGBgAAogYAIAi4BAAAiwcAMLkEAADLBgAQugQAAIsHADC7BAEA5wYAIbwEAQDnBgAh0QQBAOkGACHSBAIAjAcAIdMEBADoBgAhDRUAAPgGACAWAAD_BgAgFwAA-AYAIBgAAPgGACAZAAD4BgAgxgQCAAAAAccEAgAAAATIBAIAAAAEyQQCAAAAAcoEAgAAAAHLBAIAAAABzAQCAAAAAc0EAgCNBwAhDRUAAPgGACAWAAD_BgAgFwAA-AYAIBgAAPgGACAZAAD4BgAgxgQCAAAAAccEAgAAAATIBAIAAAAEyQQCAAAAAcoEAgAAAAHLBAIAAAABzAQCAAAAAc0EAgCNBwAhDbgEAACOBwAwuQQAALUGABC6BAAAjgcAMLsEAQDnBgAhvgQBAOkGACHFBEAA6gYAIdQEAQDnBgAh1QQBAOwGACHWBAEAjwcAIdcEAQDsBgAh2AQBAOwGACHZBAEA6QYAIdoEAQDpBgAhCxUAAPAGACAYAAD2BgAgGQAA9gYAIMYEAQAAAAHHBAEAAAAFyAQBAAAABckEAQAAAAHKBAEAAAABywQBAAAAAcwEAQAAAAHNBAEAkAcAIQsVAADwBgAgGAAA9gYAIBkAAPYGACDGBAEAAAABxwQBAAAABcgEAQAAAAXJBAEAAAABygQBAAAAAcsEAQAAAAHMBAEAAAABzQQBAJAHACEPhgQAAJQHACCHBAAAlQcAILgEAACRBwAwuQQAAKIGABC6BAAAkQcAMLsEAQCSBwAhvgQBAIQHACHFBEAAhQcAIdQEAQCSBwAh1QQBAIcHACHWBAEAkwcAIdcEAQCHBwAh2AQBAIcHACHZBAEAhAcAIdoEAQCEBwAhCMYEAQAAAAHHBAEAAAAEyAQBAAAABMkEAQAAAAHKBAEAAAABywQBAAAAAcwEAQAAAAHNBAEAlwcAIQjGBAEAAAABxwQBAAAABcgEAQAAAAXJBAEAAAABygQBAAAAAcsEAQAAAAHMBAEAAAABzQQBAJYHACED2wQAAJoGACDcBAAAmgYAIN0EAACaBgAgEYUEAACKBwAguAQAAIIHADC5BAAAngYAELoEAACCBwAwuwQBAJIHACG8BAEAkgcAIb0EBACDBwAhvgQBAIQHACG_BEAAhQcAIcAEIACGBwAhwQQBAIcHACHCBEAAiAcAIcMEBACJBwAhxAQBAIcHACHFBEAAhQcAIcUGAACeBgAgxgYAAJ4GACAIxgQBAAAAAccEAQAAAAXIBAEAAAAFyQQBAAAAAcoEAQAAAAHLBAEAAAABzAQBAAAAAc0EAQCWBwAhCMYEAQAAAAHHBAEAAAAEyAQBAAAABMkEAQAAAAHKBAEAAAABywQBAAAAAcwEAQAAAAHNBAEAlwcAIQmFBAAAigcAILgEAACYBwAwuQQAAJoGABC6BAAAmAcAMLsEAQCSBwAhvAQBAJIHACHRBAEAhAcAIdIEAgCZBwAh0wQEAIMHACEIxgQCAAAAAccEAgAAAATIBAIAAAAEyQQCAAAAAcoEAgAAAAHLBAIAAAABzAQCAAAAAc0EAgD4BgAhAtUEAQAAAAHWBAEAAAABC7gEAACbBwAwuQQAAJUGABC6BAAAmwcAMLsEBADoBgAh3wRAAOoGACHgBAIAjAcAIeEEAACcBwAg4gQAAZ0HACHjBAEA6QYAIeQEAQDpBgAh5QQBAOkGACEExgQEAAAABeYEBAAAAAHnBAQAAAAE6AQEAAAABAcVAAD4BgAgGAAAnwcAIBkAAJ8HACDGBAABAAABxwQAAQAABMgEAAEAAATNBAABngcAIQcVAAD4BgAgGAAAnwcAIBkAAJ8HACDGBAABAAABxwQAAQAABMgEAAEAAATNBAABngcAIQTGBAABAAABxwQAAQAABMgEAAEAAATNBAABnwcAIQu4BAAAoAcAMLkEAACCBgAQugQAAKAHADC7BAQAgwcAId8EQACFBwAh4AQCAJkHACHhBAAAnAcAIOIEAAGhBwAh4wQBAIQHACHkBAEAhAcAIeUEAQCEBwAhBMYEAAEAAAHHBAABAAAEyAQAAQAABM0EAAGfBwAhD7gEAACiBwAwuQQAAPwFABC6BAAAogcAMLsEBADoBgAh1AQBAI8HACHVBAEA6QYAIdYEAQDpBgAh3wRAAOoGACHpBAEA6QYAIeoEAQDsBgAh6wQBAOkGACHsBAAAowcAIO0EAACjBwAg7gQBAOwGACHvBAQA7gYAIQ8VAADwBgAgGAAApAcAIBkAAKQHACDGBIAAAAAByQSAAAAAAcoEgAAAAAHLBIAAAAABzASAAAAAAc0EgAAAAAHwBAEAAAAB8QQBAAAAAfIEAQAAAAHzBIAAAAAB9ASAAAAAAfUEgAAAAAEMxgSAAAAAAckEgAAAAAHKBIAAAAABywSAAAAAAcwEgAAAAAHNBIAAAAAB8AQBAAAAAfEEAQAAAAHyBAEAAAAB8wSAAAAAAfQEgAAAAAH1BIAAAAABD7gEAAClBwAwuQQAAOkFABC6BAAApQcAMLsEBACDBwAh1AQBAJMHACHVBAEAhAcAIdYEAQCEBwAh3wRAAIUHACHpBAEAhAcAIeoEAQCHBwAh6wQBAIQHACHsBAAApgcAIO0EAACmBwAg7gQBAIcHACHvBAQAiQcAIQzGBIAAAAAByQSAAAAAAcoEgAAAAAHLBIAAAAABzASAAAAAAc0EgAAAAAHwBAEAAAAB8QQBAAAAAfIEAQAAAAHzBIAAAAAB9ASAAAAAAfUEgAAAAAENuAQAAKcHADC5BAAA4wUAELoEAACnBwAw2QQBAOkGACH2BAEA6QYAIfcEQADqBgAh-AQCAIwHACH5BAEA7AYAIfoEQADtBgAh-wRAAO0GACH8BEAA7QYAIf0EQADtBgAh_gQBAOwGACENuAQAAKgHADC5BAAA0AUAELoEAACoBwAw2QQBAIQHACH2BAEAhAcAIfcEQACFBwAh-AQCAJkHACH5BAEAhwcAIfoEQACIBwAh-wRAAIgHACH8BEAAiAcAIf0EQACIBwAh_gQBAIcHACEC9gQBAAAAAfcEQAAAAAEHuAQAAKoHADC5BAAAygUAELoEAACqBwAw7gQBAOwGACGABQEA6QYAIYEFQADtBgAhggVAAO0GACEHuAQAAKsHADC5BAAAtwUAELoEAACrBwAw7gQBAIcHACGABQEAhAcAIYEFQACIBwAhggVAAIgHACEMuAQAAKwHADC5BAAAsQUAELoEAACsBwAwuwQBAOkGACH5BAEA7AYAIfoEQADtBgAh-wRAAO0GACGDBQIAjAcAIYQFAQDsBgAhhQUBAOwGACGGBQEA7AYAIYcFQADtBgAhDLgEAACtBwAwuQQAAJ4FABC6BAAArQcAMLsEAQCEBwAh-QQBAIcHACH6BEAAiAcAIfsEQACIBwAhgwUCAJkHACGEBQEAhwcAIYUFAQCHBwAhhgUBAIcHACGHBUAAiAcAIRS4BAAArgcAMLkEAACYBQAQugQAAK4HADC7BAEA5wYAIcUEQADqBgAh2QQBAOkGACH4BAIAjAcAIf4EAQDsBgAhgAUBAOwGACGEBQEA7AYAIYgFBADoBgAhiQUBAOkGACGKBQEA7AYAIYsFAQCPBwAhjAUBAOwGACGNBQAArwcAII4FAgCMBwAhjwUBAOwGACGQBUAA7QYAIZEFQADtBgAhDxUAAPgGACAYAACwBwAgGQAAsAcAIMYEgAAAAAHJBIAAAAABygSAAAAAAcsEgAAAAAHMBIAAAAABzQSAAAAAAfAEAQAAAAHxBAEAAAAB8gQBAAAAAfMEgAAAAAH0BIAAAAAB9QSAAAAAAQzGBIAAAAAByQSAAAAAAcoEgAAAAAHLBIAAAAABzASAAAAAAc0EgAAAAAHwBAEAAAAB8QQBAAAAAfIEAQAAAAHzBIAAAAAB9ASAAAAAAfUEgAAAAAEUuAQAALEHADC5BAAAhQUAELoEAACxBwAwuwQBAJIHACHFBEAAhQcAIdkEAQCEBwAh-AQCAJkHACH-BAEAhwcAIYAFAQCHBwAhhAUBAIcHACGIBQQAgwcAIYkFAQCEBwAhigUBAIcHACGLBQEAkwcAIYwFAQCHBwAhjQUAALIHACCOBQIAmQcAIY8FAQCHBwAhkAVAAIgHACGRBUAAiAcAIQzGBIAAAAAByQSAAAAAAcoEgAAAAAHLBIAAAAABzASAAAAAAc0EgAAAAAHwBAEAAAAB8QQBAAAAAfIEAQAAAAHzBIAAAAAB9ASAAAAAAfUEgAAAAAEXuAQAALMHADC5BAAA_wQAELoEAACzBwAwuwQBAOcGACHFBEAA6gYAIdYEAQDnBgAh2QQBAOkGACH4BAIAjAcAIfsEQADtBgAh_gQBAOwGACGABQEA6QYAIYQFAQDsBgAhiAUEAOgGACGJBQEA6QYAIYoFAQDsBgAhjgUCAIwHACGPBQEA7AYAIZAFQADtBgAhkgUBAOkGACGTBQEA7AYAIZQFAgCMBwAhlQUCAIwHACGWBQIAjAcAIRe4BAAAtAcAMLkEAADsBAAQugQAALQHADC7BAEAkgcAIcUEQACFBwAh1gQBAJIHACHZBAEAhAcAIfgEAgCZBwAh-wRAAIgHACH-BAEAhwcAIYAFAQCEBwAhhAUBAIcHACGIBQQAgwcAIYkFAQCEBwAhigUBAIcHACGOBQIAmQcAIY8FAQCHBwAhkAVAAIgHACGSBQEAhAcAIZMFAQCHBwAhlAUCAJkHACGVBQIAmQcAIZYFAgCZBwAhBbgEAAC1BwAwuQQAAOYEABC6BAAAtQcAMIAFAQDpBgAhlwVAAOoGACEFuAQAALYHADC5BAAA0wQAELoEAAC2BwAwgAUBAIQHACGXBUAAhQcAIQe4BAAAtwcAMLkEAADNBAAQugQAALcHADCABQEA6QYAIZgFAACvBwAgmQUBAOkGACGaBUAA6gYAIQe4BAAAuAcAMLkEAAC6BAAQugQAALgHADCABQEAhAcAIZgFAACyBwAgmQUBAIQHACGaBUAAhQcAIQm4BAAAuQcAMLkEAAC0BAAQugQAALkHADD-BAEA7AYAIYoFAQDpBgAhmwUBAOkGACGcBQEA6QYAIZ0FIADrBgAhngVAAO0GACEJuAQAALoHADC5BAAAoQQAELoEAAC6BwAw_gQBAIcHACGKBQEAhAcAIZsFAQCEBwAhnAUBAIQHACGdBSAAhgcAIZ4FQACIBwAhBbgEAAC7BwAwuQQAAJsEABC6BAAAuwcAMIoFAQDpBgAhnwUBAOkGACEFuAQAALwHADC5BAAAiAQAELoEAAC8BwAwigUBAIQHACGfBQEAhAcAIQKKBQEAAAABnwUBAAAAAQa4BAAAvgcAMLkEAACCBAAQugQAAL4HADCKBQEA6QYAIaEFAQDpBgAhogUBAOkGACEGuAQAAL8HADC5BAAA7wMAELoEAAC_BwAwigUBAIQHACGhBQEAhAcAIaIFAQCEBwAhA4oFAQAAAAGhBQEAAAABogUBAAAAAQu4BAAAwQcAMLkEAADpAwAQugQAAMEHADC7BAEA6QYAIZoFQADqBgAhnAUBAOkGACGkBQEA6QYAIaUFIADrBgAhpgUgAOsGACGnBSAA6wYAIagFIADrBgAhC7gEAADCBwAwuQQAANYDABC6BAAAwgcAMLsEAQCEBwAhmgVAAIUHACGcBQEAhAcAIaQFAQCEBwAhpQUgAIYHACGmBSAAhgcAIacFIACGBwAhqAUgAIYHACETuAQAAMMHADC5BAAA0AMAELoEAADDBwAwuwQBAOcGACG9BAQA6AYAIb4EAQDpBgAh1AQBAOcGACHVBAEA7AYAIdYEAQCPBwAhgAUBAOwGACGpBQEAjwcAIaoFAQDpBgAhqwUBAOwGACGsBUAA6gYAIa0FAQDpBgAhrgVAAOoGACGvBQEA7AYAIbAFQADtBgAhsQUBAOwGACEJuAQAAMQHADC5BAAAuAMAELoEAADEBwAwuwQBAOcGACHfBEAA6gYAIYAFAQDsBgAhsgUBAOcGACGzBQEA6QYAIbQFAQDpBgAhCbgEAADFBwAwuQQAAKIDABC6BAAAxQcAMKsFAQDsBgAhsgUBAOcGACG1BQEA7AYAIbYFQADtBgAhtwUBAOwGACG4BUAA7QYAIQquAQAAxwcAILgEAADGBwAwuQQAAJMCABC6BAAAxgcAMKsFAQCHBwAhsgUBAJIHACG1BQEAhwcAIbYFQACIBwAhtwUBAIcHACG4BUAAiAcAIR6vAQAA0QcAILABAADSBwAgsQEAANMHACCyAQAA1AcAILMBAADVBwAgtAEAANYHACC4BAAA0AcAMLkEAACfAgAQugQAANAHADC7BAEAkgcAIb4EAQCEBwAhxQRAAIUHACHUBAEAkgcAIdkEAQCEBwAh2gQBAIQHACH9BEAAiAcAIcAFAQCEBwAhzQUCAJkHACHOBQEAhAcAIc8FAACyBwAg0AUBAIQHACHRBQEAhAcAIdIFAQCHBwAh0wVAAIgHACHUBUAAiAcAIdUFQACIBwAh1gVAAIgHACHXBQEAhwcAIcUGAACfAgAgxgYAAJ8CACAHuAQAAMgHADC5BAAAigMAELoEAADIBwAw3wRAAOoGACGyBQEA5wYAIbQFAQDpBgAhuQUBAOkGACEOuAQAAMkHADC5BAAA9AIAELoEAADJBwAwuwQBAOcGACHZBAEA6QYAIe4EAQDpBgAhkgUBAOkGACGyBQEA5wYAIboFAQDpBgAhuwUBAOkGACG8BUAA6gYAIb0FAQDsBgAhvgVAAO0GACG_BQEA7AYAIQu4BAAAygcAMLkEAADeAgAQugQAAMoHADDfBEAA6gYAIZgFAQDsBgAhsgUBAOcGACG0BQEA6QYAIcAFAQDpBgAhwQUBAOkGACHCBSAA6wYAIcMFAgDLBwAhDRUAAPAGACAWAADxBgAgFwAA8AYAIBgAAPAGACAZAADwBgAgxgQCAAAAAccEAgAAAAXIBAIAAAAFyQQCAAAAAcoEAgAAAAHLBAIAAAABzAQCAAAAAc0EAgDMBwAhDRUAAPAGACAWAADxBgAgFwAA8AYAIBgAAPAGACAZAADwBgAgxgQCAAAAAccEAgAAAAXIBAIAAAAFyQQCAAAAAcoEAgAAAAHLBAIAAAABzAQCAAAAAc0EAgDMBwAhFbgEAADNBwAwuQQAAMgCABC6BAAAzQcAMLsEAQDnBgAh2QQBAOkGACHuBAEA7AYAIbIFAQDnBgAhuQUAAM4HACC9BQEA7AYAIb4FQADtBgAhvwUBAOwGACHABQEA6QYAIcQFAgCMBwAhxQUBAOwGACHGBQEA6QYAIccFAQDpBgAhyAVAAOoGACHJBQEA7AYAIcoFQADtBgAhywUBAOwGACHMBUAA7QYAIQTGBAEAAAAF5gQBAAAAAecEAQAAAAToBAEAAAAEFrgEAADPBwAwuQQAALICABC6BAAAzwcAMLsEAQDnBgAhvgQBAOkGACHFBEAA6gYAIdQEAQDnBgAh2QQBAOkGACHaBAEA6QYAIf0EQADtBgAhwAUBAOkGACHNBQIAjAcAIc4FAQDpBgAhzwUAAK8HACDQBQEA6QYAIdEFAQDpBgAh0gUBAOwGACHTBUAA7QYAIdQFQADtBgAh1QVAAO0GACHWBUAA7QYAIdcFAQDsBgAhHK8BAADRBwAgsAEAANIHACCxAQAA0wcAILIBAADUBwAgswEAANUHACC0AQAA1gcAILgEAADQBwAwuQQAAJ8CABC6BAAA0AcAMLsEAQCSBwAhvgQBAIQHACHFBEAAhQcAIdQEAQCSBwAh2QQBAIQHACHaBAEAhAcAIf0EQACIBwAhwAUBAIQHACHNBQIAmQcAIc4FAQCEBwAhzwUAALIHACDQBQEAhAcAIdEFAQCEBwAh0gUBAIcHACHTBUAAiAcAIdQFQACIBwAh1QVAAIgHACHWBUAAiAcAIdcFAQCHBwAhA9sEAACDAgAg3AQAAIMCACDdBAAAgwIAIAPbBAAAhwIAINwEAACHAgAg3QQAAIcCACAD2wQAAIsCACDcBAAAiwIAIN0EAACLAgAgA9sEAACPAgAg3AQAAI8CACDdBAAAjwIAIAyuAQAAxwcAILgEAADGBwAwuQQAAJMCABC6BAAAxgcAMKsFAQCHBwAhsgUBAJIHACG1BQEAhwcAIbYFQACIBwAhtwUBAIcHACG4BUAAiAcAIcUGAACTAgAgxgYAAJMCACAD2wQAAJUCACDcBAAAlQIAIN0EAACVAgAgCq4BAADHBwAguAQAANcHADC5BAAAlQIAELoEAADXBwAwuwQBAJIHACHfBEAAhQcAIYAFAQCHBwAhsgUBAJIHACGzBQEAhAcAIbQFAQCEBwAhArIFAQAAAAG5BQEAAAABCK4BAADHBwAguAQAANkHADC5BAAAjwIAELoEAADZBwAw3wRAAIUHACGyBQEAkgcAIbQFAQCEBwAhuQUBAIQHACEPrgEAAMcHACC4BAAA2gcAMLkEAACLAgAQugQAANoHADC7BAEAkgcAIdkEAQCEBwAh7gQBAIQHACGSBQEAhAcAIbIFAQCSBwAhugUBAIQHACG7BQEAhAcAIbwFQACFBwAhvQUBAIcHACG-BUAAiAcAIb8FAQCHBwAhA7IFAQAAAAHABQEAAAABwQUBAAAAAQyuAQAAxwcAILgEAADcBwAwuQQAAIcCABC6BAAA3AcAMN8EQACFBwAhmAUBAIcHACGyBQEAkgcAIbQFAQCEBwAhwAUBAIQHACHBBQEAhAcAIcIFIACGBwAhwwUCAN0HACEIxgQCAAAAAccEAgAAAAXIBAIAAAAFyQQCAAAAAcoEAgAAAAHLBAIAAAABzAQCAAAAAc0EAgDwBgAhArIFAQAAAAHEBQIAAAABFq4BAADHBwAguAQAAN8HADC5BAAAgwIAELoEAADfBwAwuwQBAJIHACHZBAEAhAcAIe4EAQCHBwAhsgUBAJIHACG5BQAAzgcAIL0FAQCHBwAhvgVAAIgHACG_BQEAhwcAIcAFAQCEBwAhxAUCAJkHACHFBQEAhwcAIcYFAQCEBwAhxwUBAIQHACHIBUAAhQcAIckFAQCHBwAhygVAAIgHACHLBQEAhwcAIcwFQACIBwAhFLgEAADgBwAwuQQAAP4BABC6BAAA4AcAMLsEAQDnBgAh2QQBAOkGACH9BEAA7QYAIZIFAQDpBgAhuwUBAOkGACG8BUAA6gYAIdsFAQDnBgAh3AUBAI8HACHdBQEAjwcAId4FQADtBgAh3wUgAOsGACHgBSAA6wYAIeEFQADtBgAh4gUBAOkGACHjBSAA6wYAIeQFAQDsBgAh5QUBAOwGACEUuAQAAOEHADC5BAAA6wEAELoEAADhBwAwuwQBAJIHACHZBAEAhAcAIf0EQACIBwAhkgUBAIQHACG7BQEAhAcAIbwFQACFBwAh2wUBAJIHACHcBQEAkwcAId0FAQCTBwAh3gVAAIgHACHfBSAAhgcAIeAFIACGBwAh4QVAAIgHACHiBQEAhAcAIeMFIACGBwAh5AUBAIcHACHlBQEAhwcAIRC4BAAA4gcAMLkEAADlAQAQugQAAOIHADC7BAEA5wYAIcUEQADqBgAh1AQBAOcGACHZBAEA6QYAIdoEAQDpBgAhgAUBAOkGACHmBQEA6QYAIecFAQDpBgAh6AVAAOoGACHpBQIAjAcAIeoFAQDsBgAh6wUBAOwGACHsBUAA7QYAIRC4BAAA4wcAMLkEAADSAQAQugQAAOMHADC7BAEAkgcAIcUEQACFBwAh1AQBAJIHACHZBAEAhAcAIdoEAQCEBwAhgAUBAIQHACHmBQEAhAcAIecFAQCEBwAh6AVAAIUHACHpBQIAmQcAIeoFAQCHBwAh6wUBAIcHACHsBUAAiAcAIQLqBQEAAAAB6wUBAAAAASO4BAAA5QcAMLkEAADMAQAQugQAAOUHADC7BAEA5wYAIb0EBADoBgAhvgQBAOkGACHFBEAA6gYAIdQEAQDnBgAh1QQBAOkGACHWBAEA5wYAIdkEAQDpBgAhkQVAAO0GACGSBQEA6QYAIc0FAgCMBwAh7gUBAOkGACHvBQEA7AYAIfAFBADoBgAh8QUCAIwHACHyBQQA6AYAIfMFBADoBgAh9AUBAOkGACH1BQEA7AYAIfYFQADtBgAh9wUBAOwGACH4BQEA7AYAIfkFQADtBgAh-gVAAO0GACH7BQEA7AYAIfwFQADtBgAh_QUBAOwGACH-BUAA7QYAIf8FAQDsBgAhgAZAAO0GACGBBgEA7AYAIYIGQADtBgAhJH0AAOcHACC4BAAA5gcAMLkEAAC2AQAQugQAAOYHADC7BAEAkgcAIb0EBACDBwAhvgQBAIQHACHFBEAAhQcAIdQEAQCSBwAh1QQBAIQHACHWBAEAkgcAIdkEAQCEBwAhkQVAAIgHACGSBQEAhAcAIc0FAgCZBwAh7gUBAIQHACHvBQEAhwcAIfAFBACDBwAh8QUCAJkHACHyBQQAgwcAIfMFBACDBwAh9AUBAIQHACH1BQEAhwcAIfYFQACIBwAh9wUBAIcHACH4BQEAhwcAIfkFQACIBwAh-gVAAIgHACH7BQEAhwcAIfwFQACIBwAh_QUBAIcHACH-BUAAiAcAIf8FAQCHBwAhgAZAAIgHACGBBgEAhwcAIYIGQACIBwAhA9sEAACyAQAg3AQAALIBACDdBAAAsgEAIBR8AADpBwAguAQAAOgHADC5BAAAsgEAELoEAADoBwAwuwQBAJIHACG9BAQAgwcAIb4EAQCEBwAh1AQBAJIHACHVBAEAhwcAIdYEAQCTBwAhgAUBAIcHACGpBQEAkwcAIaoFAQCEBwAhqwUBAIcHACGsBUAAhQcAIa0FAQCEBwAhrgVAAIUHACGvBQEAhwcAIbAFQACIBwAhsQUBAIcHACEmfQAA5wcAILgEAADmBwAwuQQAALYBABC6BAAA5gcAMLsEAQCSBwAhvQQEAIMHACG-BAEAhAcAIcUEQACFBwAh1AQBAJIHACHVBAEAhAcAIdYEAQCSBwAh2QQBAIQHACGRBUAAiAcAIZIFAQCEBwAhzQUCAJkHACHuBQEAhAcAIe8FAQCHBwAh8AUEAIMHACHxBQIAmQcAIfIFBACDBwAh8wUEAIMHACH0BQEAhAcAIfUFAQCHBwAh9gVAAIgHACH3BQEAhwcAIfgFAQCHBwAh-QVAAIgHACH6BUAAiAcAIfsFAQCHBwAh_AVAAIgHACH9BQEAhwcAIf4FQACIBwAh_wUBAIcHACGABkAAiAcAIYEGAQCHBwAhggZAAIgHACHFBgAAtgEAIMYGAAC2AQAgELgEAADqBwAwuQQAAK0BABC6BAAA6gcAMLsEAQDnBgAh1AQBAI8HACHVBAEA6QYAIdYEAQDnBgAhkgUBAOkGACGcBQEA6QYAIYMGAQDsBgAhhAYBAOwGACGFBgEA7AYAIYYGAQDsBgAhhwYCAMsHACGIBgEA6QYAIYkGQADqBgAhELgEAADrBwAwuQQAAJoBABC6BAAA6wcAMLsEAQCSBwAh1AQBAJMHACHVBAEAhAcAIdYEAQCSBwAhkgUBAIQHACGcBQEAhAcAIYMGAQCHBwAhhAYBAIcHACGFBgEAhwcAIYYGAQCHBwAhhwYCAN0HACGIBgEAhAcAIYkGQACFBwAhBrgEAADsBwAwuQQAAJQBABC6BAAA7AcAMNQEAQDnBgAhqwUBAOkGACHqBQEA6QYAIQa4BAAA7QcAMLkEAACBAQAQugQAAO0HADDUBAEAkgcAIasFAQCEBwAh6gUBAIQHACECqwUBAAAAAeoFAQAAAAETuAQAAO8HADC5BAAAewAQugQAAO8HADC7BAEA5wYAIb4EAQDpBgAhxQRAAOoGACHaBAEA6QYAIZwFAQDpBgAhpAUBAOkGACGLBgEA6QYAIYwGAQDsBgAhjQYBAOwGACGOBgEA7AYAIY8GAQDsBgAhkAYBAOkGACGRBiAA6wYAIZIGAgCMBwAhkwYBAOwGACGUBkAA7QYAIRO4BAAA8AcAMLkEAABoABC6BAAA8AcAMLsEAQCSBwAhvgQBAIQHACHFBEAAhQcAIdoEAQCEBwAhnAUBAIQHACGkBQEAhAcAIYsGAQCEBwAhjAYBAIcHACGNBgEAhwcAIY4GAQCHBwAhjwYBAIcHACGQBgEAhAcAIZEGIACGBwAhkgYCAJkHACGTBgEAhwcAIZQGQACIBwAhFrgEAADxBwAwuQQAAGIAELoEAADxBwAwuwQBAOcGACHZBAEA6QYAIfoEQADtBgAh_QRAAO0GACH-BAEA7AYAIbsFAQDpBgAhvAVAAOoGACHqBQEA6QYAIYMGAQDsBgAhlQYBAOkGACGWBgEAjwcAIZcGAgCMBwAhmAYCAIwHACGZBgIAjAcAIZoGAgCMBwAhmwYCAIwHACGcBgIAjAcAIZ0GAgCMBwAhngYCAIwHACEWuAQAAPIHADC5BAAATwAQugQAAPIHADC7BAEAkgcAIdkEAQCEBwAh-gRAAIgHACH9BEAAiAcAIf4EAQCHBwAhuwUBAIQHACG8BUAAhQcAIeoFAQCEBwAhgwYBAIcHACGVBgEAhAcAIZYGAQCTBwAhlwYCAJkHACGYBgIAmQcAIZkGAgCZBwAhmgYCAJkHACGbBgIAmQcAIZwGAgCZBwAhnQYCAJkHACGeBgIAmQcAIRK4BAAA8wcAMLkEAABJABC6BAAA8wcAML0EBADoBgAhvgQBAOkGACHfBEAA6gYAIe4EAQDsBgAh6gUBAOkGACHrBQEA6QYAIZ8GAQDpBgAhoAYBAOcGACGhBgEA6QYAIaIGAQDpBgAhowYBAOwGACGkBgEA7AYAIaUGAQDsBgAhpgZAAO0GACGnBgIAywcAIRK4BAAA9AcAMLkEAAA2ABC6BAAA9AcAML0EBACDBwAhvgQBAIQHACHfBEAAhQcAIe4EAQCHBwAh6gUBAIQHACHrBQEAhAcAIZ8GAQCEBwAhoAYBAJIHACGhBgEAhAcAIaIGAQCEBwAhowYBAIcHACGkBgEAhwcAIaUGAQCHBwAhpgZAAIgHACGnBgIA3QcAIQLqBQEAAAABnwYBAAAAASW4BAAA9gcAMLkEAAAwABC6BAAA9gcAMLsEAQDnBgAhvQQEAOgGACG-BAEA6QYAIdQEAQCPBwAh2QQBAOkGACH4BAIAjAcAIcgFQADqBgAhzQUCAIwHACHbBQEAjwcAIeMFIADrBgAh6gUBAOkGACHrBQEA6QYAIaAGAQCPBwAhoQYBAOkGACGkBgEA7AYAIaUGAQDsBgAhpgZAAO0GACGpBgEA6QYAIaoGAQDpBgAhqwYBAOwGACGsBkAA7QYAIa0GAQDsBgAhrgYBAOwGACGvBkAA7QYAIbAGQADtBgAhsQZAAO0GACGyBgIAjAcAIbMGAgCMBwAhtAYBAOwGACG1BkAA7QYAIbYGQADtBgAhtwZAAO0GACG4BgEA6QYAIbkGQADqBgAhJbgEAAD3BwAwuQQAAB0AELoEAAD3BwAwuwQBAJIHACG9BAQAgwcAIb4EAQCEBwAh1AQBAJMHACHZBAEAhAcAIfgEAgCZBwAhyAVAAIUHACHNBQIAmQcAIdsFAQCTBwAh4wUgAIYHACHqBQEAhAcAIesFAQCEBwAhoAYBAJMHACGhBgEAhAcAIaQGAQCHBwAhpQYBAIcHACGmBkAAiAcAIakGAQCEBwAhqgYBAIQHACGrBgEAhwcAIawGQACIBwAhrQYBAIcHACGuBgEAhwcAIa8GQACIBwAhsAZAAIgHACGxBkAAiAcAIbIGAgCZBwAhswYCAJkHACG0BgEAhwcAIbUGQACIBwAhtgZAAIgHACG3BkAAiAcAIbgGAQCEBwAhuQZAAIUHACED6gUBAAAAAesFAQAAAAGhBgEAAAABG7gEAAD5BwAwuQQAABcAELoEAAD5BwAwuwQBAOcGACHFBEAA6gYAIdEEAQDpBgAh1AQBAI8HACHVBAEA7AYAIdYEAQCPBwAh2QQBAOkGACHaBAEA6QYAIf0EQADtBgAhgAUBAOwGACHJBQEA7AYAIcwFQADtBgAhzQUCAIwHACHkBQEA7AYAIbsGAQDpBgAhvAYBAOwGACG9BgEA7AYAIb4GQADtBgAhvwZAAO0GACHABkAA7QYAIcEGAACvBwAgwgYBAOwGACHDBgAArwcAIMQGAQDsBgAhG7gEAAD6BwAwuQQAAAQAELoEAAD6BwAwuwQBAJIHACHFBEAAhQcAIdEEAQCEBwAh1AQBAJMHACHVBAEAhwcAIdYEAQCTBwAh2QQBAIQHACHaBAEAhAcAIf0EQACIBwAhgAUBAIcHACHJBQEAhwcAIcwFQACIBwAhzQUCAJkHACHkBQEAhwcAIbsGAQCEBwAhvAYBAIcHACG9BgEAhwcAIb4GQACIBwAhvwZAAIgHACHABkAAiAcAIcEGAACyBwAgwgYBAIcHACHDBgAAsgcAIMQGAQCHBwAhAAAAAAAAAc0GAQAAAAEFzQYEAAAAAdEGBAAAAAHSBgQAAAAB0wYEAAAAAdQGBAAAAAEBzQZAAAAAAQHNBiAAAAABAc0GAQAAAAEBzQZAAAAAAQXNBgQAAAAB0QYEAAAAAdIGBAAAAAHTBgQAAAAB1AYEAAAAAQUPAADVCgAgEAAA2AoAIMcGAADWCgAgyAYAANcKACDLBgAAmAYAIAMPAADVCgAgxwYAANYKACDLBgAAmAYAIAaGBAAAqwgAIIcEAACsCAAg1QQAAPsHACDWBAAA-wcAINcEAAD7BwAg2AQAAPsHACAAAAAAAAXNBgIAAAAB0QYCAAAAAdIGAgAAAAHTBgIAAAAB1AYCAAAAAQUPAADQCgAgEAAA0woAIMcGAADRCgAgyAYAANIKACDLBgAAmAYAIAMPAADQCgAgxwYAANEKACDLBgAAmAYAIAAAAAsPAACdCAAwEAAAoggAMMcGAACeCAAwyAYAAJ8IADDJBgAAoQgAMMoGAAChCAAwywYAAKEIADDMBgAAoAgAIM0GAAChCAAwzgYAAKMIADDPBgAApAgAMAcPAACYCAAgEAAAmwgAIMcGAACZCAAgyAYAAJoIACDJBgAAngYAIMoGAACeBgAgywYAAM4GACAKuwQBAAAAAb0EBAAAAAG-BAEAAAABvwRAAAAAAcAEIAAAAAHBBAEAAAABwgRAAAAAAcMEBAAAAAHEBAEAAAABxQRAAAAAAQIAAADOBgAgDwAAmAgAIAMAAACeBgAgDwAAmAgAIBAAAJwIACAMAAAAngYAIAgAAJwIACC7BAEAgQgAIb0EBACCCAAhvgQBAIEIACG_BEAAgwgAIcAEIACECAAhwQQBAIUIACHCBEAAhggAIcMEBACHCAAhxAQBAIUIACHFBEAAgwgAIQq7BAEAgQgAIb0EBACCCAAhvgQBAIEIACG_BEAAgwgAIcAEIACECAAhwQQBAIUIACHCBEAAhggAIcMEBACHCAAhxAQBAIUIACHFBEAAgwgAIQS7BAEAAAAB0QQBAAAAAdIEAgAAAAHTBAQAAAABAgAAAJwGACAPAACoCAAgAwAAAJwGACAPAACoCAAgEAAApwgAIAEIAADPCgAwCYUEAACKBwAguAQAAJgHADC5BAAAmgYAELoEAACYBwAwuwQBAAAAAbwEAQCSBwAh0QQBAIQHACHSBAIAmQcAIdMEBACDBwAhAgAAAJwGACAIAACnCAAgAgAAAKUIACAIAACmCAAgCLgEAACkCAAwuQQAAKUIABC6BAAApAgAMLsEAQCSBwAhvAQBAJIHACHRBAEAhAcAIdIEAgCZBwAh0wQEAIMHACEIuAQAAKQIADC5BAAApQgAELoEAACkCAAwuwQBAJIHACG8BAEAkgcAIdEEAQCEBwAh0gQCAJkHACHTBAQAgwcAIQS7BAEAgQgAIdEEAQCBCAAh0gQCAJAIACHTBAQAgggAIQS7BAEAgQgAIdEEAQCBCAAh0gQCAJAIACHTBAQAgggAIQS7BAEAAAAB0QQBAAAAAdIEAgAAAAHTBAQAAAABBA8AAJ0IADDHBgAAnggAMMsGAAChCAAwzAYAAKAIACADDwAAmAgAIMcGAACZCAAgywYAAM4GACAABYUEAACKCAAgwQQAAPsHACDCBAAA-wcAIMMEAAD7BwAgxAQAAPsHACAAAAAAAALNBgQAAAAE0AYEAAAABQHNBgABAAABAc0GBAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHDwAAygoAIBAAAM0KACDHBgAAywoAIMgGAADMCgAgyQYAALYBACDKBgAAtgEAIMsGAACwAQAgAw8AAMoKACDHBgAAywoAIMsGAACwAQAgAAAABQ8AAMUKACAQAADICgAgxwYAAMYKACDIBgAAxwoAIMsGAACBAgAgAw8AAMUKACDHBgAAxgoAIMsGAACBAgAgAAAABQ8AAMAKACAQAADDCgAgxwYAAMEKACDIBgAAwgoAIMsGAACBAgAgAw8AAMAKACDHBgAAwQoAIMsGAACBAgAgDa8BAADiCQAgsAEAAOMJACCxAQAA5AkAILIBAADlCQAgswEAAOYJACC0AQAA5wkAIP0EAAD7BwAg0gUAAPsHACDTBQAA-wcAINQFAAD7BwAg1QUAAPsHACDWBQAA-wcAINcFAAD7BwAgAAAABQ8AALsKACAQAAC-CgAgxwYAALwKACDIBgAAvQoAIMsGAACBAgAgAw8AALsKACDHBgAAvAoAIMsGAACBAgAgAAAABQ8AALYKACAQAAC5CgAgxwYAALcKACDIBgAAuAoAIMsGAACBAgAgAw8AALYKACDHBgAAtwoAIMsGAACBAgAgAAAAAAAFzQYCAAAAAdEGAgAAAAHSBgIAAAAB0wYCAAAAAdQGAgAAAAEFDwAAsQoAIBAAALQKACDHBgAAsgoAIMgGAACzCgAgywYAAIECACADDwAAsQoAIMcGAACyCgAgywYAAIECACAAAAAAAALNBgEAAAAE0AYBAAAABQUPAACsCgAgEAAArwoAIMcGAACtCgAgyAYAAK4KACDLBgAAgQIAIAHNBgEAAAAEAw8AAKwKACDHBgAArQoAIMsGAACBAgAgAAAAAAALDwAA0AkAMBAAANUJADDHBgAA0QkAMMgGAADSCQAwyQYAANQJADDKBgAA1AkAMMsGAADUCQAwzAYAANMJACDNBgAA1AkAMM4GAADWCQAwzwYAANcJADALDwAAxAkAMBAAAMkJADDHBgAAxQkAMMgGAADGCQAwyQYAAMgJADDKBgAAyAkAMMsGAADICQAwzAYAAMcJACDNBgAAyAkAMM4GAADKCQAwzwYAAMsJADALDwAAuAkAMBAAAL0JADDHBgAAuQkAMMgGAAC6CQAwyQYAALwJADDKBgAAvAkAMMsGAAC8CQAwzAYAALsJACDNBgAAvAkAMM4GAAC-CQAwzwYAAL8JADALDwAArAkAMBAAALEJADDHBgAArQkAMMgGAACuCQAwyQYAALAJADDKBgAAsAkAMMsGAACwCQAwzAYAAK8JACDNBgAAsAkAMM4GAACyCQAwzwYAALMJADAHDwAApwkAIBAAAKoJACDHBgAAqAkAIMgGAACpCQAgyQYAAJMCACDKBgAAkwIAIMsGAACNAwAgCw8AAJsJADAQAACgCQAwxwYAAJwJADDIBgAAnQkAMMkGAACfCQAwygYAAJ8JADDLBgAAnwkAMMwGAACeCQAgzQYAAJ8JADDOBgAAoQkAMM8GAACiCQAwBbsEAQAAAAHfBEAAAAABgAUBAAAAAbMFAQAAAAG0BQEAAAABAgAAAJcCACAPAACmCQAgAwAAAJcCACAPAACmCQAgEAAApQkAIAEIAACrCgAwCq4BAADHBwAguAQAANcHADC5BAAAlQIAELoEAADXBwAwuwQBAAAAAd8EQACFBwAhgAUBAAAAAbIFAQCSBwAhswUBAIQHACG0BQEAhAcAIQIAAACXAgAgCAAApQkAIAIAAACjCQAgCAAApAkAIAm4BAAAogkAMLkEAACjCQAQugQAAKIJADC7BAEAkgcAId8EQACFBwAhgAUBAIcHACGyBQEAkgcAIbMFAQCEBwAhtAUBAIQHACEJuAQAAKIJADC5BAAAowkAELoEAACiCQAwuwQBAJIHACHfBEAAhQcAIYAFAQCHBwAhsgUBAJIHACGzBQEAhAcAIbQFAQCEBwAhBbsEAQCBCAAh3wRAAIMIACGABQEAhQgAIbMFAQCBCAAhtAUBAIEIACEFuwQBAIEIACHfBEAAgwgAIYAFAQCFCAAhswUBAIEIACG0BQEAgQgAIQW7BAEAAAAB3wRAAAAAAYAFAQAAAAGzBQEAAAABtAUBAAAAAQWrBQEAAAABtQUBAAAAAbYFQAAAAAG3BQEAAAABuAVAAAAAAQIAAACNAwAgDwAApwkAIAMAAACTAgAgDwAApwkAIBAAAKsJACAHAAAAkwIAIAgAAKsJACCrBQEAhQgAIbUFAQCFCAAhtgVAAIYIACG3BQEAhQgAIbgFQACGCAAhBasFAQCFCAAhtQUBAIUIACG2BUAAhggAIbcFAQCFCAAhuAVAAIYIACED3wRAAAAAAbQFAQAAAAG5BQEAAAABAgAAAJECACAPAAC3CQAgAwAAAJECACAPAAC3CQAgEAAAtgkAIAEIAACqCgAwCa4BAADHBwAguAQAANkHADC5BAAAjwIAELoEAADZBwAw3wRAAIUHACGyBQEAkgcAIbQFAQCEBwAhuQUBAIQHACHYBQAA2AcAIAIAAACRAgAgCAAAtgkAIAIAAAC0CQAgCAAAtQkAIAe4BAAAswkAMLkEAAC0CQAQugQAALMJADDfBEAAhQcAIbIFAQCSBwAhtAUBAIQHACG5BQEAhAcAIQe4BAAAswkAMLkEAAC0CQAQugQAALMJADDfBEAAhQcAIbIFAQCSBwAhtAUBAIQHACG5BQEAhAcAIQPfBEAAgwgAIbQFAQCBCAAhuQUBAIEIACED3wRAAIMIACG0BQEAgQgAIbkFAQCBCAAhA98EQAAAAAG0BQEAAAABuQUBAAAAAQq7BAEAAAAB2QQBAAAAAe4EAQAAAAGSBQEAAAABugUBAAAAAbsFAQAAAAG8BUAAAAABvQUBAAAAAb4FQAAAAAG_BQEAAAABAgAAAI0CACAPAADDCQAgAwAAAI0CACAPAADDCQAgEAAAwgkAIAEIAACpCgAwD64BAADHBwAguAQAANoHADC5BAAAiwIAELoEAADaBwAwuwQBAAAAAdkEAQCEBwAh7gQBAIQHACGSBQEAhAcAIbIFAQCSBwAhugUBAIQHACG7BQEAhAcAIbwFQACFBwAhvQUBAIcHACG-BUAAiAcAIb8FAQCHBwAhAgAAAI0CACAIAADCCQAgAgAAAMAJACAIAADBCQAgDrgEAAC_CQAwuQQAAMAJABC6BAAAvwkAMLsEAQCSBwAh2QQBAIQHACHuBAEAhAcAIZIFAQCEBwAhsgUBAJIHACG6BQEAhAcAIbsFAQCEBwAhvAVAAIUHACG9BQEAhwcAIb4FQACIBwAhvwUBAIcHACEOuAQAAL8JADC5BAAAwAkAELoEAAC_CQAwuwQBAJIHACHZBAEAhAcAIe4EAQCEBwAhkgUBAIQHACGyBQEAkgcAIboFAQCEBwAhuwUBAIQHACG8BUAAhQcAIb0FAQCHBwAhvgVAAIgHACG_BQEAhwcAIQq7BAEAgQgAIdkEAQCBCAAh7gQBAIEIACGSBQEAgQgAIboFAQCBCAAhuwUBAIEIACG8BUAAgwgAIb0FAQCFCAAhvgVAAIYIACG_BQEAhQgAIQq7BAEAgQgAIdkEAQCBCAAh7gQBAIEIACGSBQEAgQgAIboFAQCBCAAhuwUBAIEIACG8BUAAgwgAIb0FAQCFCAAhvgVAAIYIACG_BQEAhQgAIQq7BAEAAAAB2QQBAAAAAe4EAQAAAAGSBQEAAAABugUBAAAAAbsFAQAAAAG8BUAAAAABvQUBAAAAAb4FQAAAAAG_BQEAAAABB98EQAAAAAGYBQEAAAABtAUBAAAAAcAFAQAAAAHBBQEAAAABwgUgAAAAAcMFAgAAAAECAAAAiQIAIA8AAM8JACADAAAAiQIAIA8AAM8JACAQAADOCQAgAQgAAKgKADANrgEAAMcHACC4BAAA3AcAMLkEAACHAgAQugQAANwHADDfBEAAhQcAIZgFAQCHBwAhsgUBAJIHACG0BQEAhAcAIcAFAQCEBwAhwQUBAIQHACHCBSAAhgcAIcMFAgDdBwAh2QUAANsHACACAAAAiQIAIAgAAM4JACACAAAAzAkAIAgAAM0JACALuAQAAMsJADC5BAAAzAkAELoEAADLCQAw3wRAAIUHACGYBQEAhwcAIbIFAQCSBwAhtAUBAIQHACHABQEAhAcAIcEFAQCEBwAhwgUgAIYHACHDBQIA3QcAIQu4BAAAywkAMLkEAADMCQAQugQAAMsJADDfBEAAhQcAIZgFAQCHBwAhsgUBAJIHACG0BQEAhAcAIcAFAQCEBwAhwQUBAIQHACHCBSAAhgcAIcMFAgDdBwAhB98EQACDCAAhmAUBAIUIACG0BQEAgQgAIcAFAQCBCAAhwQUBAIEIACHCBSAAhAgAIcMFAgCECQAhB98EQACDCAAhmAUBAIUIACG0BQEAgQgAIcAFAQCBCAAhwQUBAIEIACHCBSAAhAgAIcMFAgCECQAhB98EQAAAAAGYBQEAAAABtAUBAAAAAcAFAQAAAAHBBQEAAAABwgUgAAAAAcMFAgAAAAERuwQBAAAAAdkEAQAAAAHuBAEAAAABuQUAAI4JACC9BQEAAAABvgVAAAAAAb8FAQAAAAHABQEAAAABxAUCAAAAAcUFAQAAAAHGBQEAAAABxwUBAAAAAcgFQAAAAAHJBQEAAAABygVAAAAAAcsFAQAAAAHMBUAAAAABAgAAAIUCACAPAADbCQAgAwAAAIUCACAPAADbCQAgEAAA2gkAIAEIAACnCgAwF64BAADHBwAguAQAAN8HADC5BAAAgwIAELoEAADfBwAwuwQBAAAAAdkEAQCEBwAh7gQBAIcHACGyBQEAkgcAIbkFAADOBwAgvQUBAIcHACG-BUAAiAcAIb8FAQCHBwAhwAUBAIQHACHEBQIAmQcAIcUFAQCHBwAhxgUBAIQHACHHBQEAhAcAIcgFQACFBwAhyQUBAIcHACHKBUAAiAcAIcsFAQCHBwAhzAVAAIgHACHaBQAA3gcAIAIAAACFAgAgCAAA2gkAIAIAAADYCQAgCAAA2QkAIBW4BAAA1wkAMLkEAADYCQAQugQAANcJADC7BAEAkgcAIdkEAQCEBwAh7gQBAIcHACGyBQEAkgcAIbkFAADOBwAgvQUBAIcHACG-BUAAiAcAIb8FAQCHBwAhwAUBAIQHACHEBQIAmQcAIcUFAQCHBwAhxgUBAIQHACHHBQEAhAcAIcgFQACFBwAhyQUBAIcHACHKBUAAiAcAIcsFAQCHBwAhzAVAAIgHACEVuAQAANcJADC5BAAA2AkAELoEAADXCQAwuwQBAJIHACHZBAEAhAcAIe4EAQCHBwAhsgUBAJIHACG5BQAAzgcAIL0FAQCHBwAhvgVAAIgHACG_BQEAhwcAIcAFAQCEBwAhxAUCAJkHACHFBQEAhwcAIcYFAQCEBwAhxwUBAIQHACHIBUAAhQcAIckFAQCHBwAhygVAAIgHACHLBQEAhwcAIcwFQACIBwAhEbsEAQCBCAAh2QQBAIEIACHuBAEAhQgAIbkFAACMCQAgvQUBAIUIACG-BUAAhggAIb8FAQCFCAAhwAUBAIEIACHEBQIAkAgAIcUFAQCFCAAhxgUBAIEIACHHBQEAgQgAIcgFQACDCAAhyQUBAIUIACHKBUAAhggAIcsFAQCFCAAhzAVAAIYIACERuwQBAIEIACHZBAEAgQgAIe4EAQCFCAAhuQUAAIwJACC9BQEAhQgAIb4FQACGCAAhvwUBAIUIACHABQEAgQgAIcQFAgCQCAAhxQUBAIUIACHGBQEAgQgAIccFAQCBCAAhyAVAAIMIACHJBQEAhQgAIcoFQACGCAAhywUBAIUIACHMBUAAhggAIRG7BAEAAAAB2QQBAAAAAe4EAQAAAAG5BQAAjgkAIL0FAQAAAAG-BUAAAAABvwUBAAAAAcAFAQAAAAHEBQIAAAABxQUBAAAAAcYFAQAAAAHHBQEAAAAByAVAAAAAAckFAQAAAAHKBUAAAAABywUBAAAAAcwFQAAAAAEEDwAA0AkAMMcGAADRCQAwywYAANQJADDMBgAA0wkAIAQPAADECQAwxwYAAMUJADDLBgAAyAkAMMwGAADHCQAgBA8AALgJADDHBgAAuQkAMMsGAAC8CQAwzAYAALsJACAEDwAArAkAMMcGAACtCQAwywYAALAJADDMBgAArwkAIAMPAACnCQAgxwYAAKgJACDLBgAAjQMAIAQPAACbCQAwxwYAAJwJADDLBgAAnwkAMMwGAACeCQAgAAAAAAauAQAA9AgAIKsFAAD7BwAgtQUAAPsHACC2BQAA-wcAILcFAAD7BwAguAUAAPsHACAAAAAAAAAAAAAAAAAAAAsPAAD2CQAwEAAA-wkAMMcGAAD3CQAwyAYAAPgJADDJBgAA-gkAMMoGAAD6CQAwywYAAPoJADDMBgAA-QkAIM0GAAD6CQAwzgYAAPwJADDPBgAA_QkAMA-7BAEAAAABvQQEAAAAAb4EAQAAAAHUBAEAAAAB1QQBAAAAAdYEAQAAAAGABQEAAAABqgUBAAAAAasFAQAAAAGsBUAAAAABrQUBAAAAAa4FQAAAAAGvBQEAAAABsAVAAAAAAbEFAQAAAAECAAAAtAEAIA8AAIEKACADAAAAtAEAIA8AAIEKACAQAACACgAgAQgAAKYKADAUfAAA6QcAILgEAADoBwAwuQQAALIBABC6BAAA6AcAMLsEAQAAAAG9BAQAgwcAIb4EAQCEBwAh1AQBAJIHACHVBAEAhwcAIdYEAQCTBwAhgAUBAAAAAakFAQCTBwAhqgUBAIQHACGrBQEAhwcAIawFQACFBwAhrQUBAIQHACGuBUAAhQcAIa8FAQCHBwAhsAVAAIgHACGxBQEAhwcAIQIAAAC0AQAgCAAAgAoAIAIAAAD-CQAgCAAA_wkAIBO4BAAA_QkAMLkEAAD-CQAQugQAAP0JADC7BAEAkgcAIb0EBACDBwAhvgQBAIQHACHUBAEAkgcAIdUEAQCHBwAh1gQBAJMHACGABQEAhwcAIakFAQCTBwAhqgUBAIQHACGrBQEAhwcAIawFQACFBwAhrQUBAIQHACGuBUAAhQcAIa8FAQCHBwAhsAVAAIgHACGxBQEAhwcAIRO4BAAA_QkAMLkEAAD-CQAQugQAAP0JADC7BAEAkgcAIb0EBACDBwAhvgQBAIQHACHUBAEAkgcAIdUEAQCHBwAh1gQBAJMHACGABQEAhwcAIakFAQCTBwAhqgUBAIQHACGrBQEAhwcAIawFQACFBwAhrQUBAIQHACGuBUAAhQcAIa8FAQCHBwAhsAVAAIgHACGxBQEAhwcAIQ-7BAEAgQgAIb0EBACCCAAhvgQBAIEIACHUBAEAgQgAIdUEAQCFCAAh1gQBAIUIACGABQEAhQgAIaoFAQCBCAAhqwUBAIUIACGsBUAAgwgAIa0FAQCBCAAhrgVAAIMIACGvBQEAhQgAIbAFQACGCAAhsQUBAIUIACEPuwQBAIEIACG9BAQAgggAIb4EAQCBCAAh1AQBAIEIACHVBAEAhQgAIdYEAQCFCAAhgAUBAIUIACGqBQEAgQgAIasFAQCFCAAhrAVAAIMIACGtBQEAgQgAIa4FQACDCAAhrwUBAIUIACGwBUAAhggAIbEFAQCFCAAhD7sEAQAAAAG9BAQAAAABvgQBAAAAAdQEAQAAAAHVBAEAAAAB1gQBAAAAAYAFAQAAAAGqBQEAAAABqwUBAAAAAawFQAAAAAGtBQEAAAABrgVAAAAAAa8FAQAAAAGwBUAAAAABsQUBAAAAAQQPAAD2CQAwxwYAAPcJADDLBgAA-gkAMMwGAAD5CQAgABF9AACDCgAgkQUAAPsHACDvBQAA-wcAIPUFAAD7BwAg9gUAAPsHACD3BQAA-wcAIPgFAAD7BwAg-QUAAPsHACD6BQAA-wcAIPsFAAD7BwAg_AUAAPsHACD9BQAA-wcAIP4FAAD7BwAg_wUAAPsHACCABgAA-wcAIIEGAAD7BwAgggYAAPsHACAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPuwQBAAAAAb0EBAAAAAG-BAEAAAAB1AQBAAAAAdUEAQAAAAHWBAEAAAABgAUBAAAAAaoFAQAAAAGrBQEAAAABrAVAAAAAAa0FAQAAAAGuBUAAAAABrwUBAAAAAbAFQAAAAAGxBQEAAAABEbsEAQAAAAHZBAEAAAAB7gQBAAAAAbkFAACOCQAgvQUBAAAAAb4FQAAAAAG_BQEAAAABwAUBAAAAAcQFAgAAAAHFBQEAAAABxgUBAAAAAccFAQAAAAHIBUAAAAAByQUBAAAAAcoFQAAAAAHLBQEAAAABzAVAAAAAAQffBEAAAAABmAUBAAAAAbQFAQAAAAHABQEAAAABwQUBAAAAAcIFIAAAAAHDBQIAAAABCrsEAQAAAAHZBAEAAAAB7gQBAAAAAZIFAQAAAAG6BQEAAAABuwUBAAAAAbwFQAAAAAG9BQEAAAABvgVAAAAAAb8FAQAAAAED3wRAAAAAAbQFAQAAAAG5BQEAAAABBbsEAQAAAAHfBEAAAAABgAUBAAAAAbMFAQAAAAG0BQEAAAABGLABAADdCQAgsQEAAN4JACCyAQAA3wkAILMBAADgCQAgtAEAAOEJACC7BAEAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB2QQBAAAAAdoEAQAAAAH9BEAAAAABwAUBAAAAAc0FAgAAAAHOBQEAAAABzwWAAAAAAdAFAQAAAAHRBQEAAAAB0gUBAAAAAdMFQAAAAAHUBUAAAAAB1QVAAAAAAdYFQAAAAAHXBQEAAAABAgAAAIECACAPAACsCgAgAwAAAJ8CACAPAACsCgAgEAAAsAoAIBoAAACfAgAgCAAAsAoAILABAACWCQAgsQEAAJcJACCyAQAAmAkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGLABAACWCQAgsQEAAJcJACCyAQAAmAkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAADcCQAgsQEAAN4JACCyAQAA3wkAILMBAADgCQAgtAEAAOEJACC7BAEAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB2QQBAAAAAdoEAQAAAAH9BEAAAAABwAUBAAAAAc0FAgAAAAHOBQEAAAABzwWAAAAAAdAFAQAAAAHRBQEAAAAB0gUBAAAAAdMFQAAAAAHUBUAAAAAB1QVAAAAAAdYFQAAAAAHXBQEAAAABAgAAAIECACAPAACxCgAgAwAAAJ8CACAPAACxCgAgEAAAtQoAIBoAAACfAgAgCAAAtQoAIK8BAACVCQAgsQEAAJcJACCyAQAAmAkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAACVCQAgsQEAAJcJACCyAQAAmAkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAADcCQAgsAEAAN0JACCyAQAA3wkAILMBAADgCQAgtAEAAOEJACC7BAEAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB2QQBAAAAAdoEAQAAAAH9BEAAAAABwAUBAAAAAc0FAgAAAAHOBQEAAAABzwWAAAAAAdAFAQAAAAHRBQEAAAAB0gUBAAAAAdMFQAAAAAHUBUAAAAAB1QVAAAAAAdYFQAAAAAHXBQEAAAABAgAAAIECACAPAAC2CgAgAwAAAJ8CACAPAAC2CgAgEAAAugoAIBoAAACfAgAgCAAAugoAIK8BAACVCQAgsAEAAJYJACCyAQAAmAkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAACVCQAgsAEAAJYJACCyAQAAmAkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAADcCQAgsAEAAN0JACCxAQAA3gkAILMBAADgCQAgtAEAAOEJACC7BAEAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB2QQBAAAAAdoEAQAAAAH9BEAAAAABwAUBAAAAAc0FAgAAAAHOBQEAAAABzwWAAAAAAdAFAQAAAAHRBQEAAAAB0gUBAAAAAdMFQAAAAAHUBUAAAAAB1QVAAAAAAdYFQAAAAAHXBQEAAAABAgAAAIECACAPAAC7CgAgAwAAAJ8CACAPAAC7CgAgEAAAvwoAIBoAAACfAgAgCAAAvwoAIK8BAACVCQAgsAEAAJYJACCxAQAAlwkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAACVCQAgsAEAAJYJACCxAQAAlwkAILMBAACZCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAADcCQAgsAEAAN0JACCxAQAA3gkAILIBAADfCQAgtAEAAOEJACC7BAEAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB2QQBAAAAAdoEAQAAAAH9BEAAAAABwAUBAAAAAc0FAgAAAAHOBQEAAAABzwWAAAAAAdAFAQAAAAHRBQEAAAAB0gUBAAAAAdMFQAAAAAHUBUAAAAAB1QVAAAAAAdYFQAAAAAHXBQEAAAABAgAAAIECACAPAADACgAgAwAAAJ8CACAPAADACgAgEAAAxAoAIBoAAACfAgAgCAAAxAoAIK8BAACVCQAgsAEAAJYJACCxAQAAlwkAILIBAACYCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAACVCQAgsAEAAJYJACCxAQAAlwkAILIBAACYCQAgtAEAAJoJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAADcCQAgsAEAAN0JACCxAQAA3gkAILIBAADfCQAgswEAAOAJACC7BAEAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB2QQBAAAAAdoEAQAAAAH9BEAAAAABwAUBAAAAAc0FAgAAAAHOBQEAAAABzwWAAAAAAdAFAQAAAAHRBQEAAAAB0gUBAAAAAdMFQAAAAAHUBUAAAAAB1QVAAAAAAdYFQAAAAAHXBQEAAAABAgAAAIECACAPAADFCgAgAwAAAJ8CACAPAADFCgAgEAAAyQoAIBoAAACfAgAgCAAAyQoAIK8BAACVCQAgsAEAAJYJACCxAQAAlwkAILIBAACYCQAgswEAAJkJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhGK8BAACVCQAgsAEAAJYJACCxAQAAlwkAILIBAACYCQAgswEAAJkJACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdkEAQCBCAAh2gQBAIEIACH9BEAAhggAIcAFAQCBCAAhzQUCAJAIACHOBQEAgQgAIc8FgAAAAAHQBQEAgQgAIdEFAQCBCAAh0gUBAIUIACHTBUAAhggAIdQFQACGCAAh1QVAAIYIACHWBUAAhggAIdcFAQCFCAAhILsEAQAAAAG9BAQAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB1QQBAAAAAdYEAQAAAAHZBAEAAAABkQVAAAAAAZIFAQAAAAHNBQIAAAAB7gUBAAAAAe8FAQAAAAHwBQQAAAAB8QUCAAAAAfIFBAAAAAHzBQQAAAAB9AUBAAAAAfUFAQAAAAH2BUAAAAAB9wUBAAAAAfgFAQAAAAH5BUAAAAAB-gVAAAAAAfsFAQAAAAH8BUAAAAAB_QUBAAAAAf4FQAAAAAH_BQEAAAABgAZAAAAAAYEGAQAAAAGCBkAAAAABAgAAALABACAPAADKCgAgAwAAALYBACAPAADKCgAgEAAAzgoAICIAAAC2AQAgCAAAzgoAILsEAQCBCAAhvQQEAIIIACG-BAEAgQgAIcUEQACDCAAh1AQBAIEIACHVBAEAgQgAIdYEAQCBCAAh2QQBAIEIACGRBUAAhggAIZIFAQCBCAAhzQUCAJAIACHuBQEAgQgAIe8FAQCFCAAh8AUEAIIIACHxBQIAkAgAIfIFBACCCAAh8wUEAIIIACH0BQEAgQgAIfUFAQCFCAAh9gVAAIYIACH3BQEAhQgAIfgFAQCFCAAh-QVAAIYIACH6BUAAhggAIfsFAQCFCAAh_AVAAIYIACH9BQEAhQgAIf4FQACGCAAh_wUBAIUIACGABkAAhggAIYEGAQCFCAAhggZAAIYIACEguwQBAIEIACG9BAQAgggAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdUEAQCBCAAh1gQBAIEIACHZBAEAgQgAIZEFQACGCAAhkgUBAIEIACHNBQIAkAgAIe4FAQCBCAAh7wUBAIUIACHwBQQAgggAIfEFAgCQCAAh8gUEAIIIACHzBQQAgggAIfQFAQCBCAAh9QUBAIUIACH2BUAAhggAIfcFAQCFCAAh-AUBAIUIACH5BUAAhggAIfoFQACGCAAh-wUBAIUIACH8BUAAhggAIf0FAQCFCAAh_gVAAIYIACH_BQEAhQgAIYAGQACGCAAhgQYBAIUIACGCBkAAhggAIQS7BAEAAAAB0QQBAAAAAdIEAgAAAAHTBAQAAAABC4cEAACqCAAguwQBAAAAAb4EAQAAAAHFBEAAAAAB1AQBAAAAAdUEAQAAAAHWBAEAAAAB1wQBAAAAAdgEAQAAAAHZBAEAAAAB2gQBAAAAAQIAAACYBgAgDwAA0AoAIAMAAACiBgAgDwAA0AoAIBAAANQKACANAAAAogYAIAgAANQKACCHBAAAlwgAILsEAQCBCAAhvgQBAIEIACHFBEAAgwgAIdQEAQCBCAAh1QQBAIUIACHWBAEAhQgAIdcEAQCFCAAh2AQBAIUIACHZBAEAgQgAIdoEAQCBCAAhC4cEAACXCAAguwQBAIEIACG-BAEAgQgAIcUEQACDCAAh1AQBAIEIACHVBAEAhQgAIdYEAQCFCAAh1wQBAIUIACHYBAEAhQgAIdkEAQCBCAAh2gQBAIEIACELhgQAAKkIACC7BAEAAAABvgQBAAAAAcUEQAAAAAHUBAEAAAAB1QQBAAAAAdYEAQAAAAHXBAEAAAAB2AQBAAAAAdkEAQAAAAHaBAEAAAABAgAAAJgGACAPAADVCgAgAwAAAKIGACAPAADVCgAgEAAA2QoAIA0AAACiBgAgCAAA2QoAIIYEAACWCAAguwQBAIEIACG-BAEAgQgAIcUEQACDCAAh1AQBAIEIACHVBAEAhQgAIdYEAQCFCAAh1wQBAIUIACHYBAEAhQgAIdkEAQCBCAAh2gQBAIEIACELhgQAAJYIACC7BAEAgQgAIb4EAQCBCAAhxQRAAIMIACHUBAEAgQgAIdUEAQCFCAAh1gQBAIUIACHXBAEAhQgAIdgEAQCFCAAh2QQBAIEIACHaBAEAgQgAIQAAAAAFFQAGFgAHFwAIGAAJGQAKAAAAAAAFFQAGFgAHFwAIGAAJGQAKAAAABRUAEBYAERcAEhgAExkAFAAAAAAABRUAEBYAERcAEhgAExkAFAAAAAUVABoWABsXABwYAB0ZAB4AAAAAAAUVABoWABsXABwYAB0ZAB4AAAAFFQAkFgAlFwAmGAAnGQAoAAAAAAAFFQAkFgAlFwAmGAAnGQAoAAAABRUALhYALxcAMBgAMRkAMgAAAAAABRUALhYALxcAMBgAMRkAMgAAAAMVADgYADkZADoAAAADFQA4GAA5GQA6AAAABRUAQBYAQRcAQhgAQxkARAAAAAAABRUAQBYAQRcAQhgAQxkARAIVAEh9tQFHAXy3AUYBfbgBAAAABRUATBYATRcAThgATxkAUAAAAAAABRUATBYATRcAThgATxkAUAAAAAUVAFYWAFcXAFgYAFkZAFoAAAAAAAUVAFYWAFcXAFgYAFkZAFoAAAADFQBgGABhGQBiAAAAAxUAYBgAYRkAYgcVAGuvAYYCZbABigJmsQGOAmeyAZICaLMBlAJptAGYAmoBrgEAZAGuAQBkAa4BAGQBrgEAZAGuAQBkAa4BAGQFrwGZAgCwAZoCALEBmwIAsgGcAgC0AZ0CAAAABRUAbxYAcBcAcRgAchkAcwAAAAAABRUAbxYAcBcAcRgAchkAcwGuAQBkAa4BAGQFFQB4FgB5FwB6GAB7GQB8AAAAAAAFFQB4FgB5FwB6GAB7GQB8Aa4BAGQBrgEAZAUVAIEBFgCCARcAgwEYAIQBGQCFAQAAAAAABRUAgQEWAIIBFwCDARgAhAEZAIUBAa4BAGQBrgEAZAMVAIoBGACLARkAjAEAAAADFQCKARgAiwEZAIwBAa4BAGQBrgEAZAMVAJEBGACSARkAkwEAAAADFQCRARgAkgEZAJMBAa4BAGQBrgEAZAMVAJgBGACZARkAmgEAAAADFQCYARgAmQEZAJoBAa4BAGQBrgEAZAMVAJ8BGACgARkAoQEAAAADFQCfARgAoAEZAKEBAXzFA0YBfMsDRgUVAKYBFgCnARcAqAEYAKkBGQCqAQAAAAAABRUApgEWAKcBFwCoARgAqQEZAKoBAAAAAxUAsAEYALEBGQCyAQAAAAMVALABGACxARkAsgEAAAADFQC4ARgAuQEZALoBAAAAAxUAuAEYALkBGQC6AQAAAAMVAMABGADBARkAwgEAAAADFQDAARgAwQEZAMIBAAAAAxUAyAEYAMkBGQDKAQAAAAMVAMgBGADJARkAygEAAAADFQDQARgA0QEZANIBAAAAAxUA0AEYANEBGQDSAQAAAAMVANgBGADZARkA2gEAAAADFQDYARgA2QEZANoBAAAABRUA4AEWAOEBFwDiARgA4wEZAOQBAAAAAAAFFQDgARYA4QEXAOIBGADjARkA5AEAAAAFFQDqARYA6wEXAOwBGADtARkA7gEAAAAAAAUVAOoBFgDrARcA7AEYAO0BGQDuAQAAAAUVAPQBFgD1ARcA9gEYAPcBGQD4AQAAAAAABRUA9AEWAPUBFwD2ARgA9wEZAPgBAAAAAxUA_gEYAP8BGQCAAgAAAAMVAP4BGAD_ARkAgAIAAAAFFQCGAhYAhwIXAIgCGACJAhkAigIAAAAAAAUVAIYCFgCHAhcAiAIYAIkCGQCKAgAAAAUVAJACFgCRAhcAkgIYAJMCGQCUAgAAAAAABRUAkAIWAJECFwCSAhgAkwIZAJQCAAAABRUAmgIWAJsCFwCcAhgAnQIZAJ4CAAAAAAAFFQCaAhYAmwIXAJwCGACdAhkAngIDFQCjAoYEnQahAocEnwaiAgGFBACgAgGFBACgAgGGBKAGAAAAAxUApwIYAKgCGQCpAgAAAAMVAKcCGACoAhkAqQIBhQQAoAIBhQQAoAIFFQCuAhYArwIXALACGACxAhkAsgIAAAAAAAUVAK4CFgCvAhcAsAIYALECGQCyAgGFBACgAgGFBACgAgUVALcCFgC4AhcAuQIYALoCGQC7AgAAAAAABRUAtwIWALgCFwC5AhgAugIZALsCAQIBAgMBBQYBBgcBBwgBCQoBCgwCCw0DDA8BDRECDhIEERMBEhQBExUCGhgFGxkLHBsMHRwMHh8MHyAMICEMISMMIiUCIyYNJCgMJSoCJisOJywMKC0MKS4CKjEPKzIVLDQWLTUWLjgWLzkWMDoWMTwWMj4CMz8XNEEWNUMCNkQYN0UWOEYWOUcCOkoZO0sfPE0gPU4gPlEgP1IgQFMgQVUgQlcCQ1ghRFogRVwCRl0iR14gSF8gSWACSmMjS2QpTGYqTWcqTmoqT2sqUGwqUW4qUnACU3ErVHMqVXUCVnYsV3cqWHgqWXkCWnwtW30zXH80XYABNF6DATRfhAE0YIUBNGGHATRiiQECY4oBNWSMATRljgECZo8BNmeQATRokQE0aZIBAmqVATdrlgE7bJgBPG2ZATxunAE8b50BPHCeATxxoAE8cqIBAnOjAT10pQE8dacBAnaoAT53qQE8eKoBPHmrAQJ6rgE_e68BRX6xAUZ_uQFGgAG7AUaBAbwBRoIBvQFGgwG_AUaEAcEBAoUBwgFJhgHEAUaHAcYBAogBxwFKiQHIAUaKAckBRosBygECjAHNAUuNAc4BUY4B0AFSjwHRAVKQAdQBUpEB1QFSkgHWAVKTAdgBUpQB2gEClQHbAVOWAd0BUpcB3wECmAHgAVSZAeEBUpoB4gFSmwHjAQKcAeYBVZ0B5wFbngHpAVyfAeoBXKAB7QFcoQHuAVyiAe8BXKMB8QFcpAHzAQKlAfQBXaYB9gFcpwH4AQKoAfkBXqkB-gFcqgH7AVyrAfwBAqwB_wFfrQGAAmO1AYICZLYBngJktwGhAmS4AaICZLkBowJkugGlAmS7AacCArwBqAJsvQGqAmS-AawCAr8BrQJtwAGuAmTBAa8CZMIBsAICwwGzAm7EAbQCdMUBtQJlxgG2AmXHAbcCZcgBuAJlyQG5AmXKAbsCZcsBvQICzAG-AnXNAcACZc4BwgICzwHDAnbQAcQCZdEBxQJl0gHGAgLTAckCd9QBygJ91QHLAmbWAcwCZtcBzQJm2AHOAmbZAc8CZtoB0QJm2wHTAgLcAdQCft0B1gJm3gHYAgLfAdkCf-AB2gJm4QHbAmbiAdwCAuMB3wKAAeQB4AKGAeUB4QJn5gHiAmfnAeMCZ-gB5AJn6QHlAmfqAecCZ-sB6QIC7AHqAocB7QHsAmfuAe4CAu8B7wKIAfAB8AJn8QHxAmfyAfICAvMB9QKJAfQB9gKNAfUB9wJo9gH4Amj3AfkCaPgB-gJo-QH7Amj6Af0CaPsB_wIC_AGAA44B_QGCA2j-AYQDAv8BhQOPAYAChgNogQKHA2iCAogDAoMCiwOQAYQCjAOUAYUCjgNphgKPA2mHApEDaYgCkgNpiQKTA2mKApUDaYsClwMCjAKYA5UBjQKaA2mOApwDAo8CnQOWAZACngNpkQKfA2mSAqADApMCowOXAZQCpAObAZUCpQNqlgKmA2qXAqcDapgCqANqmQKpA2qaAqsDapsCrQMCnAKuA5wBnQKwA2qeArIDAp8CswOdAaACtANqoQK1A2qiArYDAqMCuQOeAaQCugOiAaUCuwNHpgK8A0enAr0DR6gCvgNHqQK_A0eqAsEDR6sCwwMCrALEA6MBrQLHA0euAskDAq8CygOkAbACzANHsQLNA0eyAs4DArMC0QOlAbQC0gOrAbUC1AOsAbYC1QOsAbcC2AOsAbgC2QOsAbkC2gOsAboC3AOsAbsC3gMCvALfA60BvQLhA6wBvgLjAwK_AuQDrgHAAuUDrAHBAuYDrAHCAucDAsMC6gOvAcQC6wOzAcUC7QO0AcYC7gO0AccC8QO0AcgC8gO0AckC8wO0AcoC9QO0AcsC9wMCzAL4A7UBzQL6A7QBzgL8AwLPAv0DtgHQAv4DtAHRAv8DtAHSAoAEAtMCgwS3AdQChAS7AdUChgS8AdYChwS8AdcCigS8AdgCiwS8AdkCjAS8AdoCjgS8AdsCkAQC3AKRBL0B3QKTBLwB3gKVBALfApYEvgHgApcEvAHhApgEvAHiApkEAuMCnAS_AeQCnQTDAeUCnwTEAeYCoATEAecCowTEAegCpATEAekCpQTEAeoCpwTEAesCqQQC7AKqBMUB7QKsBMQB7gKuBALvAq8ExgHwArAExAHxArEExAHyArIEAvMCtQTHAfQCtgTLAfUCuATMAfYCuQTMAfcCvATMAfgCvQTMAfkCvgTMAfoCwATMAfsCwgQC_ALDBM0B_QLFBMwB_gLHBAL_AsgEzgGAA8kEzAGBA8oEzAGCA8sEAoMDzgTPAYQDzwTTAYUD0QTUAYYD0gTUAYcD1QTUAYgD1gTUAYkD1wTUAYoD2QTUAYsD2wQCjAPcBNUBjQPeBNQBjgPgBAKPA-EE1gGQA-IE1AGRA-ME1AGSA-QEApMD5wTXAZQD6ATbAZUD6gTcAZYD6wTcAZcD7gTcAZgD7wTcAZkD8ATcAZoD8gTcAZsD9AQCnAP1BN0BnQP3BNwBngP5BAKfA_oE3gGgA_sE3AGhA_wE3AGiA_0EAqMDgAXfAaQDgQXlAaUDgwXmAaYDhAXmAacDhwXmAagDiAXmAakDiQXmAaoDiwXmAasDjQUCrAOOBecBrQOQBeYBrgOSBQKvA5MF6AGwA5QF5gGxA5UF5gGyA5YFArMDmQXpAbQDmgXvAbUDnAXwAbYDnQXwAbcDoAXwAbgDoQXwAbkDogXwAboDpAXwAbsDpgUCvAOnBfEBvQOpBfABvgOrBQK_A6wF8gHAA60F8AHBA64F8AHCA68FAsMDsgXzAcQDswX5AcUDtQX6AcYDtgX6AccDuQX6AcgDugX6AckDuwX6AcoDvQX6AcsDvwUCzAPABfsBzQPCBfoBzgPEBQLPA8UF_AHQA8YF-gHRA8cF-gHSA8gFAtMDywX9AdQDzAWBAtUDzgWCAtYDzwWCAtcD0gWCAtgD0wWCAtkD1AWCAtoD1gWCAtsD2AUC3APZBYMC3QPbBYIC3gPdBQLfA94FhALgA98FggLhA-AFggLiA-EFAuMD5AWFAuQD5QWLAuUD5wWMAuYD6AWMAucD6wWMAugD7AWMAukD7QWMAuoD7wWMAusD8QUC7APyBY0C7QP0BYwC7gP2BQLvA_cFjgLwA_gFjALxA_kFjALyA_oFAvMD_QWPAvQD_gWVAvUDgAaWAvYDgQaWAvcDhAaWAvgDhQaWAvkDhgaWAvoDiAaWAvsDigYC_AOLBpcC_QONBpYC_gOPBgL_A5AGmAKABJEGlgKBBJIGlgKCBJMGAoMElgaZAoQElwafAogEmQagAokEoQagAooEpAagAosEpQagAowEpgagAo0EqAagAo4EqgYCjwSrBqQCkAStBqACkQSvBgKSBLAGpQKTBLEGoAKUBLIGoAKVBLMGApYEtgamApcEtwaqApgEuAahApkEuQahApoEugahApsEuwahApwEvAahAp0EvgahAp4EwAYCnwTBBqsCoATDBqECoQTFBgKiBMYGrAKjBMcGoQKkBMgGoQKlBMkGAqYEzAatAqcEzQazAqgEzwaiAqkE0AaiAqoE0gaiAqsE0waiAqwE1AaiAq0E1gaiAq4E2AYCrwTZBrQCsATbBqICsQTdBgKyBN4GtQKzBN8GogK0BOAGogK1BOEGArYE5Aa2ArcE5Qa8Ag"
    };
    config.compilerWasm = {
      getRuntime: async () => await import("@prisma/client/runtime/query_compiler_fast_bg.postgresql.mjs"),
      getQueryCompilerWasmModule: async () => {
        const { wasm } = await import("@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs");
        return await decodeBase64AsWasm(wasm);
      },
      importName: "./query_compiler_fast_bg.js"
    };
  }
});

// src/generated/prisma/internal/prismaNamespace.ts
var prismaNamespace_exports = {};
__export(prismaNamespace_exports, {
  AcknowledgementScalarFieldEnum: () => AcknowledgementScalarFieldEnum,
  ActivityScalarFieldEnum: () => ActivityScalarFieldEnum,
  AnyNull: () => AnyNull2,
  AuditEntryScalarFieldEnum: () => AuditEntryScalarFieldEnum,
  AuditSealScalarFieldEnum: () => AuditSealScalarFieldEnum,
  CollectionCaseScalarFieldEnum: () => CollectionCaseScalarFieldEnum,
  CustomerScalarFieldEnum: () => CustomerScalarFieldEnum,
  DbNull: () => DbNull2,
  Decimal: () => Decimal2,
  DeliveryLimitScalarFieldEnum: () => DeliveryLimitScalarFieldEnum,
  DocumentScalarFieldEnum: () => DocumentScalarFieldEnum,
  ExpiryActionScalarFieldEnum: () => ExpiryActionScalarFieldEnum,
  GateOverrideScalarFieldEnum: () => GateOverrideScalarFieldEnum,
  GatewayCustomerScalarFieldEnum: () => GatewayCustomerScalarFieldEnum,
  HandoffScalarFieldEnum: () => HandoffScalarFieldEnum,
  HardwareOrderScalarFieldEnum: () => HardwareOrderScalarFieldEnum,
  InboxScalarFieldEnum: () => InboxScalarFieldEnum,
  InvoiceScalarFieldEnum: () => InvoiceScalarFieldEnum,
  JobSlotScalarFieldEnum: () => JobSlotScalarFieldEnum,
  JsonNull: () => JsonNull2,
  JsonNullValueFilter: () => JsonNullValueFilter,
  JsonNullValueInput: () => JsonNullValueInput,
  LaneScalarFieldEnum: () => LaneScalarFieldEnum,
  LicenseScalarFieldEnum: () => LicenseScalarFieldEnum,
  MessageSlotScalarFieldEnum: () => MessageSlotScalarFieldEnum,
  ModelName: () => ModelName,
  NullTypes: () => NullTypes2,
  NullableJsonNullValueInput: () => NullableJsonNullValueInput,
  NullsOrder: () => NullsOrder,
  PaymentAttemptScalarFieldEnum: () => PaymentAttemptScalarFieldEnum,
  PaymentScalarFieldEnum: () => PaymentScalarFieldEnum,
  PersonScalarFieldEnum: () => PersonScalarFieldEnum,
  PolicyScalarFieldEnum: () => PolicyScalarFieldEnum,
  PostScalarFieldEnum: () => PostScalarFieldEnum,
  PrismaClientInitializationError: () => PrismaClientInitializationError2,
  PrismaClientKnownRequestError: () => PrismaClientKnownRequestError2,
  PrismaClientRustPanicError: () => PrismaClientRustPanicError2,
  PrismaClientUnknownRequestError: () => PrismaClientUnknownRequestError2,
  PrismaClientValidationError: () => PrismaClientValidationError2,
  ProjectNoteScalarFieldEnum: () => ProjectNoteScalarFieldEnum,
  ProjectScalarFieldEnum: () => ProjectScalarFieldEnum,
  QueryMode: () => QueryMode,
  RecurringTemplateScalarFieldEnum: () => RecurringTemplateScalarFieldEnum,
  ReportImportScalarFieldEnum: () => ReportImportScalarFieldEnum,
  RoleChannelScalarFieldEnum: () => RoleChannelScalarFieldEnum,
  RoleGroupScalarFieldEnum: () => RoleGroupScalarFieldEnum,
  RoleMemberScalarFieldEnum: () => RoleMemberScalarFieldEnum,
  SortOrder: () => SortOrder,
  Sql: () => Sql2,
  SubscriptionItemScalarFieldEnum: () => SubscriptionItemScalarFieldEnum,
  SubscriptionScalarFieldEnum: () => SubscriptionScalarFieldEnum,
  TickScalarFieldEnum: () => TickScalarFieldEnum,
  TransactionIsolationLevel: () => TransactionIsolationLevel,
  defineExtension: () => defineExtension,
  empty: () => empty3,
  getExtensionContext: () => getExtensionContext,
  join: () => join3,
  prismaVersion: () => prismaVersion,
  raw: () => raw2,
  sql: () => sql
});
import * as runtime2 from "@prisma/client/runtime/client";
var PrismaClientKnownRequestError2, PrismaClientUnknownRequestError2, PrismaClientRustPanicError2, PrismaClientInitializationError2, PrismaClientValidationError2, sql, empty3, join3, raw2, Sql2, Decimal2, getExtensionContext, prismaVersion, NullTypes2, DbNull2, JsonNull2, AnyNull2, ModelName, TransactionIsolationLevel, ActivityScalarFieldEnum, CollectionCaseScalarFieldEnum, PaymentAttemptScalarFieldEnum, ReportImportScalarFieldEnum, CustomerScalarFieldEnum, GatewayCustomerScalarFieldEnum, DocumentScalarFieldEnum, InvoiceScalarFieldEnum, LicenseScalarFieldEnum, ExpiryActionScalarFieldEnum, ProjectScalarFieldEnum, HandoffScalarFieldEnum, TickScalarFieldEnum, GateOverrideScalarFieldEnum, AcknowledgementScalarFieldEnum, HardwareOrderScalarFieldEnum, ProjectNoteScalarFieldEnum, PaymentScalarFieldEnum, PersonScalarFieldEnum, RoleMemberScalarFieldEnum, RoleGroupScalarFieldEnum, RoleChannelScalarFieldEnum, PolicyScalarFieldEnum, InboxScalarFieldEnum, MessageSlotScalarFieldEnum, PostScalarFieldEnum, LaneScalarFieldEnum, DeliveryLimitScalarFieldEnum, JobSlotScalarFieldEnum, AuditEntryScalarFieldEnum, AuditSealScalarFieldEnum, SubscriptionScalarFieldEnum, SubscriptionItemScalarFieldEnum, RecurringTemplateScalarFieldEnum, SortOrder, JsonNullValueInput, NullableJsonNullValueInput, QueryMode, JsonNullValueFilter, NullsOrder, defineExtension;
var init_prismaNamespace = __esm({
  "src/generated/prisma/internal/prismaNamespace.ts"() {
    "use strict";
    init_class();
    PrismaClientKnownRequestError2 = runtime2.PrismaClientKnownRequestError;
    PrismaClientUnknownRequestError2 = runtime2.PrismaClientUnknownRequestError;
    PrismaClientRustPanicError2 = runtime2.PrismaClientRustPanicError;
    PrismaClientInitializationError2 = runtime2.PrismaClientInitializationError;
    PrismaClientValidationError2 = runtime2.PrismaClientValidationError;
    sql = runtime2.sqltag;
    empty3 = runtime2.empty;
    join3 = runtime2.join;
    raw2 = runtime2.raw;
    Sql2 = runtime2.Sql;
    Decimal2 = runtime2.Decimal;
    getExtensionContext = runtime2.Extensions.getExtensionContext;
    prismaVersion = {
      client: "7.10.0",
      engine: "0edf323efd1d98336f3f0a68684b56f689b900d3"
    };
    NullTypes2 = {
      DbNull: runtime2.NullTypes.DbNull,
      JsonNull: runtime2.NullTypes.JsonNull,
      AnyNull: runtime2.NullTypes.AnyNull
    };
    DbNull2 = runtime2.DbNull;
    JsonNull2 = runtime2.JsonNull;
    AnyNull2 = runtime2.AnyNull;
    ModelName = {
      Activity: "Activity",
      CollectionCase: "CollectionCase",
      PaymentAttempt: "PaymentAttempt",
      ReportImport: "ReportImport",
      Customer: "Customer",
      GatewayCustomer: "GatewayCustomer",
      Document: "Document",
      Invoice: "Invoice",
      License: "License",
      ExpiryAction: "ExpiryAction",
      Project: "Project",
      Handoff: "Handoff",
      Tick: "Tick",
      GateOverride: "GateOverride",
      Acknowledgement: "Acknowledgement",
      HardwareOrder: "HardwareOrder",
      ProjectNote: "ProjectNote",
      Payment: "Payment",
      Person: "Person",
      RoleMember: "RoleMember",
      RoleGroup: "RoleGroup",
      RoleChannel: "RoleChannel",
      Policy: "Policy",
      Inbox: "Inbox",
      MessageSlot: "MessageSlot",
      Post: "Post",
      Lane: "Lane",
      DeliveryLimit: "DeliveryLimit",
      JobSlot: "JobSlot",
      AuditEntry: "AuditEntry",
      AuditSeal: "AuditSeal",
      Subscription: "Subscription",
      SubscriptionItem: "SubscriptionItem",
      RecurringTemplate: "RecurringTemplate"
    };
    TransactionIsolationLevel = runtime2.makeStrictEnum({
      ReadUncommitted: "ReadUncommitted",
      ReadCommitted: "ReadCommitted",
      RepeatableRead: "RepeatableRead",
      Serializable: "Serializable"
    });
    ActivityScalarFieldEnum = {
      id: "id",
      ref: "ref",
      key: "key",
      type: "type",
      subjectType: "subjectType",
      subjectId: "subjectId",
      customerId: "customerId",
      about: "about",
      description: "description",
      contact: "contact",
      startOn: "startOn",
      estimatedOn: "estimatedOn",
      expectedOn: "expectedOn",
      services: "services",
      unit: "unit",
      assigneeId: "assigneeId",
      attendees: "attendees",
      state: "state",
      remindOn: "remindOn",
      createdBy: "createdBy",
      createdAt: "createdAt",
      endedBy: "endedBy",
      endedAt: "endedAt",
      endNote: "endNote"
    };
    CollectionCaseScalarFieldEnum = {
      id: "id",
      ref: "ref",
      gateway: "gateway",
      gatewaySubscription: "gatewaySubscription",
      period: "period",
      customerId: "customerId",
      licenseId: "licenseId",
      reportedCustomer: "reportedCustomer",
      reportedName: "reportedName",
      currency: "currency",
      amount: "amount",
      state: "state",
      stateBefore: "stateBefore",
      attempts: "attempts",
      lastAttemptAt: "lastAttemptAt",
      lastDecline: "lastDecline",
      lastReason: "lastReason",
      cardBrand: "cardBrand",
      cardLast4: "cardLast4",
      nextAttemptOn: "nextAttemptOn",
      failedOn: "failedOn",
      deadlineOn: "deadlineOn",
      snoozedUntil: "snoozedUntil",
      snoozedDays: "snoozedDays",
      contacts: "contacts",
      lastContact: "lastContact",
      contactedAt: "contactedAt",
      cardUpdatedOn: "cardUpdatedOn",
      nextActionOn: "nextActionOn",
      hasMessage: "hasMessage",
      importId: "importId",
      openedAt: "openedAt",
      stateBy: "stateBy",
      stateAt: "stateAt"
    };
    PaymentAttemptScalarFieldEnum = {
      gateway: "gateway",
      transactionId: "transactionId",
      importId: "importId",
      gatewaySubscription: "gatewaySubscription",
      period: "period",
      at: "at",
      currency: "currency",
      amount: "amount",
      outcome: "outcome",
      decline: "decline",
      reason: "reason",
      cardBrand: "cardBrand",
      cardLast4: "cardLast4",
      nextAttemptOn: "nextAttemptOn",
      number: "number"
    };
    ReportImportScalarFieldEnum = {
      id: "id",
      gateway: "gateway",
      fileName: "fileName",
      slackFileId: "slackFileId",
      state: "state",
      run: "run",
      runs: "runs",
      leaseUntil: "leaseUntil",
      rows: "rows",
      added: "added",
      known: "known",
      opened: "opened",
      updated: "updated",
      recovered: "recovered",
      unmatched: "unmatched",
      problem: "problem",
      requestedBy: "requestedBy",
      requestedAt: "requestedAt",
      endedAt: "endedAt"
    };
    CustomerScalarFieldEnum = {
      id: "id",
      name: "name",
      nameKey: "nameKey",
      contactName: "contactName",
      email: "email",
      phone: "phone",
      address: "address",
      currency: "currency",
      timeZone: "timeZone",
      language: "language",
      active: "active",
      version: "version",
      editedBy: "editedBy",
      editedAt: "editedAt",
      createdBy: "createdBy",
      createdAt: "createdAt"
    };
    GatewayCustomerScalarFieldEnum = {
      gateway: "gateway",
      reference: "reference",
      customerId: "customerId"
    };
    DocumentScalarFieldEnum = {
      id: "id",
      subjectType: "subjectType",
      subjectId: "subjectId",
      customerId: "customerId",
      kind: "kind",
      name: "name",
      slackFileId: "slackFileId",
      url: "url",
      location: "location",
      mimeType: "mimeType",
      size: "size",
      addedBy: "addedBy",
      addedAt: "addedAt"
    };
    InvoiceScalarFieldEnum = {
      id: "id",
      ref: "ref",
      customerId: "customerId",
      subjectType: "subjectType",
      subjectId: "subjectId",
      kind: "kind",
      label: "label",
      blocks: "blocks",
      currency: "currency",
      net: "net",
      taxRate: "taxRate",
      tax: "tax",
      amount: "amount",
      paid: "paid",
      state: "state",
      pickedUp: "pickedUp",
      externalNumber: "externalNumber",
      sentOn: "sentOn",
      sentBy: "sentBy",
      sentAt: "sentAt",
      filedBy: "filedBy",
      filedAt: "filedAt",
      permissionOn: "permissionOn",
      permissionBy: "permissionBy",
      permissionAt: "permissionAt",
      permissionHow: "permissionHow",
      paidAt: "paidAt",
      voidedBy: "voidedBy",
      voidedAt: "voidedAt",
      voidReason: "voidReason",
      presentedAt: "presentedAt",
      createdAt: "createdAt"
    };
    LicenseScalarFieldEnum = {
      id: "id",
      customerId: "customerId",
      product: "product",
      policy: "policy",
      key: "key",
      state: "state",
      expiresOn: "expiresOn",
      periodMonths: "periodMonths",
      gateway: "gateway",
      gatewaySubscription: "gatewaySubscription",
      lapseNoticeOn: "lapseNoticeOn",
      createdBy: "createdBy",
      createdAt: "createdAt"
    };
    ExpiryActionScalarFieldEnum = {
      id: "id",
      licenseId: "licenseId",
      caseId: "caseId",
      paymentId: "paymentId",
      kind: "kind",
      state: "state",
      waitUntil: "waitUntil",
      isExpired: "isExpired",
      forceful: "forceful",
      newExpiresOn: "newExpiresOn",
      cause: "cause",
      hasMessage: "hasMessage",
      requestedBy: "requestedBy",
      requestedAt: "requestedAt",
      endedBy: "endedBy",
      endedAt: "endedAt",
      endReason: "endReason"
    };
    ProjectScalarFieldEnum = {
      id: "id",
      ref: "ref",
      customerId: "customerId",
      playbookKey: "playbookKey",
      playbook: "playbook",
      state: "state",
      stage: "stage",
      ownerId: "ownerId",
      managerId: "managerId",
      currency: "currency",
      hardwareText: "hardwareText",
      targetGoLiveOn: "targetGoLiveOn",
      etaOn: "etaOn",
      goLiveOn: "goLiveOn",
      wentLiveOn: "wentLiveOn",
      stateReason: "stateReason",
      createdBy: "createdBy",
      createdAt: "createdAt",
      endedAt: "endedAt"
    };
    HandoffScalarFieldEnum = {
      id: "id",
      projectId: "projectId",
      turn: "turn",
      stage: "stage",
      desk: "desk",
      state: "state",
      cameFrom: "cameFrom",
      cameBy: "cameBy",
      reason: "reason",
      openedBy: "openedBy",
      openedAt: "openedAt",
      assigneeId: "assigneeId",
      touchedAt: "touchedAt",
      decidedBy: "decidedBy",
      decidedAt: "decidedAt",
      decisionReason: "decisionReason",
      returnedTo: "returnedTo",
      remindOn: "remindOn"
    };
    TickScalarFieldEnum = {
      projectId: "projectId",
      stage: "stage",
      item: "item",
      ticked: "ticked",
      value: "value",
      reopened: "reopened",
      by: "by",
      at: "at"
    };
    GateOverrideScalarFieldEnum = {
      id: "id",
      projectId: "projectId",
      gate: "gate",
      kind: "kind",
      reason: "reason",
      state: "state",
      requestedBy: "requestedBy",
      requestedAt: "requestedAt",
      decidedBy: "decidedBy",
      decidedAt: "decidedAt",
      decisionReason: "decisionReason"
    };
    AcknowledgementScalarFieldEnum = {
      projectId: "projectId",
      desk: "desk",
      by: "by",
      at: "at"
    };
    HardwareOrderScalarFieldEnum = {
      projectId: "projectId",
      reviewedBy: "reviewedBy",
      reviewedAt: "reviewedAt",
      orderedBy: "orderedBy",
      orderedAt: "orderedAt",
      reference: "reference"
    };
    ProjectNoteScalarFieldEnum = {
      id: "id",
      key: "key",
      projectId: "projectId",
      text: "text",
      by: "by",
      at: "at"
    };
    PaymentScalarFieldEnum = {
      id: "id",
      key: "key",
      customerId: "customerId",
      invoiceId: "invoiceId",
      subjectType: "subjectType",
      subjectId: "subjectId",
      currency: "currency",
      amount: "amount",
      method: "method",
      reference: "reference",
      receivedOn: "receivedOn",
      recordedBy: "recordedBy",
      recordedAt: "recordedAt",
      reversedBy: "reversedBy",
      reversedAt: "reversedAt",
      reversalReason: "reversalReason"
    };
    PersonScalarFieldEnum = {
      id: "id",
      name: "name",
      timeZone: "timeZone",
      isDeactivated: "isDeactivated",
      isGuest: "isGuest",
      isStranger: "isStranger",
      isBot: "isBot",
      updatedAt: "updatedAt"
    };
    RoleMemberScalarFieldEnum = {
      role: "role",
      userId: "userId",
      source: "source"
    };
    RoleGroupScalarFieldEnum = {
      role: "role",
      groupId: "groupId"
    };
    RoleChannelScalarFieldEnum = {
      role: "role",
      channelId: "channelId",
      name: "name",
      isPrivate: "isPrivate",
      problem: "problem",
      testedAt: "testedAt"
    };
    PolicyScalarFieldEnum = {
      key: "key",
      value: "value",
      updatedBy: "updatedBy",
      updatedAt: "updatedAt"
    };
    InboxScalarFieldEnum = {
      key: "key",
      receivedAt: "receivedAt"
    };
    MessageSlotScalarFieldEnum = {
      id: "id",
      key: "key",
      kind: "kind",
      subjectId: "subjectId",
      part: "part",
      role: "role",
      lane: "lane",
      channel: "channel",
      ts: "ts",
      wanted: "wanted",
      sent: "sent",
      seq: "seq",
      priority: "priority",
      state: "state",
      attempts: "attempts",
      reposts: "reposts",
      nextAt: "nextAt",
      triedAt: "triedAt",
      problem: "problem",
      createdAt: "createdAt"
    };
    PostScalarFieldEnum = {
      id: "id",
      key: "key",
      seq: "seq",
      lane: "lane",
      role: "role",
      slotId: "slotId",
      threadTs: "threadTs",
      payload: "payload",
      priority: "priority",
      state: "state",
      channel: "channel",
      ts: "ts",
      attempts: "attempts",
      triedAt: "triedAt",
      sentAt: "sentAt",
      problem: "problem",
      createdAt: "createdAt"
    };
    LaneScalarFieldEnum = {
      id: "id",
      leasedBy: "leasedBy",
      leaseUntil: "leaseUntil",
      nextAt: "nextAt",
      failures: "failures",
      channel: "channel",
      lastTs: "lastTs",
      heldReason: "heldReason",
      heldSince: "heldSince"
    };
    DeliveryLimitScalarFieldEnum = {
      key: "key",
      until: "until",
      reason: "reason",
      since: "since"
    };
    JobSlotScalarFieldEnum = {
      job: "job",
      slotAt: "slotAt",
      state: "state",
      attempts: "attempts",
      leasedBy: "leasedBy",
      leaseUntil: "leaseUntil",
      nextAt: "nextAt",
      startedAt: "startedAt",
      endedAt: "endedAt",
      problem: "problem"
    };
    AuditEntryScalarFieldEnum = {
      id: "id",
      at: "at",
      actor: "actor",
      requestId: "requestId",
      action: "action",
      subjectType: "subjectType",
      subjectId: "subjectId",
      customerId: "customerId",
      before: "before",
      after: "after",
      reason: "reason",
      sealId: "sealId"
    };
    AuditSealScalarFieldEnum = {
      id: "id",
      at: "at",
      count: "count",
      ids: "ids",
      leaves: "leaves",
      root: "root",
      previous: "previous",
      hash: "hash"
    };
    SubscriptionScalarFieldEnum = {
      id: "id",
      customerId: "customerId",
      subjectType: "subjectType",
      subjectId: "subjectId",
      currency: "currency",
      coverage: "coverage",
      sla: "sla",
      state: "state",
      createdBy: "createdBy",
      createdAt: "createdAt"
    };
    SubscriptionItemScalarFieldEnum = {
      id: "id",
      subscriptionId: "subscriptionId",
      description: "description",
      quantity: "quantity",
      unitAmount: "unitAmount"
    };
    RecurringTemplateScalarFieldEnum = {
      id: "id",
      subscriptionId: "subscriptionId",
      amount: "amount",
      currency: "currency",
      nextOn: "nextOn",
      armed: "armed",
      armedBy: "armedBy",
      armedAt: "armedAt",
      creditAmount: "creditAmount",
      creditRule: "creditRule",
      createdAt: "createdAt"
    };
    SortOrder = {
      asc: "asc",
      desc: "desc"
    };
    JsonNullValueInput = {
      JsonNull: JsonNull2
    };
    NullableJsonNullValueInput = {
      DbNull: DbNull2,
      JsonNull: JsonNull2
    };
    QueryMode = {
      default: "default",
      insensitive: "insensitive"
    };
    JsonNullValueFilter = {
      DbNull: DbNull2,
      JsonNull: JsonNull2,
      AnyNull: AnyNull2
    };
    NullsOrder = {
      first: "first",
      last: "last"
    };
    defineExtension = runtime2.Extensions.defineExtension;
  }
});

// src/generated/prisma/client.ts
import * as path from "node:path";
import { fileURLToPath as fileURLToPath2 } from "node:url";
import "@prisma/client/runtime/client";
var PrismaClient;
var init_client = __esm({
  "src/generated/prisma/client.ts"() {
    "use strict";
    init_enums();
    init_class();
    init_prismaNamespace();
    init_enums();
    init_enums();
    globalThis["__dirname"] = path.dirname(fileURLToPath2(import.meta.url));
    PrismaClient = getPrismaClientClass();
  }
});

// src/platform/db/sql-state.ts
function sqlStateOf(error, depth = 0) {
  if (typeof error !== "object" || error === null || depth > 6) return void 0;
  for (const key3 of ["originalCode", "code"]) {
    const value = Reflect.get(error, key3);
    if (typeof value === "string" && /^[0-9A-Z]{5}$/.test(value) && !/^(P[1-9]|E[A-Z])/.test(value)) return value;
  }
  for (const key3 of keysThatHoldErrors) {
    const found2 = sqlStateOf(Reflect.get(error, key3), depth + 1);
    if (found2 !== void 0) return found2;
  }
  return void 0;
}
function isRetryable(error) {
  const state = sqlStateOf(error);
  if (state !== void 0) return state === "40001" || state === "40P01";
  return typeof error === "object" && error !== null && Reflect.get(error, "code") === "P2034";
}
var keysThatHoldErrors;
var init_sql_state = __esm({
  "src/platform/db/sql-state.ts"() {
    "use strict";
    keysThatHoldErrors = ["cause", "meta", "driverAdapterError", "error"];
  }
});

// src/platform/db/database.ts
import { setTimeout as sleep2 } from "node:timers/promises";
function assemble(parts2) {
  const prisma = new PrismaClient({
    adapter: parts2.adapter,
    transactionOptions: { maxWait: parts2.maxWait, timeout: parts2.timeout },
    // Prisma's longer formats quote arguments, and with them personal values, into messages and logs.
    errorFormat: "minimal"
  });
  let closing;
  return {
    prisma,
    engine: parts2.engine,
    isAlive: parts2.isAlive,
    dedicated: parts2.dedicated,
    async tx(body, options3 = {}) {
      for (let attempt2 = 0; ; attempt2++) {
        try {
          return await prisma.$transaction(body, {
            maxWait: parts2.maxWait,
            timeout: options3.timeout ?? parts2.timeout,
            ...options3.isolation && { isolationLevel: options3.isolation }
          });
        } catch (error) {
          if (attempt2 >= maxRetries || !isRetryable(error)) throw error;
          await sleep2(Math.random() * 20 * 2 ** attempt2);
        }
      }
    },
    close() {
      closing ??= prisma.$disconnect().then(parts2.close, async (error) => {
        await parts2.close();
        throw error;
      });
      return closing;
    }
  };
}
async function answers(work) {
  const stop = new AbortController();
  try {
    const late = sleep2(2e3, false, { signal: stop.signal, ref: false });
    return await Promise.race([work.then(() => true), late]);
  } catch {
    return false;
  } finally {
    stop.abort();
  }
}
var maxRetries;
var init_database = __esm({
  "src/platform/db/database.ts"() {
    "use strict";
    init_client();
    init_sql_state();
    maxRetries = 3;
  }
});

// src/platform/db/honest-commit.ts
function refuseAbortedCommit(tx) {
  let suspicious = false;
  const watch = async (work) => {
    try {
      return await work;
    } catch (error) {
      suspicious = true;
      throw error;
    }
  };
  const check3 = async (end2) => {
    if (!suspicious) return;
    try {
      await tx.executeRaw(probe);
    } catch (error) {
      await end2();
      throw error;
    }
  };
  return {
    provider: tx.provider,
    adapterName: tx.adapterName,
    options: tx.options,
    queryRaw: (query) => watch(tx.queryRaw(query)),
    async executeRaw(query) {
      if (query.sql === "COMMIT") await check3(() => tx.executeRaw(rollback));
      return watch(tx.executeRaw(query));
    },
    async commit() {
      if (tx.options.usePhantomQuery) await check3(() => tx.rollback());
      await tx.commit();
    },
    rollback: () => tx.rollback(),
    createSavepoint: async (name3) => watch(tx.createSavepoint?.(name3) ?? Promise.resolve()),
    rollbackToSavepoint: async (name3) => watch(tx.rollbackToSavepoint?.(name3) ?? Promise.resolve()),
    releaseSavepoint: async (name3) => watch(tx.releaseSavepoint?.(name3) ?? Promise.resolve())
  };
}
var probe, rollback;
var init_honest_commit = __esm({
  "src/platform/db/honest-commit.ts"() {
    "use strict";
    probe = { sql: "SELECT 1", args: [], argTypes: [] };
    rollback = { sql: "ROLLBACK", args: [], argTypes: [] };
  }
});

// src/platform/db/data-dir-lock.ts
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { dirname as dirname2, resolve } from "node:path";
function lockDataDir(dir) {
  const file = `${resolve(dir)}.lock`;
  const mine = `${file}.${process.pid}`;
  mkdirSync(dirname2(file), { recursive: true });
  writeDurably(mine, JSON.stringify({ pid: process.pid, started: startedAt(process.pid) }));
  try {
    for (let attempt2 = 0; attempt2 < 5; attempt2++) {
      if (tryLink(mine, file)) return releaseOnce(file);
      const owner = readOwner(file);
      if (owner === "gone") continue;
      if (owner !== "unreadable" && isAlive(owner)) throw inUse(dir, file, owner.pid);
      removeQuietly(file);
    }
    throw new DataDirInUse(`The data directory ${dir} could not be locked: other processes keep taking ${file}.`);
  } finally {
    removeQuietly(mine);
  }
}
function inUse(dir, file, pid) {
  const who = pid === process.pid ? "this same process" : `process ${pid}`;
  return new DataDirInUse(
    `The data directory ${dir} is in use by ${who}. Stop it first, or give this one another EMBEDDED_DATABASE_DIR. (Lock: ${file})`
  );
}
function releaseOnce(file) {
  const onExit = () => removeQuietly(file);
  process.once("exit", onExit);
  return () => {
    process.removeListener("exit", onExit);
    removeQuietly(file);
  };
}
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}
function readOwner(file) {
  try {
    const parsed = JSON.parse(readFileSync(file, "utf8"));
    if (typeof parsed !== "object" || parsed === null || !("pid" in parsed) || typeof parsed.pid !== "number") {
      return "unreadable";
    }
    return {
      pid: parsed.pid,
      started: "started" in parsed && typeof parsed.started === "string" ? parsed.started : null
    };
  } catch (error) {
    return codeOf(error) === "ENOENT" ? "gone" : "unreadable";
  }
}
function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
  }
  return owner.started === null || startedAt(owner.pid) === owner.started;
}
function startedAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
function writeDurably(file, text3) {
  const fd = openSync(file, "w");
  try {
    writeSync(fd, text3);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
function removeQuietly(file) {
  try {
    unlinkSync(file);
  } catch {
  }
}
function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
var DataDirInUse;
var init_data_dir_lock = __esm({
  "src/platform/db/data-dir-lock.ts"() {
    "use strict";
    init_errors();
    DataDirInUse = class extends UserError {
      name = "DataDirInUse";
    };
  }
});

// src/platform/db/pglite-adapter.ts
import {
  DriverAdapterError
} from "@prisma/driver-adapter-utils";
import { PrismaPGlite } from "pglite-prisma-adapter";
function pgliteAdapter(db, openShadow) {
  return {
    provider: "postgres",
    adapterName: "baton-pglite",
    connect: () => connectTo(db, async () => {
    }),
    async connectToShadowDb() {
      if (!openShadow) throw new Error("No shadow database was given to pgliteAdapter.");
      const shadow = await openShadow();
      return connectTo(shadow, () => shadow.close());
    }
  };
}
async function connectTo(db, dispose) {
  const queryable = await new PrismaPGlite(db).connect();
  return {
    provider: queryable.provider,
    adapterName: queryable.adapterName,
    queryRaw: (query) => queryable.queryRaw(query),
    executeRaw: (query) => queryable.executeRaw(query),
    executeScript: async (script) => {
      await translated(db.exec(script));
    },
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    startTransaction: (isolation) => startTransaction(db, isolation),
    dispose
  };
}
function startTransaction(db, isolation) {
  return new Promise((resolve2, reject) => {
    let release = () => {
    };
    const held2 = new Promise((done2) => {
      release = done2;
    });
    const finished = db.transaction(async (tx) => {
      if (isolation) await tx.exec(`SET TRANSACTION ISOLATION LEVEL ${isolation}`);
      resolve2(await asPrismaTransaction(tx, release, () => finished));
      await held2;
    });
    finished.catch((error) => reject(translate(error)));
  });
}
async function asPrismaTransaction(tx, release, finished) {
  const queryable = await new PrismaPGlite(tx).connect();
  const run = async (sql2) => {
    await translated(tx.exec(sql2));
  };
  return refuseAbortedCommit({
    provider: "postgres",
    adapterName: queryable.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => queryable.queryRaw(query),
    executeRaw: (query) => queryable.executeRaw(query),
    async commit() {
      release();
      await translated(finished());
    },
    async rollback() {
      try {
        await translated(tx.rollback());
      } finally {
        release();
      }
      await translated(finished());
    },
    createSavepoint: (name3) => run(`SAVEPOINT ${name3}`),
    rollbackToSavepoint: (name3) => run(`ROLLBACK TO SAVEPOINT ${name3}`),
    releaseSavepoint: (name3) => run(`RELEASE SAVEPOINT ${name3}`)
  });
}
async function translated(work) {
  try {
    return await work;
  } catch (error) {
    throw translate(error);
  }
}
function translate(error) {
  const code = sqlStateOf(error);
  if (error instanceof DriverAdapterError || code === void 0 || !(error instanceof Error)) return error;
  const original = { originalCode: code, originalMessage: error.message };
  if (code === "40001" || code === "40P01")
    return new DriverAdapterError({ kind: "TransactionWriteConflict", ...original });
  const text3 = (key3) => {
    const value = Reflect.get(error, key3);
    return typeof value === "string" ? value : void 0;
  };
  return new DriverAdapterError({
    kind: "postgres",
    code,
    severity: text3("severity") ?? "ERROR",
    message: error.message,
    detail: text3("detail"),
    column: text3("column"),
    hint: text3("hint"),
    ...original
  });
}
var init_pglite_adapter = __esm({
  "src/platform/db/pglite-adapter.ts"() {
    "use strict";
    init_honest_commit();
    init_sql_state();
  }
});

// src/platform/db/embedded.ts
var embedded_exports = {};
__export(embedded_exports, {
  openEmbedded: () => openEmbedded
});
import { existsSync, mkdirSync as mkdirSync2, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname as dirname3, join as join4 } from "node:path";
import { PGlite, types as types2 } from "@electric-sql/pglite";
async function openEmbedded({ dir, template }) {
  if (dir === ":memory:") return parts(await start(template ? { loadDataDir: template } : {}), () => {
  });
  const unlock = lockDataDir(dir);
  try {
    await initialise(dir);
    return parts(await start({ dataDir: dir }), unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}
async function start(options3) {
  const db = await PGlite.create(options3);
  await db.exec("SET TIME ZONE 'UTC'");
  return db;
}
async function initialise(dir) {
  if (existsSync(join4(dir, "PG_VERSION"))) return;
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new UserError(
      `The directory ${dir} holds something that is not an embedded database. Name an empty or a new directory in EMBEDDED_DATABASE_DIR.`
    );
  }
  const unfinished = `${dir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync2(dirname3(dir), { recursive: true });
  const db = await PGlite.create({ dataDir: unfinished });
  await db.close();
  renameSync(unfinished, dir);
}
function parts(db, unlock) {
  return {
    dump: () => db.dumpDataDir("none"),
    engine: "embedded",
    adapter: pgliteAdapter(db),
    // There is one connection: a transaction waits for all those before it.
    maxWait: 6e4,
    timeout: 3e4,
    isAlive: async () => db.ready && !db.closed && await answers(db.waitReady),
    dedicated: (body) => lend2(db, body),
    async close() {
      try {
        if (!db.closed) await db.close();
      } finally {
        unlock();
      }
    }
  };
}
function lend2(db, body) {
  return db.transaction(async (session) => {
    await session.exec("COMMIT");
    try {
      return await body(rawClient2(session));
    } finally {
      await session.exec("ROLLBACK");
      await session.exec("SELECT pg_advisory_unlock_all(); DISCARD TEMP; SET TIME ZONE 'UTC'");
    }
  });
}
function rawClient2(session) {
  return {
    engine: "embedded",
    async query(sql2, params = []) {
      const result = await session.query(sql2, [...params], { parsers: parsers2 });
      return { rows: result.rows, count: result.affectedRows || result.rows.length };
    },
    async exec(sql2) {
      await session.exec(sql2);
    },
    async copyFrom(sql2, source) {
      const chunks = [];
      for await (const chunk of source) chunks.push(typeof chunk === "string" ? chunk : new Uint8Array(chunk));
      const fromBlob = sql2.replace(/\bFROM\s+STDIN\b/i, "FROM '/dev/blob'");
      const result = await session.query(fromBlob, [], { blob: new Blob(chunks) });
      return result.affectedRows ?? 0;
    }
  };
}
var asText3, parsers2;
var init_embedded = __esm({
  "src/platform/db/embedded.ts"() {
    "use strict";
    init_errors();
    init_data_dir_lock();
    init_database();
    init_pglite_adapter();
    asText3 = (text3) => text3;
    parsers2 = { [types2.INT8]: BigInt, [types2.DATE]: asText3, [types2.NUMERIC]: asText3 };
  }
});

// src/config.ts
import { z } from "zod";

// src/core/calendar.ts
import dayjs from "dayjs";
import utc from "dayjs/plugin/utc.js";

// src/core/zones.ts
var dayLength = 864e5;
var formatters = /* @__PURE__ */ new Map();
function isZone(zone) {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatterOf(zone);
    return true;
  } catch {
    return false;
  }
}
function instantOfLocal(local, zone) {
  const offset = (at) => localTime(zone, at) - at;
  const early = local - dayLength;
  const late = local + dayLength;
  const matches = [offset(early), offset(late)].map((o) => local - o).filter((at) => localTime(zone, at) === local);
  return matches.length > 0 ? Math.min(...matches) : changeBetween(early, late, offset);
}
function changeBetween(before, after, offset) {
  const old = offset(before);
  let low = before;
  let high = after;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}
function localTime(zone, at) {
  const parts2 = formatterOf(zone).formatToParts(at);
  const read2 = (type) => Number(parts2.find((part) => part.type === type)?.value);
  const seconds = Date.UTC(read2("year"), read2("month") - 1, read2("day"), read2("hour"), read2("minute"), read2("second"));
  return seconds + (at % 1e3 + 1e3) % 1e3;
}
function formatterOf(zone) {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit"
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

// src/core/calendar.ts
dayjs.extend(utc);
var noHolidays = /* @__PURE__ */ new Set();
var millisecondsAMinute = 6e4;
function parseDay(text3) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text3);
  if (!match || Number(match[1]) < 1900) return void 0;
  const instant2 = /* @__PURE__ */ new Date(`${text3}T00:00:00.000Z`);
  return Number.isNaN(instant2.getTime()) || instant2.toISOString().slice(0, 10) !== text3 ? void 0 : text3;
}
function day(text3) {
  const parsed = parseDay(text3);
  if (parsed === void 0) throw new RangeError(`Not a calendar day (YYYY-MM-DD): ${text3}`);
  return parsed;
}
function toDbDate(of) {
  return /* @__PURE__ */ new Date(`${of}T00:00:00.000Z`);
}
function fromDbDate(date) {
  return day(date.toISOString().slice(0, 10));
}
function addDays(from, days) {
  return fromDbDate(dayjs.utc(from).add(days, "day").toDate());
}
function addMonths(from, months) {
  return fromDbDate(dayjs.utc(from).add(months, "month").toDate());
}
function compareDays(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
function firstOfMonth(of) {
  return day(`${of.slice(0, 7)}-01`);
}
function firstOfNextMonth(of) {
  return addMonths(firstOfMonth(of), 1);
}
function daysInMonth(of) {
  return dayjs.utc(of).daysInMonth();
}
function dayOfMonth(of) {
  return Number(of.slice(8));
}
function isBusinessDay(of, holidays = noHolidays) {
  const weekday = toDbDate(of).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(of);
}
function addBusinessDays(from, count, holidays = noHolidays) {
  const step = count < 0 ? -1 : 1;
  let current = from;
  for (let left = Math.abs(count); left > 0; ) {
    current = addDays(current, step);
    if (isBusinessDay(current, holidays)) left--;
  }
  return current;
}
function businessDaysBetween(from, to, holidays = noHolidays) {
  const forward = from <= to;
  let count = 0;
  for (let current = from; current !== to; ) {
    current = addDays(current, forward ? 1 : -1);
    if (isBusinessDay(current, holidays)) count++;
  }
  return forward || count === 0 ? count : -count;
}
var dayFormatters = /* @__PURE__ */ new Map();
function formatDay(of, locale = "en-US") {
  let formatter = dayFormatters.get(locale);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
    dayFormatters.set(locale, formatter);
  }
  return formatter.format(toDbDate(of));
}
function todayIn(zone, instant2) {
  return day(new Date(localTime(zone, instant2.getTime())).toISOString().slice(0, 10));
}
function instantAt(on2, time, zone) {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`Not a time of day (HH:mm): ${time}`);
  return new Date(instantOfLocal(Date.parse(`${on2}T${time}:00.000Z`), zone));
}
function slotsBetween(rule, after, until) {
  if (until <= after) return [];
  return "everyMinutes" in rule ? periodic(rule.everyMinutes, after, until) : daily(rule, after, until);
}
function periodic(everyMinutes, after, until) {
  if (!Number.isInteger(everyMinutes) || everyMinutes < 1) throw new RangeError("everyMinutes must be 1 or more");
  const step = everyMinutes * millisecondsAMinute;
  const slots3 = [];
  let next = (Math.floor(after.getTime() / step) + 1) * step;
  for (; next <= until.getTime(); next += step) slots3.push(new Date(next));
  return slots3;
}
function daily(rule, after, until) {
  const found2 = /* @__PURE__ */ new Set();
  const last = todayIn(rule.zone, until);
  for (let on2 = addDays(todayIn(rule.zone, after), -1); on2 <= last; on2 = addDays(on2, 1)) {
    for (const time of rule.times) found2.add(instantAt(on2, time, rule.zone).getTime());
  }
  return [...found2].filter((at) => at > after.getTime() && at <= until.getTime()).sort((a, b) => a - b).map((at) => new Date(at));
}

// src/config.ts
var text = z.string().trim().min(1);
var whole = (least, most) => z.coerce.number().int().min(least).max(most);
var environment = z.object({
  SLACK_BOT_TOKEN: text.startsWith("xoxb-", "must be the bot token, which begins with xoxb-"),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text.startsWith("xapp-", "must be an app-level token, which begins with xapp-").optional(),
  SLACK_API_URL: z.url().default("https://slack.com/api/"),
  DATABASE_URL: text.optional(),
  DATABASE_POOL_SIZE: whole(2, 200).default(10),
  EMBEDDED_DATABASE_DIR: text.default(".baton/data"),
  PORT: whole(0, 65535).default(3e3),
  HOST: text.default("0.0.0.0"),
  PROCESS: z.enum(["all", "web", "worker"]).default("all"),
  TIME_ZONE: text.refine(isZone, "must be an IANA zone such as Europe/Rome").default("UTC"),
  ADMIN_USER_IDS: z.string().default("").transform((list4) => list4.split(/[\s,]+/).filter(Boolean)),
  PLAYBOOKS_DIR: text.optional(),
  DELIVERY_HOLD: z.enum(["0", "1"]).default("0"),
  MESSAGE_INTERVAL_MS: whole(0, 6e4).default(1e3),
  REQUEST_LIMIT_KB: whole(16, 10240).default(1024),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  NODE_ENV: text.optional()
});
var readConfig = (env) => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== void 0 && value.trim() !== ""));
  const parsed = environment.safeParse(given);
  const problems3 = parsed.success ? crossChecks(parsed.data) : parsed.error.issues.map((issue) => {
    const name3 = issue.path.join(".");
    return `${name3}: ${given[name3] === void 0 ? "is missing" : issue.message}`;
  });
  if (!parsed.success || problems3.length > 0) {
    throw new Error(`Baton cannot start with this configuration (see .env.example):
  ${problems3.join("\n  ")}`);
  }
  return parsed.data;
};
var crossChecks = (config2) => [
  ...config2.SLACK_APP_TOKEN || config2.SLACK_SIGNING_SECRET || config2.PROCESS === "worker" ? [] : ["SLACK_SIGNING_SECRET: is missing (or set SLACK_APP_TOKEN to use Socket Mode)"],
  ...config2.NODE_ENV === "production" && !config2.DATABASE_URL ? [
    "DATABASE_URL: is missing. The embedded database never forces its writes to disk, so a power cut can lose what was acknowledged: production needs PostgreSQL 15 or newer"
  ] : [],
  ...config2.PROCESS !== "all" && !config2.DATABASE_URL ? ["PROCESS: web and worker share one PostgreSQL; the embedded database belongs to a single process (PROCESS=all)"] : []
];

// src/main.ts
import { randomUUID as randomUUID5 } from "node:crypto";

// src/core/clock.ts
var systemClock = { now: () => /* @__PURE__ */ new Date() };

// src/core/text.ts
var graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
function escapeMrkdwn(text3) {
  return text3.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
function clip(text3, max) {
  if (text3.length <= max) return text3;
  if (max < 1) return "";
  let kept2 = "";
  for (const { segment } of graphemes.segment(text3.slice(0, max * 2 + 64))) {
    if (kept2.length + segment.length > max - 1) break;
    kept2 += segment;
  }
  return `${kept2.trimEnd()}\u2026`;
}
function plural(count, one, many = `${one}s`) {
  const isOne = count === 1 || count === 1n;
  return `${count.toLocaleString("en-US")} ${isOne ? one : many}`;
}

// src/core/card-numbers.ts
var minDigits = 13;
var maxDigits = 19;
var masked = "[card number removed]";
function containsCardNumber(text3) {
  return !cardSpans(text3).next().done;
}
var tokenPatterns = [
  /\bxox[a-z][.-][\w.-]+/gi,
  /\bxapp-[\w.-]+/gi,
  /\b[srp]k_(?:live|test)_\w+/gi,
  /\bwhsec_\w+/gi,
  /\bBearer\s+[\w.~+/=-]{8,}/gi
];
function scrub(text3, secrets = []) {
  let clean = text3;
  for (const secret of secrets) if (secret.length >= 6) clean = clean.replaceAll(secret, "[secret removed]");
  for (const pattern of tokenPatterns) clean = clean.replace(pattern, "[token removed]");
  let result = "";
  let kept2 = 0;
  for (const { start: start2, end: end2 } of cardSpans(clean)) {
    result += clean.slice(kept2, start2) + masked;
    kept2 = end2;
  }
  return result + clean.slice(kept2);
}
function* cardSpans(text3) {
  for (const run of text3.matchAll(/\d+(?:[ \u00a0\u2010-\u2015-]\d+)*/g)) {
    if (run[0].length >= minDigits) yield* inRun(run[0], run.index);
  }
}
function* inRun(run, at) {
  const { places, plainFirst, doubledFirst } = totals(run);
  const isDigit = (index) => run.charCodeAt(index) >= 48 && run.charCodeAt(index) <= 57;
  for (let first = 0; first + minDigits <= places.length; first++) {
    const start2 = places[first] ?? 0;
    if (start2 > 0 && isDigit(start2 - 1)) continue;
    for (let end2 = Math.min(first + maxDigits, places.length); end2 >= first + minDigits; end2--) {
      const after = (places[end2 - 1] ?? 0) + 1;
      if (after < run.length && isDigit(after)) continue;
      const sums = (end2 - 1) % 2 === 0 ? plainFirst : doubledFirst;
      const total = (sums[end2] ?? 0) - (sums[first] ?? 0);
      if (total === 0 || total % 10 !== 0) continue;
      yield { start: at + start2, end: at + after };
      first = end2 - 1;
      break;
    }
  }
}
function totals(run) {
  const places = [];
  const plainFirst = [0];
  const doubledFirst = [0];
  let even = 0;
  let odd = 0;
  for (let index = 0; index < run.length; index++) {
    const digit = run.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) continue;
    const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
    const isEven = places.length % 2 === 0;
    places.push(index);
    even += isEven ? digit : doubled;
    odd += isEven ? doubled : digit;
    plainFirst.push(even);
    doubledFirst.push(odd);
  }
  return { places, plainFirst, doubledFirst };
}

// src/platform/slack/form.ts
init_errors();
var readForm = (state) => {
  const element = (name3) => Object.values(state[name3] ?? {})[0] ?? {};
  const withCard = Object.keys(state).filter((name3) => containsCardNumber(element(name3).value ?? ""));
  if (withCard.length > 0) {
    const text3 = "This looks like a card number. Baton must never hold one: take it out and give only the last four digits.";
    throw new FieldErrors(Object.fromEntries(withCard.map((name3) => [name3, text3])));
  }
  return {
    text: (name3) => element(name3).value?.trim() || void 0,
    option: (name3) => element(name3).selected_option?.value,
    options: (name3) => (element(name3).selected_options ?? []).flatMap((each) => each.value ? [each.value] : []),
    user: (name3) => element(name3).selected_user ?? void 0,
    users: (name3) => element(name3).selected_users ?? [],
    channel: (name3) => element(name3).selected_conversation ?? element(name3).selected_channel ?? void 0,
    day: (name3) => {
      const date = element(name3).selected_date;
      return date ? parseDay(date) : void 0;
    },
    files: (name3) => (element(name3).files ?? []).map((file) => ({
      id: file.id,
      name: file.name ?? file.id,
      mimeType: file.mimetype ?? "application/octet-stream",
      size: file.size ?? 0,
      url: file.url_private_download ?? file.url_private ?? ""
    }))
  };
};
var required = (value, name3, sentence) => {
  if (value === void 0) throw new FieldErrors({ [name3]: sentence });
  return value;
};

// src/features/onboarding/approve-handoff.ts
init_errors();

// src/features/onboarding/changed.ts
init_errors();

// src/features/onboarding/playbook.ts
import { z as z2 } from "zod";

// src/core/currencies.ts
var codes = new Set(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
  CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
  IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
  MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
  SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
  VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`.split(/\s+/)
);
var withoutDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
var withThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";
var digits = new Map([
  ...withoutDecimals.split(" ").map((code) => [code, 0]),
  ...withThreeDecimals.split(" ").map((code) => [code, 3]),
  ["CLF", 4]
]);
function isCurrency(code) {
  return codes.has(code);
}
function minorDigits(currency) {
  if (!isCurrency(currency)) throw new RangeError(`Unknown currency: ${currency}`);
  return digits.get(currency) ?? 2;
}

// src/core/money-text.ts
var maxDigits2 = 12;
function parseAmount(text3, currency) {
  const decimals = minorDigits(currency);
  const example = decimals === 0 ? "2000" : `2000.${"0".repeat(decimals)}`;
  const trimmed = text3.normalize("NFKC").trim();
  if (trimmed === "") return refuse(`Write an amount, such as ${example}.`);
  if (/[-−–(]/u.test(trimmed)) return refuse("An amount cannot be negative here: write it without the minus sign.");
  const parts2 = /^([^\d.,]*)([\d.,'’ ]*\d[\d.,'’ ]*?)([^\d.,'’]*)$/u.exec(trimmed);
  if (!parts2) return refuse(`\u201C${shorten(trimmed)}\u201D is not an amount. Write it like ${example}.`);
  const [, before = "", figures = "", after = ""] = parts2;
  for (const word of [before.trim(), after.trim()]) {
    if (word !== "" && !meansCurrency(word, currency)) {
      return refuse(`Amounts here are in ${currency}: write only the figures, such as ${example}.`);
    }
  }
  return toMoney(figures.trim(), currency, decimals, example);
}
function toMoney(figures, currency, decimals, example) {
  const split = splitDecimals(figures, decimals);
  if (split === "ambiguous") {
    return refuse(ambiguity(figures, decimals));
  }
  const whole2 = ungroup(split.whole);
  if (whole2 === void 0 || !/^\d*$/.test(split.fraction)) {
    return refuse(`\u201C${shorten(figures)}\u201D is not an amount. Write it like ${example}.`);
  }
  if (split.fraction.length > decimals) {
    return refuse(
      decimals === 0 ? `${currency} has no decimals: write it like ${example}.` : `${currency} has ${decimals} decimals: write it like ${example}.`
    );
  }
  if (whole2.length + split.fraction.length > maxDigits2) {
    return refuse(`That is more than ${maxDigits2} digits: please check the amount.`);
  }
  const amount = BigInt(`${whole2}${split.fraction.padEnd(decimals, "0")}` || "0");
  return { ok: true, value: { amount, currency } };
}
function ambiguity(figures, decimals) {
  const [before = "", after = ""] = figures.split(/[.,]/);
  const many = `${before}${after}${decimals === 3 ? ".000" : ""}`;
  const few = decimals === 3 ? `write 0${before}.${after}` : `use at most ${decimals} decimals`;
  return `\u201C${figures}\u201D can be read in two ways. Write ${many} if you mean that; otherwise ${few}.`;
}
function splitDecimals(figures, decimals) {
  const at = Math.max(figures.lastIndexOf("."), figures.lastIndexOf(","));
  if (at < 0) return { whole: figures, fraction: "" };
  const mark2 = figures.charAt(at);
  const split = { whole: figures.slice(0, at), fraction: figures.slice(at + 1) };
  const before = split.whole;
  if (before.includes(mark2)) return { whole: figures, fraction: "" };
  const alone = /^[1-9]\d{0,2}$/.test(before) && /^\d{3}$/.test(split.fraction);
  if (!alone) return split;
  if (mark2 === "," && decimals !== 3) return { whole: figures, fraction: "" };
  return "ambiguous";
}
function ungroup(whole2) {
  if (/^\d*$/.test(whole2)) return whole2.replace(/^0+/, "");
  return /^\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*$/u.test(whole2) ? whole2.replace(/\D/g, "").replace(/^0+/, "") : void 0;
}
function meansCurrency(word, currency) {
  const upper = word.toUpperCase();
  return upper === currency || symbolsOf(currency).has(upper);
}
function symbolsOf(currency) {
  const [symbol, sign] = ["symbol", "narrowSymbol"].map(
    (currencyDisplay) => new Intl.NumberFormat("en-US", { style: "currency", currency, currencyDisplay }).formatToParts(0).filter((part) => part.type === "currency").map((part) => part.value.normalize("NFKC").toUpperCase()).join("")
  );
  const country = currency.slice(0, 2);
  const letter = currency.slice(0, 1);
  return /* @__PURE__ */ new Set([symbol ?? "", sign ?? "", `${country}${sign}`, `${sign}${country}`, `${letter}${sign}`]);
}
var formatters2 = /* @__PURE__ */ new Map();
function formatMoney(value, locale = "en-US") {
  const digits2 = minorDigits(value.currency);
  const key3 = `${locale} ${value.currency}`;
  let formatter = formatters2.get(key3);
  if (!formatter) {
    formatter = new Intl.NumberFormat(locale, {
      style: "currency",
      currency: value.currency,
      minimumFractionDigits: digits2,
      maximumFractionDigits: digits2
    });
    formatters2.set(key3, formatter);
  }
  return formatter.format(toDecimal(value.amount, digits2));
}
function toDecimal(amount, digits2) {
  const figures = (amount < 0n ? -amount : amount).toString().padStart(digits2 + 1, "0");
  const whole2 = figures.slice(0, figures.length - digits2);
  const fraction = figures.slice(figures.length - digits2);
  return `${amount < 0n ? "-" : ""}${whole2}${fraction && `.${fraction}`}`;
}
function shorten(text3) {
  return text3.length > 30 ? `${text3.slice(0, 30)}\u2026` : text3;
}
function refuse(error) {
  return { ok: false, error };
}

// src/core/money.ts
function money(amount, currency) {
  if (!isCurrency(currency)) throw new RangeError(`Unknown currency: ${currency}`);
  if (typeof amount === "number" && !Number.isSafeInteger(amount)) {
    throw new RangeError(`Money is counted in whole minor units, not ${amount}`);
  }
  return { amount: BigInt(amount), currency };
}
function zero(currency) {
  return money(0n, currency);
}
function add(a, b) {
  return { amount: a.amount + b.amount, currency: commonCurrency(a, b) };
}
function subtract(a, b) {
  return { amount: a.amount - b.amount, currency: commonCurrency(a, b) };
}
function sum(list4, currency) {
  return list4.reduce(add, zero(currency));
}
function sumByCurrency(list4) {
  const totals2 = /* @__PURE__ */ new Map();
  for (const { amount, currency } of list4) totals2.set(currency, (totals2.get(currency) ?? 0n) + amount);
  return [...totals2].sort(([a], [b]) => a < b ? -1 : 1).map(([currency, amount]) => ({ amount, currency }));
}
function compare(a, b) {
  commonCurrency(a, b);
  if (a.amount === b.amount) return 0;
  return a.amount < b.amount ? -1 : 1;
}
function isZero(value) {
  return value.amount === 0n;
}
function multiplyRatio(value, numerator, denominator) {
  const below = BigInt(denominator);
  if (below === 0n) throw new RangeError("The denominator must not be 0");
  const above = value.amount * BigInt(numerator);
  const negative = above < 0n !== below < 0n;
  const top = above < 0n ? -above : above;
  const bottom = below < 0n ? -below : below;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return { amount: negative ? -rounded : rounded, currency: value.currency };
}
function commonCurrency(a, b) {
  if (a.currency !== b.currency) throw new RangeError(`ALL-7: ${a.currency} and ${b.currency} cannot be added up`);
  return a.currency;
}

// src/features/onboarding/gates.ts
var exceptionKinds = ["below_amount", "purchase_agreement", "expedite", "other"];
var exceptionNames = {
  below_amount: "the amount is small",
  purchase_agreement: "a purchase agreement exists",
  expedite: "it must be expedited",
  other: "there is another reason"
};
var exceptionName = (kind) => exceptionNames[kind];
var needsApprover = (kind) => kind === "expedite" || kind === "other";
var askable = (rule) => rule.exceptions.filter((kind) => kind !== "below_amount");
function decideGate(rule, facts2, policy) {
  const charge = facts2.charges.find((each) => each.kind === rule.paid);
  const own = facts2.overrides.filter((each) => each.gate === rule.key && rule.exceptions.includes(each.kind));
  if (rule.paid !== void 0) {
    const settled = decideCharge(rule, charge, policy);
    if (settled) return settled;
  }
  const by = own.find((each) => each.state === "approved");
  if (by) {
    return { open: true, reason: "exception", by, why: `Open by exception: ${exceptionName(by.kind)}.`, offers: [] };
  }
  const requested = own.find((each) => each.state === "requested");
  return {
    ...shut(charge),
    ...requested ? { requested } : {},
    offers: askable(rule).filter((kind) => !requested || !needsApprover(kind))
  };
}
function decideCharge(rule, charge, policy) {
  if (!charge || charge.state === "void" || charge.amount.amount === 0n) {
    return { open: true, reason: "nothing_due", why: "Nothing is due for it.", offers: [] };
  }
  if (charge.paid.amount >= charge.amount.amount) {
    return { open: true, reason: "paid", why: `${charge.label} is paid in full.`, offers: [] };
  }
  const limit = policy.hardwareFreeBelow[charge.amount.currency];
  if (rule.exceptions.includes("below_amount") && limit !== void 0 && charge.amount.amount < BigInt(limit)) {
    const below = formatMoney({ amount: BigInt(limit), currency: charge.amount.currency });
    return { open: true, reason: "below_amount", why: `${charge.label} is below ${below}.`, offers: [] };
  }
  return void 0;
}
function shut(charge) {
  if (!charge) return { open: false, reason: "needs_approval", why: "It needs an approved exception." };
  const outstanding = { ...charge.amount, amount: charge.amount.amount - charge.paid.amount };
  const why = charge.paid.amount > 0n ? `${charge.label}: ${formatMoney(outstanding)} of ${formatMoney(charge.amount)} is still to be paid.` : `${charge.label} of ${formatMoney(charge.amount)} is not paid yet.`;
  return { open: false, reason: "unpaid", why, outstanding };
}

// src/features/onboarding/playbook.ts
var chargeKinds = ["set_up", "first_month", "hardware"];
var projectDates = ["targetGoLiveOn", "etaOn", "goLiveOn", "wentLiveOn"];
var factNames = [
  "set_up_invoiced",
  "first_month_invoiced",
  "hardware_invoiced",
  "set_up_paid",
  "first_month_paid",
  "hardware_paid",
  "subscription_created",
  "template_created",
  "services_added",
  "coverage_written",
  "invoices_filed",
  "target_go_live_set",
  "eta_set",
  "go_live_scheduled",
  "went_live",
  "transfer_meeting",
  "hardware_ordered",
  "sales_acknowledged",
  "service_acknowledged",
  "recurring_armed"
];
var effectNames = [
  "present_invoices",
  "request_hardware",
  "request_acknowledgements",
  "schedule_follow_up"
];
var deskActionNames = [
  "gate.override",
  "subscription.set_up",
  "transfer.schedule",
  "recurring.arm",
  "project.correct",
  "document.add"
];
var key = z2.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "use up to 40 small letters, digits, - and _, beginning with a letter");
var name = z2.string().trim().min(1).max(60);
var itemBase = {
  key,
  label: z2.string().trim().min(1).max(150),
  /** Cannot be set while this gate is shut. */
  gate: key.optional(),
  /** Doesn't hold the folder up. */
  optional: z2.boolean().default(false)
};
var itemSchema = z2.discriminatedUnion("kind", [
  z2.strictObject({ kind: z2.literal("tick"), ...itemBase }),
  z2.strictObject({ kind: z2.literal("text"), ...itemBase }),
  z2.strictObject({ kind: z2.literal("date"), sets: z2.enum(projectDates), ...itemBase }),
  z2.strictObject({ kind: z2.literal("fact"), fact: z2.enum(factNames), ...itemBase })
]);
var gateSchema = z2.strictObject({
  key,
  name,
  paid: z2.enum(chargeKinds).optional(),
  exceptions: z2.array(z2.enum(exceptionKinds)).default([]),
  approvers: z2.array(key).default([])
});
var stageSchema = z2.strictObject({
  key,
  name,
  /** The roles whose people may decide; the message goes to the first of them that has a channel. */
  desk: z2.array(key).min(1),
  /** Who gets it at first: the project's owner or manager; nobody when absent. */
  assign: z2.enum(["owner", "manager"]).optional(),
  items: z2.array(itemSchema).max(30).default([]),
  /** The next stage's key, or `closed`. */
  next: z2.union([key, z2.literal("closed")]),
  /** Earlier stages that Return offers first; every earlier one may be chosen. */
  back: z2.array(key).default([]),
  /** After so many business days the desk is reminded, once a day. */
  remindAfterBusinessDays: z2.int().min(1).max(250),
  /** Reminders wait until so many days after the customer went live. ONB-17 */
  dueDaysAfterGoLive: z2.int().min(0).max(3650).optional(),
  onOpen: z2.array(z2.enum(effectNames)).default([]),
  onApprove: z2.array(z2.enum(effectNames)).default([]),
  actions: z2.array(z2.enum(deskActionNames)).default([])
});
var playbookSchema = z2.strictObject({
  key,
  name,
  description: z2.string().max(500).default(""),
  /** Desks that exist because of this playbook. */
  roles: z2.array(z2.strictObject({ key, name })).default([]),
  gates: z2.array(gateSchema).max(20).default([]),
  /** In the order of a folder that is never returned; the first is where projects begin. */
  stages: z2.array(stageSchema).min(1).max(40)
});
var closedStage = "closed";
var stageOf = (playbook, stage) => playbook.stages.find((each) => each.key === stage);
var gateOf = (playbook, gate) => playbook.gates.find((each) => each.key === gate);
var stageName = (playbook, stage) => stageOf(playbook, stage)?.name ?? (stage === closedStage ? "Closed" : stage);
var earlierStages = (playbook, stage) => {
  const at = playbook.stages.findIndex((each) => each.key === stage);
  return playbook.stages.slice(0, Math.max(at, 0)).reverse();
};

// src/features/onboarding/project.ts
var projectSubject = (id) => ({ type: "project", id });
var projectRef = (project) => `P-${project.ref}`;

// src/features/onboarding/store.ts
var rolesWithChannel = async (tx, roles) => {
  const rows = await tx.roleChannel.findMany({ where: { role: { in: [...roles] } }, select: { role: true } });
  return new Set(rows.map((row2) => row2.role));
};
var insertProject = async (tx, project) => {
  const row2 = await tx.project.create({
    data: {
      ...project,
      playbookKey: project.playbook.key,
      playbook: project.playbook,
      hardwareText: project.hardwareText ?? null,
      targetGoLiveOn: project.targetGoLiveOn ? toDbDate(project.targetGoLiveOn) : null
    },
    select: { ref: true }
  });
  return row2.ref;
};
var insertTurn = async (tx, projectId, { handoff, desk }) => {
  await tx.handoff.create({
    data: {
      id: handoff.id,
      projectId,
      turn: handoff.turn,
      stage: handoff.stage,
      desk: [...desk],
      cameFrom: handoff.cameFrom ?? null,
      cameBy: handoff.cameBy,
      reason: handoff.reason ?? null,
      openedBy: handoff.openedBy,
      openedAt: handoff.openedAt,
      assigneeId: handoff.assigneeId ?? null,
      remindOn: handoff.remindOn ? toDbDate(handoff.remindOn) : null
    }
  });
};
var passFolder = async (tx, decision, next) => {
  const { at, by } = decision;
  const ended = decision.project === "closed" ? at : null;
  const h = next?.handoff;
  const [row2] = await tx.$queryRaw`
    WITH decided AS (
      UPDATE handoffs SET state = ${decision.state}, decided_by = ${by}, decided_at = ${at}::timestamptz, remind_on = NULL,
             decision_reason = ${decision.reason ?? null}, returned_to = ${decision.returnedTo ?? null}
      WHERE id = ${decision.handoffId}::uuid AND state = 'open' RETURNING project_id),
    moved AS (
      UPDATE projects p SET stage = ${decision.stage}, state = ${decision.project}, ended_at = ${ended}::timestamptz
      FROM decided WHERE p.id = decided.project_id RETURNING p.id),
    opened AS (
      INSERT INTO handoffs (id, project_id, turn, stage, desk, state, came_from, came_by, reason, opened_by, opened_at, assignee_id, remind_on)
      SELECT ${h?.id ?? null}::uuid, decided.project_id,
             ${h?.turn ?? 0}::int, ${h?.stage ?? ""}, ${[...next?.desk ?? []]}::text[], 'open', ${h?.cameFrom ?? null}, ${h?.cameBy ?? ""}, ${h?.reason ?? null},
             ${h?.openedBy ?? ""}, ${h?.openedAt ?? at}::timestamptz, ${h?.assigneeId ?? null}, ${h?.remindOn ?? null}::date
      FROM decided WHERE ${h !== void 0}::boolean RETURNING id)
    SELECT (SELECT count(*) FROM decided)::int AS count FROM (SELECT 1) one`;
  return row2?.count === 1;
};
var undoTurn = async (tx, id, by, at) => {
  const { count } = await tx.handoff.updateMany({
    where: { id, state: "open", touchedAt: null },
    data: { state: "undone", decidedBy: by, decidedAt: at, remindOn: null }
  });
  return count === 1;
};
var reopenTurn = async (tx, turn, at, remindOn) => {
  const { count } = await tx.handoff.updateMany({
    where: { id: turn.id, state: turn.state },
    data: {
      state: "open",
      decidedBy: null,
      decidedAt: null,
      decisionReason: null,
      returnedTo: null,
      touchedAt: at,
      remindOn: toDbDate(remindOn)
    }
  });
  return count === 1;
};
var touchHandoff = async (tx, id, at) => {
  await tx.handoff.updateMany({ where: { id, touchedAt: null }, data: { touchedAt: at } });
};
var assignTurn = async (tx, id, assigneeId) => (await tx.handoff.updateMany({ where: { id, state: "open" }, data: { assigneeId } })).count === 1;
var endTurn = async (tx, id, end2) => {
  await tx.handoff.updateMany({
    where: { id, state: "open" },
    data: { state: "cancelled", decidedBy: end2.by, decidedAt: end2.at, decisionReason: end2.reason, remindOn: null }
  });
};
var remindTurn = async (tx, id, remindOn) => {
  await tx.handoff.updateMany({
    where: { id, state: "open" },
    data: { remindOn: remindOn ? toDbDate(remindOn) : null }
  });
};
var lastKeeper = async (tx, projectId, stage) => {
  const row2 = await tx.handoff.findFirst({
    where: { projectId, stage, state: { in: ["approved", "returned"] } },
    orderBy: { turn: "desc" },
    select: { assigneeId: true, decidedBy: true }
  });
  return row2?.assigneeId ?? row2?.decidedBy ?? void 0;
};
var setStatus = async (tx, id, from, to) => {
  const { count } = await tx.project.updateMany({
    where: { id, state: from },
    data: {
      state: to.state,
      stateReason: to.reason ?? null,
      endedAt: to.endedAt ?? null,
      ...to.stage === void 0 ? {} : { stage: to.stage }
    }
  });
  return count === 1;
};
var setTeam = async (tx, id, team) => {
  await tx.project.update({ where: { id }, data: { ...team }, select: { id: true } });
};
var setDates = async (tx, id, dates2) => {
  const data = Object.fromEntries([...dates2].map(([date, on2]) => [date, on2 ? toDbDate(on2) : null]));
  await tx.project.update({ where: { id }, data, select: { id: true } });
};
var writeTicks = async (tx, of, ticks) => {
  const rows = JSON.stringify(ticks.map(({ item, ticked, value }) => ({ item, ticked, value: value ?? null })));
  await tx.$executeRaw`
    INSERT INTO ticks (project_id, stage, item, ticked, value, by, at)
    SELECT ${of.projectId}::uuid, ${of.stage}, t.item, t.ticked, t.value, ${of.by}, ${of.at}::timestamptz
    FROM jsonb_to_recordset(${rows}::jsonb) AS t(item text, ticked boolean, value text)
    ON CONFLICT (project_id, stage, item) DO UPDATE
    SET ticked = excluded.ticked, value = excluded.value, by = excluded.by, at = excluded.at, reopened = NULL`;
};
var reopenTicks = async (tx, projectId, stage, turn) => {
  await tx.tick.updateMany({ where: { projectId, stage, ticked: true }, data: { ticked: false, reopened: turn } });
};
var restoreTicks = async (tx, projectId, turn) => {
  await tx.tick.updateMany({ where: { projectId, reopened: turn }, data: { ticked: true, reopened: null } });
};

// src/features/onboarding/changed.ts
var handoffSlot = (handoff) => ({ kind: "handoff", subjectId: handoff.id });
var channelRole = async (tx, desk) => {
  const [first = "admin", ...others] = desk;
  if (others.length === 0) return first;
  const withChannel = await rolesWithChannel(tx, desk);
  return desk.find((role) => withChannel.has(role)) ?? first;
};
var requireActive = (project) => {
  const name3 = projectRef(project);
  if (project.state === "on_hold")
    throw new Conflict(`${name3} is on hold. Resume it first, from \`/onboard show ${name3}\`.`);
  if (project.state === "cancelled")
    throw new Conflict(`${name3} was cancelled. Re-open it first, from \`/onboard show ${name3}\`.`);
  if (project.state === "closed")
    throw new Conflict(`${name3} is finished. Re-open it first, from \`/onboard show ${name3}\`.`);
};
var projectChanged = async (work, project, change2 = {}) => {
  const { handoff } = project;
  work.show(handoffSlot(handoff));
  if (change2.note) {
    work.post({
      to: { thread: handoffSlot(handoff) },
      content: { text: change2.note },
      ...change2.key ? { key: change2.key } : {}
    });
  }
  const desk = stageOf(project.playbook, handoff.stage)?.desk ?? [];
  if (handoff.state === "open" && handoff.touchedAt === void 0 && desk.some((role) => work.by.roles.has(role))) {
    await touchHandoff(work.tx, handoff.id, work.now);
  }
};

// src/features/onboarding/checklist.ts
var ticksField = "ticks";
var isBlocked = (state) => state.gate !== void 0 && !state.gate.decision.open;
var isInDoubt = (state) => state.done && isBlocked(state);
var isDone = (project, facts2, item, last) => {
  switch (item.kind) {
    case "fact":
      return facts2.holds.has(item.fact);
    case "date":
      return project[item.sets] !== void 0;
    case "text":
      return last?.ticked === true && Boolean(last.value);
    case "tick":
      return last?.ticked === true;
  }
};
var checklistOf = (project, stage, facts2, policy) => stage.items.map((item) => {
  const last = project.ticks.find((each) => each.stage === stage.key && each.item === item.key);
  const rule = item.gate === void 0 ? void 0 : gateOf(project.playbook, item.gate);
  return {
    item,
    done: isDone(project, facts2, item, last),
    value: item.kind === "date" ? project[item.sets] : last?.value,
    last,
    gate: rule ? { rule, decision: decideGate(rule, facts2, policy) } : void 0
  };
});
var gatesOf = (items) => {
  const found2 = /* @__PURE__ */ new Map();
  for (const { gate } of items) if (gate) found2.set(gate.rule.key, [gate.rule, gate.decision]);
  return [...found2.values()];
};
var missingFor = (items) => items.filter((each) => !each.done && !each.item.optional).map(
  (each) => each.gate && !each.gate.decision.open ? `${each.item.label} (waits: ${each.gate.decision.why})` : each.item.label
);

// src/features/onboarding/facts.ts
var transferNotNeeded = "transfer_not_needed";
var transferActivity = "knowledge_transfer";
var isInvoiced = (project, kind) => {
  const invoice = chargeOf(project, kind);
  return invoice === void 0 || invoice.sent !== void 0;
};
var isPaid = (project, kind) => {
  const invoice = chargeOf(project, kind);
  return invoice === void 0 || invoice.paid.amount >= invoice.amount.amount;
};
var chargeOf = (project, kind) => project.invoices.find((each) => each.kind === kind && each.state !== "void" && each.amount.amount > 0n);
var isAcknowledged = (project, desk) => project.acknowledgements.some((each) => each.desk === desk);
var rules = {
  set_up_invoiced: (project) => isInvoiced(project, "set_up"),
  first_month_invoiced: (project) => isInvoiced(project, "first_month"),
  hardware_invoiced: (project) => isInvoiced(project, "hardware"),
  set_up_paid: (project) => isPaid(project, "set_up"),
  first_month_paid: (project) => isPaid(project, "first_month"),
  hardware_paid: (project) => isPaid(project, "hardware"),
  subscription_created: (project) => project.subscription !== void 0,
  template_created: (project) => project.subscription !== void 0,
  services_added: (project) => (project.subscription?.items.length ?? 0) > 0,
  coverage_written: (project) => Boolean(project.subscription?.coverage && project.subscription.sla),
  invoices_filed: (project) => project.invoices.every((each) => each.state === "void" || each.amount.amount === 0n || each.filed !== void 0),
  target_go_live_set: (project) => project.targetGoLiveOn !== void 0,
  eta_set: (project) => project.etaOn !== void 0,
  go_live_scheduled: (project) => project.goLiveOn !== void 0,
  went_live: (project) => project.wentLiveOn !== void 0,
  transfer_meeting: (project) => project.ticks.some((each) => each.item === transferNotNeeded && each.ticked) || project.activities.some((each) => each.type === transferActivity && each.state === "completed"),
  hardware_ordered: (project) => !chargeOf(project, "hardware") || project.hardware?.orderedAt !== void 0,
  sales_acknowledged: (project) => isAcknowledged(project, "sales"),
  service_acknowledged: (project) => isAcknowledged(project, "service"),
  recurring_armed: (project) => project.subscription?.template.armed ?? false
};
var projectFacts = (project) => ({
  charges: project.invoices.map(({ kind, label: label2, amount, paid, state }) => ({ kind, label: label2, amount, paid, state })),
  overrides: project.overrides,
  holds: new Set(Object.keys(rules).filter((name3) => rules[name3](project)))
});

// src/features/onboarding/load.ts
init_errors();

// src/features/activities/calendar-policy.ts
import { z as z3 } from "zod";
var calendarPolicy = {
  key: "calendar",
  title: "Business days",
  schema: z3.object({
    holidays: z3.array(z3.string().refine((text3) => parseDay(text3) !== void 0, "Write days like 2026-12-25."))
  }),
  defaults: { holidays: [] },
  fields: {
    holidays: { label: "Holidays", hint: "Days on which the office is closed, besides weekends", kind: "days" }
  }
};
function holidaysOf(policy) {
  return new Set(policy.holidays);
}

// src/platform/slack/blocks.ts
var plain = (text3, max) => ({ type: "plain_text", text: clip(text3, max), emoji: true });
var section = (text3, accessory) => ({
  type: "section",
  text: { type: "mrkdwn", text: clip(text3, 3e3) },
  ...accessory ? { accessory } : {}
});
var fields = (facts2) => ({
  type: "section",
  fields: facts2.slice(0, 10).map(([label2, value]) => ({ type: "mrkdwn", text: clip(`*${label2}*
${value}`, 2e3) }))
});
var header = (text3) => ({ type: "header", text: plain(text3, 150) });
var divider = () => ({ type: "divider" });
var context = (...texts2) => ({
  type: "context",
  elements: texts2.slice(0, 10).map((text3) => ({ type: "mrkdwn", text: clip(text3, 2e3) }))
});
var button = (spec) => ({
  type: "button",
  text: plain(spec.text, 75),
  action_id: spec.action,
  value: spec.value,
  ...spec.style ? { style: spec.style } : {},
  ...spec.confirm ? {
    confirm: {
      title: plain(spec.confirm.title, 100),
      text: plain(spec.confirm.text, 300),
      confirm: plain(spec.confirm.yes, 30),
      deny: plain(spec.confirm.no ?? "Cancel", 30)
    }
  } : {}
});
var buttons = (blockId, specs) => ({
  type: "actions",
  block_id: clip(blockId, 255),
  elements: specs.slice(0, 25).map(button)
});
var option = (choice) => ({
  text: plain(choice.text, 75),
  value: choice.value,
  ...choice.description ? { description: plain(choice.description, 75) } : {}
});
var input = (spec, element) => ({
  type: "input",
  block_id: spec.name,
  label: plain(spec.label, 2e3),
  element,
  optional: spec.optional ?? false,
  ...spec.hint ? { hint: plain(spec.hint, 2e3) } : {}
});
var textInput = (spec) => input(spec, {
  type: "plain_text_input",
  action_id: spec.name,
  multiline: spec.multiline ?? false,
  max_length: spec.max ?? (spec.multiline ? 2e3 : 200),
  ...spec.initial ? { initial_value: clip(spec.initial, spec.max ?? (spec.multiline ? 2e3 : 200)) } : {},
  ...spec.placeholder ? { placeholder: plain(spec.placeholder, 150) } : {}
});
var selectInput = (spec) => {
  const options3 = spec.choices.slice(0, 100).map(option);
  const initial = options3.find((each) => each.value === spec.initial);
  return input(spec, {
    type: "static_select",
    action_id: spec.name,
    options: options3,
    ...initial ? { initial_option: initial } : {},
    ...spec.placeholder ? { placeholder: plain(spec.placeholder, 150) } : {}
  });
};
var lookupInput = (spec) => input(spec, {
  type: "external_select",
  action_id: spec.source,
  min_query_length: 0,
  ...spec.initial ? { initial_option: option(spec.initial) } : {},
  ...spec.placeholder ? { placeholder: plain(spec.placeholder, 150) } : {}
});
var personInput = (spec) => input(spec, { type: "users_select", action_id: spec.name, ...spec.initial ? { initial_user: spec.initial } : {} });
var peopleInput = (spec) => input(spec, {
  type: "multi_users_select",
  action_id: spec.name,
  ...spec.initial?.length ? { initial_users: [...spec.initial] } : {}
});
var channelInput = (spec) => input(spec, {
  type: "conversations_select",
  action_id: spec.name,
  filter: { include: ["public", "private"], exclude_bot_users: true },
  ...spec.initial ? { initial_conversation: spec.initial } : {}
});
var dateInput = (spec) => input(spec, { type: "datepicker", action_id: spec.name, ...spec.initial ? { initial_date: spec.initial } : {} });
var ticksInput = (spec) => {
  const options3 = spec.choices.slice(0, 10).map(option);
  const initial = options3.filter((each) => spec.initial?.includes(each.value ?? ""));
  return input({ ...spec, optional: spec.optional ?? true }, {
    type: "checkboxes",
    action_id: spec.name,
    options: options3,
    ...initial.length ? { initial_options: initial } : {}
  });
};
var fileInput = (spec) => input(spec, {
  type: "file_input",
  action_id: spec.name,
  max_files: spec.max ?? 1,
  ...spec.types ? { filetypes: [...spec.types] } : {}
});
var modal = (spec) => ({
  type: "modal",
  callback_id: spec.callback,
  title: plain(spec.title, 24),
  close: plain(spec.close ?? (spec.submit ? "Cancel" : "Close"), 24),
  ...spec.submit ? { submit: plain(spec.submit, 24) } : {},
  private_metadata: spec.data ?? "",
  blocks: spec.blocks.slice(0, 100)
});

// src/platform/slack/lines.ts
var maxLength = 2900;
function lineSections(lines, maxBlocks = 8) {
  const sections = [];
  let shown4 = 0;
  for (const line5 of lines) {
    const last = sections.at(-1);
    if (last !== void 0 && last.length + line5.length < maxLength) sections[sections.length - 1] = `${last}
${line5}`;
    else if (sections.length === maxBlocks) break;
    else sections.push(line5);
    shown4++;
  }
  const left = lines.length - shown4;
  return sections.map(
    (text3, index) => section(left > 0 && index === sections.length - 1 ? `${text3}
\u2026 and ${left} more` : text3)
  );
}

// src/platform/work.ts
var system = { userId: "baton" };

// src/features/activities/store.ts
import { z as z4 } from "zod";
init_errors();
var storedServices = z4.array(
  z4.object({ description: z4.string(), amount: z4.object({ amount: z4.string(), currency: z4.string() }).optional() })
);
var toServices = (stored2) => storedServices.parse(stored2).map(({ description, amount }) => ({
  description,
  ...amount ? { amount: { amount: BigInt(amount.amount), currency: amount.currency } } : {}
}));
var servicesJson = (services) => services.map(({ description, amount }) => ({
  description,
  ...amount ? { amount: { amount: amount.amount.toString(), currency: amount.currency } } : {}
}));
var dates = (row2) => ({
  ...row2.startOn ? { startOn: fromDbDate(row2.startOn) } : {},
  ...row2.estimatedOn ? { estimatedOn: fromDbDate(row2.estimatedOn) } : {},
  ...row2.expectedOn ? { expectedOn: fromDbDate(row2.expectedOn) } : {}
});
var texts = (row2) => ({
  ...row2.key ? { key: row2.key } : {},
  ...row2.about ? { about: row2.about } : {},
  ...row2.contact ? { contact: row2.contact } : {},
  ...row2.endedBy ? { endedBy: row2.endedBy } : {},
  ...row2.endNote ? { endNote: row2.endNote } : {}
});
var toActivity = (row2) => ({
  id: row2.id,
  ref: row2.ref,
  type: row2.type,
  description: row2.description,
  ...texts(row2),
  ...dates(row2),
  ...row2.subjectType && row2.subjectId ? { subject: { type: row2.subjectType, id: row2.subjectId } } : {},
  ...row2.customerId ? { customerId: row2.customerId } : {},
  ...row2.unit ? { unit: row2.unit } : {},
  ...row2.assigneeId ? { assigneeId: row2.assigneeId } : {},
  services: toServices(row2.services),
  attendees: z4.array(z4.string()).parse(row2.attendees),
  // Written by this store only.
  state: row2.state,
  createdBy: row2.createdBy,
  createdAt: row2.createdAt,
  ...row2.endedAt ? { endedAt: row2.endedAt } : {}
});
async function activitiesOf(tx, subject) {
  const rows = await tx.activity.findMany({
    where: { subjectType: subject.type, subjectId: subject.id },
    orderBy: { id: "asc" }
  });
  return rows.map(toActivity);
}
async function activityById(tx, id) {
  const row2 = await tx.activity.findUnique({ where: { id } });
  return row2 ? toActivity(row2) : void 0;
}
async function activityByKey(tx, key3) {
  const row2 = await tx.activity.findUnique({ where: { key: key3 } });
  return row2 ? toActivity(row2) : void 0;
}
async function lockActivity(work, id) {
  await work.tx.$queryRaw`SELECT id FROM activities WHERE id = ${id}::uuid FOR UPDATE`;
  const activity = await activityById(work.tx, id);
  if (!activity) throw new NotFound("activity");
  return activity;
}
async function openActivities(tx, filter, take, skip = 0) {
  const { mine, customerId } = filter;
  const rows = await tx.activity.findMany({
    where: {
      state: "open",
      ...customerId ? { customerId } : {},
      ...mine ? { OR: [{ assigneeId: mine.userId }, { assigneeId: null, unit: { in: [...mine.roles] } }] } : {}
    },
    orderBy: [{ remindOn: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    take,
    skip
  });
  return rows.map(toActivity);
}
async function activitiesOfCustomer(tx, customerId, take, skip = 0) {
  const rows = await tx.activity.findMany({ where: { customerId }, orderBy: { id: "desc" }, take, skip });
  return rows.map(toActivity);
}
var dbDay = (of) => of ? toDbDate(of) : null;
async function insertActivity(work, activity, remindOn) {
  const { count } = await work.tx.activity.createMany({
    data: {
      id: activity.id,
      key: activity.key ?? null,
      type: activity.type,
      subjectType: activity.subject?.type ?? null,
      subjectId: activity.subject?.id ?? null,
      customerId: activity.customerId ?? null,
      about: activity.about ?? null,
      description: activity.description,
      contact: activity.contact ?? null,
      startOn: dbDay(activity.startOn),
      estimatedOn: dbDay(activity.estimatedOn),
      expectedOn: dbDay(activity.expectedOn),
      services: servicesJson(activity.services),
      unit: activity.unit ?? null,
      assigneeId: activity.assigneeId ?? null,
      attendees: [...activity.attendees],
      remindOn: dbDay(remindOn),
      createdBy: activity.createdBy,
      createdAt: activity.createdAt
    },
    skipDuplicates: true
  });
  return count === 1;
}
async function endRow(work, id, state, note) {
  await work.tx.activity.updateMany({
    where: { id, state: "open" },
    data: { state, endedBy: work.by.id, endedAt: work.now, endNote: note ?? null, remindOn: null }
  });
}
async function assignRow(work, id, to) {
  await work.tx.activity.updateMany({
    where: { id },
    data: { unit: to.unit ?? null, assigneeId: to.assigneeId ?? null }
  });
}
async function moveRow(work, id, to) {
  await work.tx.activity.updateMany({
    where: { id },
    data: {
      startOn: dbDay(to.startOn),
      estimatedOn: dbDay(to.estimatedOn),
      expectedOn: dbDay(to.expectedOn),
      remindOn: dbDay(to.remindOn)
    }
  });
}
async function canTakeWork(tx, userId) {
  const row2 = await tx.person.findUnique({ where: { id: userId } });
  return !row2 || !(row2.isDeactivated || row2.isBot || row2.isStranger);
}

// src/features/activities/reminders-store.ts
async function receiversDue(tx, today) {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT assignee_id, CASE WHEN assignee_id IS NULL THEN unit END AS unit
    FROM activities WHERE state = 'open' AND remind_on <= ${toDbDate(today)}::date`;
  return rows.flatMap((row2) => {
    if (row2.assignee_id) return [{ user: row2.assignee_id }];
    return row2.unit ? [{ role: row2.unit }] : [];
  });
}
async function takeDue(work, receiver, today, next) {
  const user = "user" in receiver ? receiver.user : null;
  const role = "role" in receiver ? receiver.role : null;
  const rows = await work.tx.$queryRaw`
    UPDATE activities SET remind_on = ${toDbDate(next)}::date
    WHERE id IN (
      SELECT id FROM activities
      WHERE state = 'open' AND remind_on <= ${toDbDate(today)}::date
        AND (assignee_id = ${user}::text OR (assignee_id IS NULL AND unit = ${role}::text))
      ORDER BY id FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  const taken = [];
  for (const { id } of rows.sort((a, b) => a.id < b.id ? -1 : 1)) {
    const activity = await activityById(work.tx, id);
    if (activity) taken.push(activity);
  }
  return taken;
}
async function assignedTo(tx, userId) {
  const rows = await tx.activity.findMany({ where: { state: "open", assigneeId: userId }, select: { id: true } });
  return rows.map((row2) => row2.id);
}

// src/features/activities/activity.ts
function dueOn(dates2) {
  return dates2.expectedOn ?? dates2.estimatedOn ?? dates2.startOn;
}
function isOverdue(activity, today) {
  const due = dueOn(activity);
  return activity.state === "open" && due !== void 0 && due < today;
}
function firstReminder(dates2, today, holidays) {
  const due = dueOn(dates2);
  if (!due) return void 0;
  return addBusinessDays(due < today ? today : due, 1, holidays);
}
function dateProblems({ startOn, estimatedOn, expectedOn }) {
  const early = "This day is before the start. Enter a later one.";
  return {
    ...startOn && estimatedOn && estimatedOn < startOn ? { estimated_on: early } : {},
    ...startOn && expectedOn && expectedOn < startOn ? { expected_on: early } : {}
  };
}
function placeOf(activity) {
  return activity.unit ?? activity.assigneeId ?? "";
}
function activityRef(activity) {
  return `A-${activity.ref}`;
}
function isPerson(attendee) {
  return /^[UW][A-Z0-9_]+$/.test(attendee);
}

// src/platform/events.ts
var eventType = (name3) => ({ name: name3 });
var on = (event, handle) => ({
  event: event.name,
  handle: (work, payload) => handle(work, payload)
});

// src/features/activities/events.ts
var activityChanged = eventType("activity.changed");

// src/features/activities/tell.ts
function slotOf(activity) {
  return { kind: "activity", subjectId: activity.id, part: placeOf(activity) };
}
function destinationOf(activity) {
  return activity.unit ? { role: activity.unit } : { user: activity.assigneeId ?? "" };
}
function storyOf(activity) {
  return activity.subject ?? { type: "activity", id: activity.id };
}
function activityText(activity, max = 200) {
  const due = dueOn(activity);
  const when = due ? ` (due ${formatDay(due)})` : "";
  return escapeMrkdwn(`${clip(activity.type, 60)} ${activityRef(activity)}${when}: ${clip(activity.description, max)}`);
}
async function tellChange(work, activity, change2) {
  const slot = slotOf(activity);
  work.show(slot, destinationOf(activity));
  if (change2.text) work.post({ to: { thread: slot }, content: { text: change2.text } });
  work.audit({
    action: change2.action,
    subject: storyOf(activity),
    customerId: activity.customerId,
    ...change2.before ? { before: change2.before } : {},
    after: { activity: activity.id, number: activityRef(activity), type: activity.type, ...change2.after },
    reason: change2.reason
  });
  await work.emit(activityChanged, {
    activityId: activity.id,
    type: activity.type,
    ...activity.key ? { key: activity.key } : {},
    ...activity.subject ? { subject: activity.subject } : {},
    ...activity.customerId ? { customerId: activity.customerId } : {},
    what: change2.what
  });
}
function tellAssignee(work, activity, text3) {
  if (!activity.unit || !activity.assigneeId || activity.assigneeId === work.by.id) return;
  work.post({ to: { user: activity.assigneeId }, content: { text: text3 } });
}

// src/features/activities/remind.ts
var digest = (activities) => {
  const text3 = `${plural(activities.length, "activity is", "activities are")} overdue. Complete, reschedule or reassign ${activities.length === 1 ? "it" : "them"} with \`/activity list\`.`;
  return { text: text3, blocks: [section(text3), ...lineSections(activities.map((each) => `\u2022 ${activityText(each)}`))] };
};
async function remindOne(deps, receiver, today) {
  const name3 = "user" in receiver ? receiver.user : `role:${receiver.role}`;
  await deps.transact(system, async (work) => {
    const holidays = holidaysOf(await work.policy(calendarPolicy));
    const due = await takeDue(work, receiver, today, addBusinessDays(today, 1, holidays));
    if (due.length === 0) return;
    work.post({ to: receiver, content: digest(due), key: `activities.overdue:${name3}:${today}`, priority: 2 });
  });
}
async function remindOverdue(deps, slotAt) {
  const today = todayIn(deps.timeZone, slotAt);
  if (!isBusinessDay(today, holidaysOf(await deps.policy(calendarPolicy)))) return;
  for (const receiver of await receiversDue(deps.db.prisma, today)) await remindOne(deps, receiver, today);
}

// src/features/activities/jobs.ts
var jobs = [
  {
    name: "activities.remind",
    schedule: async (deps) => ({ times: ["09:00"], zone: deps.timeZone }),
    missed: "latest",
    run: remindOverdue
  }
];

// src/features/activities/policy.ts
import { z as z5 } from "zod";

// src/features/activities/services.ts
function parseServices(text3, currency) {
  const services = [];
  for (const line5 of text3.split("\n").map((each) => each.trim())) {
    if (line5 === "") continue;
    const [description = "", price = ""] = splitOnce(line5, ";");
    if (description === "")
      return { ok: false, error: "Each line begins with the service: On-site installation; 150.00" };
    if (price === "") {
      services.push({ description });
      continue;
    }
    const [, code, figures = ""] = /^([A-Za-z]{3}(?![A-Za-z]))?\s*(.*)$/.exec(price) ?? [];
    const named3 = code?.toUpperCase() ?? currency;
    if (!named3) return { ok: false, error: `Write the currency of \u201C${description}\u201D as well, such as USD 150.00.` };
    if (!isCurrency(named3))
      return { ok: false, error: `${named3} is not a currency. Write three letters, such as USD.` };
    const amount = parseAmount(figures, named3);
    if (!amount.ok) return { ok: false, error: `${description}: ${amount.error}` };
    services.push({ description, amount: amount.value });
  }
  return { ok: true, services };
}
function splitOnce(text3, mark2) {
  const at = text3.indexOf(mark2);
  return at < 0 ? [text3] : [text3.slice(0, at).trim(), text3.slice(at + 1).trim()];
}
function parseTypeService(text3) {
  const [type = "", rest = ""] = splitOnce(text3, ":");
  if (type === "" || rest === "") return void 0;
  const parsed = parseServices(rest, void 0);
  const service = parsed.ok ? parsed.services[0] : void 0;
  return service ? { type, service } : void 0;
}
function withTypeServices(type, services, typeServices) {
  const same = (a, b) => a.toLowerCase() === b.toLowerCase();
  const added = typeServices.flatMap((text3) => {
    const entry2 = parseTypeService(text3);
    return entry2 && same(entry2.type, type) ? [entry2.service] : [];
  });
  return [...services, ...added.filter((each) => !services.some((known5) => same(known5.description, each.description)))];
}

// src/features/activities/policy.ts
var activitiesPolicy = {
  key: "activities",
  title: "Activities",
  schema: z5.object({
    types: z5.array(z5.string().min(1).max(60)).min(1).max(100),
    services: z5.array(
      z5.string().refine(
        (text3) => parseTypeService(text3) !== void 0,
        "Write \u201CType: service\u201D or \u201CType: service; USD 150.00\u201D."
      )
    )
  }),
  defaults: {
    types: ["Call", "Meeting", "Visit", "Training", "Installation", "Repair", "Knowledge transfer", "Follow-up"],
    services: ["Installation: On-site installation", "Repair: Repair work"]
  },
  fields: {
    types: { label: "Types", kind: "words" },
    services: {
      label: "Services that types add by themselves",
      hint: "Such as \u201CInstallation: On-site installation; USD 150.00\u201D",
      kind: "words"
    }
  }
};

// src/platform/directory-events.ts
var personDeactivated = eventType("person.deactivated");

// src/platform/roles.ts
var adminRole = "admin";

// src/features/activities/move-activity.ts
init_errors();

// src/platform/slack/mentions.ts
function moment(at) {
  const fallback = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1e3)}^{date_short_pretty} at {time}|${fallback}>`;
}
function person(userId) {
  return userId === system.userId ? "Baton" : `<@${userId}>`;
}

// src/features/activities/concerned.ts
init_errors();
function requireConcerned(work, activity, doing) {
  const isTheirs = work.by.id === activity.assigneeId || work.by.id === activity.createdBy;
  if (isTheirs && !work.by.barred) return;
  work.require([...activity.unit ? [activity.unit] : [], "management", "admin"], doing);
}
async function lockOpen(work, id, doing) {
  const activity = await lockActivity(work, id);
  requireConcerned(work, activity, doing);
  if (activity.state !== "open") {
    const by = activity.endedBy ? person(activity.endedBy) : "Somebody";
    const at = activity.endedAt ? ` ${moment(activity.endedAt)}` : "";
    throw new Conflict(`${by} ${activity.state} activity ${activityRef(activity)}${at}.`);
  }
  return activity;
}

// src/features/activities/move-activity.ts
var because = (reason2) => reason2 ? `: ${escapeMrkdwn(reason2)}` : ".";
async function reassign(work, before, to, whom) {
  await assignRow(work, before.id, to);
  const after = await activityById(work.tx, before.id);
  if (!after) throw new Error(`activity ${before.id} is gone within its own transaction`);
  if (placeOf(after) !== placeOf(before)) work.show(slotOf(before));
  await tellChange(work, after, {
    what: "reassigned",
    action: "activity.reassigned",
    before: { unit: before.unit ?? null, assignee: before.assigneeId ?? null },
    after: { unit: after.unit ?? null, assignee: after.assigneeId ?? null },
    reason: to.reason,
    text: `${person(work.by.id)} gave it to ${whom}${because(to.reason)}`
  });
  if (after.assigneeId !== before.assigneeId)
    tellAssignee(work, after, `${person(work.by.id)} gave you ${activityText(after)}`);
}
async function reassignActivity(deps, by, input2) {
  const { activityId, unit, assigneeId, reason: reason2 } = input2;
  if (!unit && !assigneeId) throw new FieldErrors({ unit: "Choose a unit, a person, or both." });
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, activityId, "reassign this activity");
    if (before.unit === unit && before.assigneeId === assigneeId)
      throw new UserError("It is assigned like this already.");
    if (assigneeId && !await canTakeWork(work.tx, assigneeId)) {
      throw new FieldErrors({ assignee: "This person cannot be given work any more. Choose somebody else." });
    }
    const whom = [...unit ? [escapeMrkdwn(deps.roleName(unit))] : [], ...assigneeId ? [person(assigneeId)] : []];
    await reassign(work, before, { unit, assigneeId, reason: reason2 }, whom.join(", "));
  });
}
async function rescheduleActivity(deps, by, input2) {
  const { activityId, reason: reason2, startOn, estimatedOn, expectedOn } = input2;
  const problems3 = dateProblems(input2);
  if (Object.keys(problems3).length > 0) throw new FieldErrors(problems3);
  await deps.transact(by, async (work) => {
    const before = await lockOpen(work, activityId, "reschedule this activity");
    const holidays = holidaysOf(await work.policy(calendarPolicy));
    await moveRow(work, before.id, {
      ...startOn ? { startOn } : {},
      ...estimatedOn ? { estimatedOn } : {},
      ...expectedOn ? { expectedOn } : {},
      remindOn: firstReminder(input2, work.today, holidays)
    });
    const after = await activityById(work.tx, before.id) ?? before;
    await tellChange(work, after, {
      what: "rescheduled",
      action: "activity.rescheduled",
      before: { startOn: before.startOn ?? null, dueOn: dueOn(before) ?? null },
      after: { startOn: after.startOn ?? null, dueOn: dueOn(after) ?? null },
      reason: reason2,
      text: `${person(work.by.id)} rescheduled it: ${activityText(after)}${because(reason2)}`
    });
  });
}

// src/features/activities/release.ts
var releaseReaction = on(personDeactivated, async (work, { userId }) => {
  for (const id of await assignedTo(work.tx, userId)) {
    const activity = await lockActivity(work, id);
    if (activity.state !== "open" || activity.assigneeId !== userId) continue;
    const to = { unit: activity.unit ?? adminRole, reason: "Their Slack account is deactivated" };
    await reassign(work, activity, to, activity.unit ? "the whole unit" : "the admins");
  }
});

// src/features/activities/slack.ts
init_errors();

// src/features/customers/slack.ts
init_errors();

// src/features/customers/edit-customer.ts
init_errors();

// src/features/customers/customer.ts
var maxNameLength = 200;
function tidyName(name3) {
  return name3.normalize("NFC").replace(/[\p{Cc}\u200b]+/gu, " ").replace(/\s+/gu, " ").trim();
}
function nameKey(name3) {
  const folded = name3.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
  return tidyName(folded).normalize("NFKC");
}
function isEmail(text3) {
  return text3.length <= 254 && /^[^\s@<>,;"()]{1,64}@[^\s@<>,;"()]+\.[^\s@<>,;"().]{2,}$/u.test(text3) && !text3.includes("..");
}
function customerProblems(entries) {
  const problems3 = {};
  if (entries.name !== void 0) {
    if (nameKey(entries.name) === "") problems3.customer = "Enter the customer\u2019s name.";
    else if (tooLong(entries.name)) problems3.customer = `Shorten the name to ${maxNameLength} characters.`;
  }
  if (entries.email && !isEmail(entries.email)) {
    problems3.email = "This is not an email address. Write one, such as jo@example.com.";
  }
  if (entries.timeZone && !isZone(entries.timeZone)) {
    problems3.time_zone = "This is not a time zone. Write it like Europe/Rome or America/New_York.";
  }
  if (entries.currency !== void 0 && !isCurrency(entries.currency)) {
    problems3.currency = "This is not a currency. Write its three letters, such as USD.";
  }
  return problems3;
}
function tooLong(name3) {
  return name3.length > maxNameLength || nameKey(name3).length > 3 * maxNameLength;
}

// src/features/customers/store.ts
var toCustomer = (row2) => ({
  id: row2.id,
  name: row2.name,
  ...row2.contactName ? { contactName: row2.contactName } : {},
  ...row2.email ? { email: row2.email } : {},
  ...row2.phone ? { phone: row2.phone } : {},
  ...row2.address ? { address: row2.address } : {},
  currency: row2.currency,
  timeZone: row2.timeZone,
  language: row2.language,
  active: row2.active,
  version: row2.version
});
async function customerById(tx, id) {
  const row2 = await tx.customer.findUnique({ where: { id } });
  return row2 ? toCustomer(row2) : void 0;
}
async function customerByNameKey(tx, key3) {
  const row2 = await tx.customer.findUnique({ where: { nameKey: key3 } });
  return row2 ? toCustomer(row2) : void 0;
}
async function customersByIds(tx, ids) {
  if (ids.length === 0) return /* @__PURE__ */ new Map();
  const rows = await tx.customer.findMany({ where: { id: { in: [...new Set(ids)] } } });
  return new Map(rows.map((row2) => [row2.id, toCustomer(row2)]));
}
async function searchCustomers(tx, query, limit) {
  const key3 = nameKey(query);
  const escaped = key3.replace(/[\\%_]/g, "\\$&");
  const found2 = await tx.$queryRaw`
    SELECT id FROM customers WHERE name_key LIKE ${`%${escaped}%`}
    ORDER BY name_key <> ${key3}, name_key NOT LIKE ${`${escaped}%`}, name_key LIMIT ${limit}`;
  const byId = await customersByIds(
    tx,
    found2.map((row2) => row2.id)
  );
  return found2.flatMap(({ id }) => byId.get(id) ?? []);
}
async function insertCustomer(work, id, key3, input2) {
  const { count } = await work.tx.customer.createMany({
    data: {
      id,
      name: input2.name,
      nameKey: key3,
      contactName: input2.contactName ?? null,
      email: input2.email ?? null,
      phone: input2.phone ?? null,
      address: input2.address ?? null,
      currency: input2.currency,
      timeZone: input2.timeZone,
      language: input2.language ?? "en",
      createdBy: work.by.id,
      createdAt: work.now
    },
    // A name that is taken makes no error, which would end the transaction, but no row.
    skipDuplicates: true
  });
  return count === 1;
}
async function updateCustomer(work, id, version, entries) {
  const { count } = await work.tx.customer.updateMany({
    where: { id, version },
    data: { ...entries, version: { increment: 1 }, editedBy: work.by.id, editedAt: work.now }
  });
  return count === 1;
}
async function lastEdit(tx, id) {
  const row2 = await tx.customer.findUnique({ where: { id }, select: { editedBy: true, editedAt: true } });
  return row2?.editedBy && row2.editedAt ? { by: row2.editedBy, at: row2.editedAt } : void 0;
}
async function customerHistory(tx, customerId, limit, before) {
  const rows = await tx.auditEntry.findMany({
    where: { customerId, ...before === void 0 ? {} : { id: { lt: before } } },
    orderBy: { id: "desc" },
    take: limit
  });
  return rows.map(({ id, at, actor, action, after, reason: reason2 }) => ({
    id,
    at,
    actor,
    action,
    after,
    ...reason2 ? { reason: reason2 } : {}
  }));
}

// src/features/customers/edit-customer.ts
var customerEditors = ["sales", "billing", "accounting", "project_manager", "admin"];
async function editCustomer(deps, by, input2) {
  const problems3 = customerProblems({ email: input2.email, timeZone: input2.timeZone });
  if (Object.keys(problems3).length > 0) throw new FieldErrors(problems3);
  await deps.transact(by, async (work) => {
    work.require(customerEditors, "edit customers");
    const before = await customerById(work.tx, input2.customerId);
    if (!before) throw new NotFound("customer");
    const entries = {
      contactName: input2.contactName ?? null,
      email: input2.email ?? null,
      phone: input2.phone ?? null,
      address: input2.address ?? null,
      timeZone: input2.timeZone
    };
    if (!await updateCustomer(work, before.id, input2.version, entries)) {
      const last = await lastEdit(work.tx, before.id);
      const first = last ? `${person(last.by)} edited this customer ${moment(last.at)}.` : "Somebody edited this customer.";
      throw new Conflict(`${first} Open it again to see the entries as they are now.`);
    }
    const changed = [...Object.keys(entries)].filter(
      (field2) => (before[field2] ?? null) !== entries[field2]
    );
    work.audit({
      action: "customer.edited",
      subject: { type: "customer", id: before.id },
      customerId: before.id,
      before: { timeZone: before.timeZone },
      after: { timeZone: input2.timeZone, changed },
      reason: input2.reason
    });
  });
}

// src/features/customers/resolve-customer.ts
var shown = 10;
async function resolveCustomer(deps, text3) {
  const key3 = nameKey(text3);
  if (key3 === "") return { found: "none" };
  const matches = await searchCustomers(deps.db.prisma, text3, shown + 1);
  const [first] = matches;
  if (!first) return { found: "none" };
  if (matches.length === 1 || nameKey(first.name) === key3) return { found: "one", customer: first };
  return { found: "many", matches };
}
function askWhichCustomer(resolved, text3, action) {
  const quoted2 = `\u201C${escapeMrkdwn(text3.slice(0, 100))}\u201D`;
  if (resolved.found === "none") {
    return { say: { text: `No customer\u2019s name contains ${quoted2}. Try a part of the name.` } };
  }
  const matches = resolved.matches.slice(0, shown);
  const more3 = resolved.matches.length > shown ? " Here are the first ones; write more of the name for others." : "";
  const question = `More than one customer\u2019s name contains ${quoted2}. Which one?${more3}`;
  const blocks = [
    section(question),
    ...matches.map((each) => section(escapeMrkdwn(each.name), button({ text: "This one", action, value: each.id })))
  ];
  return { say: { text: question, blocks } };
}

// src/features/customers/views.ts
var historyPage = 15;
function lookupModal(source) {
  return modal({
    callback: "customer.open",
    title: "Open a customer",
    submit: "Open",
    blocks: [lookupInput({ name: "customer", label: "Customer", source, placeholder: "Type a part of the name" })]
  });
}
function customerModal(customer, panels5) {
  const shown4 = (text3) => text3 ? escapeMrkdwn(clip(text3, 300)) : "\u2013";
  return modal({
    callback: "customer",
    title: "Customer",
    data: customer.id,
    blocks: [
      header(customer.name),
      fields([
        ["Contact", shown4(customer.contactName)],
        ["Email", shown4(customer.email)],
        ["Phone", shown4(customer.phone)],
        ["Address", shown4(customer.address)],
        ["Currency", customer.currency],
        ["Time zone", shown4(customer.timeZone)]
      ]),
      buttons(`customer:${customer.id}`, [
        { text: "Edit", action: "customer.edit", value: customer.id },
        { text: "History", action: "customer.history", value: customer.id }
      ]),
      ...panels5.flatMap(
        ({ title, blocks }) => blocks.length > 0 ? [divider(), section(`*${escapeMrkdwn(title)}*`), ...blocks] : []
      )
    ]
  });
}
function editCustomerModal(customer) {
  const initial = (text3) => text3 ? { initial: text3 } : {};
  return modal({
    callback: "customer.edit",
    title: "Edit customer",
    submit: "Save",
    data: `${customer.id}:${customer.version}`,
    blocks: [
      section(`*${escapeMrkdwn(customer.name)}*`),
      textInput({ name: "contact_name", label: "Contact", optional: true, ...initial(customer.contactName) }),
      textInput({ name: "email", label: "Email", optional: true, max: 254, ...initial(customer.email) }),
      textInput({ name: "phone", label: "Phone", optional: true, ...initial(customer.phone) }),
      textInput({ name: "address", label: "Address", optional: true, multiline: true, ...initial(customer.address) }),
      textInput({ name: "time_zone", label: "Time zone", hint: "Such as Europe/Rome", ...initial(customer.timeZone) }),
      textInput({ name: "reason", label: "Why is it changed?", max: 500 })
    ]
  });
}
function actionText(action) {
  const words2 = action.replace(/[._]/g, " ");
  return `${words2.charAt(0).toUpperCase()}${words2.slice(1)}`;
}
function details(after) {
  if (typeof after !== "object" || after === null) return "";
  return Object.entries(after).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value)).filter(([, value]) => !/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(String(value))).map(([name3, value]) => `${name3.replace(/([A-Z])/g, " $1").toLowerCase()}: ${value}`).join(" \xB7 ");
}
var line = (entry2) => {
  const told = [details(entry2.after), entry2.reason ? `because: ${entry2.reason}` : ""].filter(Boolean).join(" \u2013 ");
  const what = `*${escapeMrkdwn(actionText(entry2.action))}*  ${person(entry2.actor)}, ${moment(entry2.at)}`;
  return told ? `${what}
${escapeMrkdwn(clip(told, 400))}` : what;
};
function historyBlocks(entries) {
  return entries.map((entry2) => context(line(entry2)));
}
function historyModal(customer, entries) {
  const page2 = entries.slice(0, historyPage);
  const last = page2.at(-1);
  const older = entries.length > historyPage && last;
  return modal({
    callback: "customer_history",
    title: "History",
    data: customer.id,
    blocks: [
      header(customer.name),
      ...page2.length > 0 ? historyBlocks(page2) : [section("Nothing is told about this customer yet.")],
      ...older ? [
        buttons(`history:${last.id}`, [
          { text: "Older", action: "customer.history_older", value: `${customer.id}:${last.id}` }
        ])
      ] : []
    ]
  });
}

// src/features/customers/slack.ts
var customerLookup = "customer.lookup";
var known = async ({ deps }, id) => {
  const customer = await customerById(deps.db.prisma, id);
  if (!customer) throw new NotFound("customer");
  return customer;
};
var show = async (request3, customer) => {
  const panels5 = request3.deps.panels("customer");
  const blocks = await Promise.all(panels5.map((panel2) => panel2.render(request3.deps, customer.id)));
  return customerModal(
    customer,
    panels5.map((panel2, index) => ({ title: panel2.title, blocks: blocks[index] ?? [] }))
  );
};
var open = async (request3) => ({
  modal: await show(request3, await known(request3, request3.value))
});
var history = async (request3) => {
  const [id = "", before] = request3.value.split(":");
  const customer = await known(request3, id);
  const from = before ? BigInt(before) : void 0;
  const entries = await customerHistory(request3.deps.db.prisma, id, historyPage + 1, from);
  const view = historyModal(customer, entries);
  return before ? { replace: view } : { modal: view };
};
var commands = [
  {
    command: "/bill",
    word: "customer",
    usage: "[name]",
    help: "shows a customer: contact, projects, invoices, history",
    run: async (request3) => {
      if (request3.text === "") return { modal: lookupModal(customerLookup) };
      const resolved = await resolveCustomer(request3.deps, request3.text);
      if (resolved.found !== "one") return askWhichCustomer(resolved, request3.text, "customer.open");
      return { modal: await show(request3, resolved.customer) };
    }
  }
];
var actions = {
  "customer.open": open,
  "customer.edit": async (request3) => ({ modal: editCustomerModal(await known(request3, request3.value)) }),
  "customer.history": history,
  "customer.history_older": history
};
var submissions = {
  "customer.open": async (request3) => {
    const id = required(request3.values.option("customer"), "customer", "Choose a customer.");
    return { replace: await show(request3, await known(request3, id)) };
  },
  "customer.edit": async (request3) => {
    const [customerId = "", version = ""] = request3.data.split(":");
    await editCustomer(request3.deps, request3.by, {
      customerId,
      version: Number(version),
      contactName: request3.values.text("contact_name"),
      email: request3.values.text("email"),
      phone: request3.values.text("phone"),
      address: request3.values.text("address"),
      timeZone: required(request3.values.text("time_zone"), "time_zone", "Enter a time zone, such as Europe/Rome."),
      reason: required(request3.values.text("reason"), "reason", "Say why it is changed.")
    });
    return { replace: await show(request3, await known(request3, customerId)) };
  }
};
var options = {
  [customerLookup]: async ({ deps, query }) => (await searchCustomers(deps.db.prisma, query, 100)).map((each) => option({ text: each.name, value: each.id }))
};
var latest = 5;
var panels = [
  {
    subject: "customer",
    order: 90,
    title: "Latest",
    render: async (deps, customerId) => historyBlocks(await customerHistory(deps.db.prisma, customerId, latest))
  }
];

// src/features/customers/find-or-create-customer.ts
init_errors();

// src/core/ids.ts
import { v7 } from "uuid";
function newId() {
  return v7();
}

// src/features/customers/find-or-create-customer.ts
async function findOrCreateCustomer(work, input2) {
  const problems3 = customerProblems(input2);
  if (Object.keys(problems3).length > 0) throw new FieldErrors(problems3);
  const key3 = nameKey(input2.name);
  const known5 = await customerByNameKey(work.tx, key3);
  if (known5) return { ...known5, created: false };
  const entries = { ...input2, name: tidyName(input2.name), timeZone: input2.timeZone ?? work.timeZone };
  const created = await insertCustomer(work, newId(), key3, entries);
  const customer = await customerByNameKey(work.tx, key3);
  if (!customer) throw new Error(`the customer ${key3} is neither there nor could it be made`);
  if (created) {
    work.audit({
      action: "customer.created",
      subject: { type: "customer", id: customer.id },
      customerId: customer.id,
      after: { name: customer.name, currency: customer.currency, timeZone: customer.timeZone }
    });
  }
  return { ...customer, created };
}

// src/features/customers/index.ts
var customersSlice = { name: "customers", commands, actions, submissions, options, panels };

// src/features/activities/end-activity.ts
init_errors();
async function end(work, activity, state, note) {
  await endRow(work, activity.id, state, note);
  const after = await activityById(work.tx, activity.id);
  await tellChange(work, after ?? activity, {
    what: state,
    action: `activity.${state}`,
    before: { state: "open" },
    after: { state },
    reason: note,
    text: `${person(work.by.id)} ${state} it${note ? `: ${escapeMrkdwn(note)}` : "."}`
  });
}
async function completeActivity(deps, by, input2) {
  await deps.transact(by, async (work) => {
    await end(work, await lockOpen(work, input2.activityId, "complete this activity"), "completed", input2.note);
  });
}
async function cancelActivity(deps, by, input2) {
  if (input2.reason.trim() === "") throw new FieldErrors({ reason: "Say why it is cancelled." });
  await deps.transact(by, async (work) => {
    await end(work, await lockOpen(work, input2.activityId, "cancel this activity"), "cancelled", input2.reason);
  });
}

// src/features/roles.ts
var builtinRoles = [
  { key: "sales", name: "Sales" },
  { key: "reviewer", name: "Reviewer" },
  { key: "billing", name: "Billing" },
  { key: "accounting", name: "Accounting" },
  { key: "purchasing", name: "Purchasing" },
  { key: "project_manager", name: "Project management" },
  { key: "service", name: "Service" },
  { key: "engineer", name: "Engineering" },
  { key: "hosting", name: "Hosting" },
  { key: "support", name: "Support" },
  { key: "investigator", name: "Investigation" },
  { key: "management", name: "Management" },
  { key: "admin", name: "Administration" }
];

// src/features/activities/views.ts
function whoText(activity, roleName) {
  const unit = activity.unit ? [escapeMrkdwn(roleName(activity.unit))] : [];
  const assignee = activity.assigneeId ? [person(activity.assigneeId)] : [];
  return [...unit, ...assignee].join(", ");
}
var datesText = ({ startOn, estimatedOn, expectedOn }) => [
  ...startOn ? [`starts ${formatDay(startOn)}`] : [],
  ...estimatedOn ? [`estimated ${formatDay(estimatedOn)}`] : [],
  ...expectedOn ? [`expected ${formatDay(expectedOn)}`] : []
].join(", ");
function servicesText(services) {
  const lines = services.slice(0, 20).map(
    (each) => `\u2022 ${escapeMrkdwn(clip(each.description, 100))}${each.amount ? `  ${formatMoney(each.amount)}` : ""}`
  );
  const more3 = services.length > 20 ? [`\u2026 and ${services.length - 20} more`] : [];
  const priced = services.flatMap((each) => each.amount ? [each.amount] : []);
  const total = priced.length > 1 ? [
    `Total: ${sumByCurrency(priced).map((each) => formatMoney(each)).join(" \xB7 ")}`
  ] : [];
  return [...lines, ...more3, ...total].join("\n");
}
function endedText(activity) {
  const by = activity.endedBy ? person(activity.endedBy) : "Somebody";
  const at = activity.endedAt ? ` ${moment(activity.endedAt)}` : "";
  const note = activity.endNote ? `: ${escapeMrkdwn(clip(activity.endNote, 500))}` : "";
  return `*${activity.state === "completed" ? "Completed" : "Cancelled"}* by ${by}${at}${note}`;
}
function activityMessage(activity, shown4) {
  const title = activityText(activity, 500);
  if (shown4.part !== void 0 && shown4.part !== placeOf(activity)) {
    const text3 = `${title}
It was given to ${whoText(activity, shown4.roleName)}.`;
    return { text: text3, blocks: [section(text3)], open: false };
  }
  const isOpen = activity.state === "open";
  const facts2 = [
    ["Who", whoText(activity, shown4.roleName)],
    ["Dates", datesText(activity) || "\u2013"],
    ...shown4.customerName ? [["Customer", escapeMrkdwn(clip(shown4.customerName, 200))]] : [],
    ...activity.about ? [["About", escapeMrkdwn(clip(activity.about, 200))]] : [],
    ...activity.contact ? [["Contact", escapeMrkdwn(clip(activity.contact, 300))]] : []
  ];
  const attendees = activity.attendees.slice(0, 20).map((each) => isPerson(each) ? person(each) : escapeMrkdwn(shown4.roleName(each)));
  const actions6 = [
    { text: "Complete", action: "activity.complete", value: activity.id, style: "primary" },
    { text: "Reassign", action: "activity.reassign", value: activity.id },
    { text: "Reschedule", action: "activity.reschedule", value: activity.id },
    { text: "Cancel", action: "activity.cancel", value: activity.id }
  ];
  const blocks = [
    section(`*${title}*`),
    fields(facts2),
    ...activity.services.length > 0 ? [section(`*Services*
${servicesText(activity.services)}`)] : [],
    context(
      `Scheduled by ${person(activity.createdBy)}, ${moment(activity.createdAt)}`,
      ...attendees.length > 0 ? [`With ${attendees.join(", ")}`] : []
    ),
    ...isOpen ? [buttons(`activity:${activity.id}`, actions6)] : [section(endedText(activity))]
  ];
  return { text: title, blocks, open: isOpen };
}
var mark = (activity, today) => {
  if (activity.state !== "open") return `_${activity.state}_ `;
  return today && isOverdue(activity, today) ? "*overdue* " : "";
};
function activityLines(activities, today) {
  return lineSections(
    activities.map((each) => {
      const assignee = each.assigneeId ? `  ${person(each.assigneeId)}` : "";
      return `\u2022 ${mark(each, today)}${activityText(each)}${assignee}${each.startOn ? `, starts ${formatDay(each.startOn)}` : ""}`;
    })
  );
}
function activityName(activity) {
  return clip(`${activityRef(activity)} ${activity.type}: ${activity.description}`, 300);
}

// src/features/activities/forms.ts
var units = builtinRoles.map(({ key: key3, name: name3 }) => ({ value: key3, text: name3 }));
var unitInput = (initial) => selectInput({
  name: "unit",
  label: "Unit",
  hint: "A unit, a person, or both",
  choices: units,
  optional: true,
  ...initial ? { initial } : {}
});
var assigneeInput = (initial) => personInput({ name: "assignee", label: "Person", optional: true, ...initial ? { initial } : {} });
var dateInputs = (dates2) => [
  dateInput({ name: "start_on", label: "Start", optional: true, ...dates2.startOn ? { initial: dates2.startOn } : {} }),
  dateInput({
    name: "estimated_on",
    label: "Estimated completion",
    optional: true,
    ...dates2.estimatedOn ? { initial: dates2.estimatedOn } : {}
  }),
  dateInput({
    name: "expected_on",
    label: "Expected completion",
    optional: true,
    ...dates2.expectedOn ? { initial: dates2.expectedOn } : {}
  })
];
var reasonInput = (label2, optional2) => textInput({ name: "reason", label: label2, optional: optional2, multiline: true, max: 500 });
function contactOf(customer) {
  const parts2 = [customer.contactName, customer.email, customer.phone].filter((each) => each !== void 0);
  return parts2.length > 0 ? clip(parts2.join(", "), 200) : void 0;
}
function newActivityModal(policy, customer) {
  const contact = customer ? contactOf(customer) : void 0;
  return modal({
    callback: "activity.new",
    title: "Schedule an activity",
    submit: "Schedule",
    blocks: [
      selectInput({ name: "type", label: "Type", choices: policy.types.map((type) => ({ value: type, text: type })) }),
      lookupInput({
        name: "customer",
        label: "Customer",
        source: customerLookup,
        optional: true,
        ...customer ? { initial: { value: customer.id, text: customer.name } } : {}
      }),
      textInput({
        name: "about",
        label: "What it belongs to",
        hint: "Such as project P-12 or an invoice",
        optional: true
      }),
      textInput({ name: "description", label: "What is to be done", multiline: true, max: 2e3 }),
      textInput({
        name: "contact",
        label: "Contact",
        hint: "The customer\u2019s own contact if left empty",
        optional: true,
        ...contact ? { initial: contact } : {}
      }),
      ...dateInputs({}),
      textInput({
        name: "services",
        label: "Services to be provided",
        hint: "One a line, with its price if it is billed: On-site installation; 150.00",
        optional: true,
        multiline: true
      }),
      unitInput(),
      assigneeInput(),
      peopleInput({ name: "attendees", label: "Who else attends", optional: true })
    ]
  });
}
var about = (activity) => section(`*${escapeMrkdwn(activityName(activity))}*`);
function completeModal(activity) {
  const note = textInput({ name: "note", label: "Note", optional: true, multiline: true, max: 500 });
  return modal({
    callback: "activity.complete",
    title: "Complete",
    submit: "Complete",
    data: activity.id,
    blocks: [about(activity), note]
  });
}
function cancelModal(activity) {
  const blocks = [about(activity), reasonInput("Why is it cancelled?", false)];
  return modal({
    callback: "activity.cancel",
    title: "Cancel the activity",
    submit: "Cancel it",
    close: "Back",
    data: activity.id,
    blocks
  });
}
function reassignModal(activity) {
  const blocks = [
    about(activity),
    unitInput(activity.unit),
    assigneeInput(activity.assigneeId),
    reasonInput("Reason", true)
  ];
  return modal({ callback: "activity.reassign", title: "Reassign", submit: "Reassign", data: activity.id, blocks });
}
function rescheduleModal(activity) {
  const blocks = [about(activity), ...dateInputs(activity), reasonInput("Reason", true)];
  return modal({
    callback: "activity.reschedule",
    title: "Reschedule",
    submit: "Reschedule",
    data: activity.id,
    blocks
  });
}

// src/features/activities/list-view.ts
var pageSize = 15;
function listingText({ filter, customerId, from }) {
  return `${filter}:${customerId ?? ""}:${from}`;
}
function parseListing(text3) {
  const [filter, customerId, from] = text3.split(":");
  const start2 = Number(from);
  const at = Number.isInteger(start2) && start2 > 0 ? start2 : 0;
  if (filter === "customer" && customerId) return { filter, customerId, from: at };
  return { filter: filter === "open" ? "open" : "mine", from: at };
}
var filters = [
  { text: "Mine", value: listingText({ filter: "mine", from: 0 }) },
  { text: "All that are not completed", value: listingText({ filter: "open", from: 0 }) }
];
function filterRow(listing, customer) {
  const current = filters.find((each) => parseListing(each.value).filter === listing.filter);
  return {
    type: "actions",
    block_id: "filters",
    elements: [
      {
        type: "static_select",
        action_id: "activity.list_filter",
        placeholder: plain("Show", 150),
        options: filters.map(option),
        ...current ? { initial_option: option(current) } : {}
      },
      {
        type: "external_select",
        action_id: "activity.list_customer",
        placeholder: plain("Of a customer", 150),
        min_query_length: 0,
        ...customer ? { initial_option: option(customer) } : {}
      }
    ]
  };
}
function entry(activity, today) {
  const overdue = isOverdue(activity, today) ? "*overdue* " : "";
  const ended = activity.state === "open" ? "" : `_${activity.state}_ `;
  const who = activity.assigneeId ? `
${person(activity.assigneeId)}` : "";
  const open4 = button({ text: "Open", action: "activity.open", value: activity.id });
  return section(`${overdue}${ended}${activityText(activity, 300)}${who}`, open4);
}
function listModal(listing, activities, shown4) {
  const page2 = activities.slice(0, pageSize);
  const move = (from) => listingText({ ...listing, from });
  const paging = [
    ...listing.from > 0 ? [{ text: "Previous", action: "activity.list_previous", value: move(Math.max(0, listing.from - pageSize)) }] : [],
    ...activities.length > pageSize ? [{ text: "Next", action: "activity.list_next", value: move(listing.from + pageSize) }] : []
  ];
  const numbers = page2.length > 0 ? `${plural(page2.length, "activity", "activities")} from number ${listing.from + 1} on` : "Nothing to show here.";
  return modal({
    callback: "activities",
    title: "Activities",
    data: listingText(listing),
    blocks: [
      filterRow(listing, shown4.customer),
      section(numbers),
      ...page2.map((each) => entry(each, shown4.today)),
      ...paging.length > 0 ? [buttons("paging", paging)] : []
    ]
  });
}

// src/features/activities/listeners.ts
init_errors();
async function known2(deps, id) {
  const activity = await activityById(deps.db.prisma, id);
  if (!activity) throw new NotFound("activity");
  return activity;
}
var opens = (form2) => async ({ deps, value }) => ({ modal: form2(await known2(deps, value)) });
var find = async (request3, { filter, customerId, from }) => {
  const { prisma } = request3.deps.db;
  const take = pageSize + 1;
  if (filter === "customer" && customerId) return activitiesOfCustomer(prisma, customerId, take, from);
  if (filter === "open") return openActivities(prisma, {}, take, from);
  return openActivities(prisma, { mine: { userId: request3.userId, roles: [...await request3.roles()] } }, take, from);
};
async function list(request3, listing) {
  const { deps } = request3;
  const customer = listing.customerId ? await customerById(deps.db.prisma, listing.customerId) : void 0;
  return listModal(listing, await find(request3, listing), {
    today: todayIn(deps.timeZone, deps.clock.now()),
    customer: customer ? { value: customer.id, text: customer.name } : void 0
  });
}
async function openView(deps, id) {
  const activity = await known2(deps, id);
  const customer = activity.customerId ? await customerById(deps.db.prisma, activity.customerId) : void 0;
  const shown4 = { part: void 0, customerName: customer?.name, roleName: deps.roleName };
  const { blocks = [] } = activityMessage(activity, shown4);
  return modal({ callback: "activity", title: "Activity", data: id, blocks });
}

// src/features/activities/schedule-activity.ts
init_errors();

// src/features/any-role.ts
init_errors();
function requireAnyRole(work, doing) {
  if (work.by.id === system.userId) return;
  if (work.by.roles.size === 0 && !work.by.barred) {
    throw new NotAllowed(`You can't ${doing} yet, because you have no role in Baton. Ask an admin for one.`);
  }
  work.require([...work.by.roles], doing);
}
async function requireEarly(request3, roles, doing) {
  const held2 = await request3.roles();
  if (roles.some((role) => held2.has(role))) return;
  const names = roles.map(request3.deps.roleName).join(" or ");
  throw new NotAllowed(`Only ${names} can ${doing}. Ask one of them, or an admin for the role.`);
}

// src/features/activities/schedule-activity.ts
async function check(work, input2) {
  const problems3 = { ...dateProblems(input2) };
  if (input2.description.trim() === "") problems3.description = "Say what is to be done.";
  if (!input2.unit && !input2.assigneeId) problems3.unit = "Choose a unit, a person, or both.";
  if (input2.assigneeId && !await canTakeWork(work.tx, input2.assigneeId)) {
    problems3.assignee = "This person cannot be given work any more. Choose somebody else.";
  }
  if (Object.keys(problems3).length > 0) throw new FieldErrors(problems3);
}
var entriesOf = (work, input2, services) => {
  const { key: key3, subject, customerId, about: about3, contact, startOn, estimatedOn, expectedOn, unit, assigneeId } = input2;
  return {
    id: newId(),
    type: input2.type,
    description: input2.description,
    ...key3 ? { key: key3 } : {},
    ...subject ? { subject } : {},
    ...customerId ? { customerId } : {},
    ...about3 ? { about: about3 } : {},
    ...contact ? { contact } : {},
    ...startOn ? { startOn } : {},
    ...estimatedOn ? { estimatedOn } : {},
    ...expectedOn ? { expectedOn } : {},
    ...unit ? { unit } : {},
    ...assigneeId ? { assigneeId } : {},
    services,
    attendees: [...new Set(input2.attendees ?? [])],
    state: "open",
    createdBy: work.by.id,
    createdAt: work.now
  };
};
function invite(work, activity) {
  const text3 = `You are asked to attend ${activityText(activity)} (scheduled by ${person(work.by.id)})`;
  for (const attendee of activity.attendees) {
    if (attendee === work.by.id || attendee === activity.assigneeId || attendee === activity.unit) continue;
    const to = isPerson(attendee) ? { user: attendee } : { role: attendee };
    work.post({ to, content: { text: text3 }, key: `activity.invited:${activity.id}:${attendee}` });
  }
}
async function scheduleActivity(work, input2) {
  const known5 = input2.key ? await activityByKey(work.tx, input2.key) : void 0;
  if (known5) return known5.id;
  await check(work, input2);
  const policy = await work.policy(activitiesPolicy);
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  const entries = entriesOf(work, input2, withTypeServices(input2.type, input2.services ?? [], policy.services));
  const isNew = await insertActivity(work, entries, firstReminder(entries, work.today, holidays));
  const activity = isNew ? await activityById(work.tx, entries.id) : await activityByKey(work.tx, input2.key ?? "");
  if (!activity) throw new Error("the activity that was just written is not there");
  if (!isNew) return activity.id;
  const due = dueOn(activity);
  await tellChange(work, activity, {
    what: "scheduled",
    action: "activity.scheduled",
    after: {
      description: activity.description,
      ...due ? { dueOn: due } : {},
      ...activity.unit ? { unit: activity.unit } : {},
      ...activity.assigneeId ? { assignee: activity.assigneeId } : {}
    }
  });
  tellAssignee(work, activity, `${person(work.by.id)} gave you ${activityText(activity)}`);
  invite(work, activity);
  return activity.id;
}
async function planActivity(deps, by, input2) {
  return deps.transact(by, async (work) => {
    requireAnyRole(work, "schedule activities");
    return scheduleActivity(work, input2);
  });
}

// src/features/activities/slack.ts
var newModal = async (deps, customer) => ({
  modal: newActivityModal(await deps.policy(activitiesPolicy), customer)
});
var commands2 = [
  {
    command: "/activity",
    word: "list",
    usage: "[customer]",
    help: "shows activities: mine, a customer\u2019s, all that are not completed",
    isDefault: true,
    run: async (request3) => {
      if (request3.text === "") return { modal: await list(request3, { filter: "mine", from: 0 }) };
      const resolved = await resolveCustomer(request3.deps, request3.text);
      if (resolved.found !== "one") return askWhichCustomer(resolved, request3.text, "activity.list_of");
      return { modal: await list(request3, { filter: "customer", customerId: resolved.customer.id, from: 0 }) };
    }
  },
  {
    command: "/activity",
    word: "new",
    usage: "[customer]",
    help: "schedules an activity",
    run: async ({ deps, text: text3 }) => {
      if (text3 === "") return newModal(deps);
      const resolved = await resolveCustomer(deps, text3);
      return resolved.found === "one" ? newModal(deps, resolved.customer) : askWhichCustomer(resolved, text3, "activity.new_for");
    }
  }
];
var actions2 = {
  "activity.new_for": async ({ deps, value }) => newModal(deps, await customerById(deps.db.prisma, value)),
  "activity.list": async (request3) => ({ modal: await list(request3, { filter: "mine", from: 0 }) }),
  "activity.list_of": async (request3) => ({
    modal: await list(request3, { filter: "customer", customerId: request3.value, from: 0 })
  }),
  "activity.list_filter": async (request3) => ({ replace: await list(request3, parseListing(request3.value)) }),
  "activity.list_customer": async (request3) => ({
    replace: await list(request3, parseListing(listingText({ filter: "customer", customerId: request3.value, from: 0 })))
  }),
  "activity.list_next": async (request3) => ({ replace: await list(request3, parseListing(request3.value)) }),
  "activity.list_previous": async (request3) => ({ replace: await list(request3, parseListing(request3.value)) }),
  "activity.open": async (request3) => ({ modal: await openView(request3.deps, request3.value) }),
  "activity.complete": opens(completeModal),
  "activity.cancel": opens(cancelModal),
  "activity.reassign": opens(reassignModal),
  "activity.reschedule": opens(rescheduleModal)
};
var options2 = {
  "activity.list_customer": async ({ deps, query }) => (await searchCustomers(deps.db.prisma, query, 100)).map((each) => option({ text: each.name, value: each.id }))
};
var entriesOf2 = async ({ deps, values }) => {
  const id = values.option("customer");
  const customer = id ? await customerById(deps.db.prisma, id) : void 0;
  const services = parseServices(values.text("services") ?? "", customer?.currency);
  if (!services.ok) throw new FieldErrors({ services: services.error });
  return {
    type: required(values.option("type"), "type", "Choose a type."),
    customerId: customer?.id,
    about: values.text("about"),
    description: required(values.text("description"), "description", "Say what is to be done."),
    contact: values.text("contact") ?? (customer ? contactOf(customer) : void 0),
    startOn: values.day("start_on"),
    estimatedOn: values.day("estimated_on"),
    expectedOn: values.day("expected_on"),
    services: services.services,
    unit: values.option("unit"),
    assigneeId: values.user("assignee"),
    attendees: values.users("attendees")
  };
};
var done = (text3) => ({ say: { text: text3 } });
var submissions2 = {
  "activity.new": async (request3) => {
    const id = await planActivity(request3.deps, request3.by, await entriesOf2(request3));
    const { ref } = await known2(request3.deps, id);
    return done(`Activity A-${ref} is scheduled.`);
  },
  "activity.complete": async ({ deps, by, data, values }) => {
    await completeActivity(deps, by, { activityId: data, note: values.text("note") });
    return done("The activity is completed.");
  },
  "activity.cancel": async ({ deps, by, data, values }) => {
    const reason2 = required(values.text("reason"), "reason", "Say why it is cancelled.");
    await cancelActivity(deps, by, { activityId: data, reason: reason2 });
    return done("The activity is cancelled.");
  },
  "activity.reassign": async ({ deps, by, data, values }) => {
    const to = { unit: values.option("unit"), assigneeId: values.user("assignee") };
    await reassignActivity(deps, by, { activityId: data, ...to, reason: values.text("reason") });
    return done("The activity is reassigned.");
  },
  "activity.reschedule": async ({ deps, by, data, values }) => {
    await rescheduleActivity(deps, by, {
      activityId: data,
      startOn: values.day("start_on"),
      estimatedOn: values.day("estimated_on"),
      expectedOn: values.day("expected_on"),
      reason: values.text("reason")
    });
    return done("The activity is rescheduled.");
  }
};
var slots = [
  {
    kind: "activity",
    render: async (deps, id, part) => {
      const activity = await activityById(deps.db.prisma, id);
      const customer = activity?.customerId ? await customerById(deps.db.prisma, activity.customerId) : void 0;
      return activity && activityMessage(activity, { part, customerName: customer?.name, roleName: deps.roleName });
    }
  }
];
var shown2 = 10;
var home = [
  {
    order: 30,
    title: "My activities",
    render: async (request3) => {
      const mine = { userId: request3.userId, roles: [...await request3.roles()] };
      const found2 = await openActivities(request3.deps.db.prisma, { mine }, shown2 + 1);
      const today = todayIn(request3.deps.timeZone, request3.deps.clock.now());
      return found2.length === 0 ? [] : [...activityLines(found2.slice(0, shown2), today), more("activity.list", "Open the list", "mine")];
    }
  }
];
var more = (action, text3, value) => ({
  type: "actions",
  elements: [{ type: "button", action_id: action, text: { type: "plain_text", text: text3 }, value }]
});
var panels2 = [
  {
    subject: "customer",
    order: 50,
    title: "Activities",
    render: async (deps, customerId) => [
      ...activityLines(await activitiesOfCustomer(deps.db.prisma, customerId, shown2)),
      more("activity.new_for", "Schedule an activity", customerId)
    ]
  }
];

// src/features/activities/index.ts
var activitiesSlice = {
  name: "activities",
  commands: commands2,
  actions: actions2,
  submissions: submissions2,
  options: options2,
  slots,
  home,
  panels: panels2,
  jobs,
  policies: [activitiesPolicy, calendarPolicy],
  reactions: [releaseReaction]
};

// src/features/invoicing/slack.ts
init_errors();

// src/features/invoicing/change-invoice.ts
init_errors();

// src/features/invoicing/events.ts
var invoiceChanged = eventType("invoice.changed");
var invoiceLocking = eventType("invoice.locking");

// src/features/invoicing/invoice.ts
var moneyRoles = ["billing", "accounting"];
function taxOn(net, rate) {
  return multiplyRatio(net, rate, 1e4);
}
function stateOf(facts2) {
  if (facts2.ended) return facts2.ended;
  if (facts2.paid >= facts2.amount) return "paid";
  return facts2.sent ? "open" : "draft";
}
function invoiceRef(invoice) {
  return `I-${invoice.ref}`;
}

// src/features/invoicing/store.ts
init_errors();
var sentFacts = (row2) => row2.sentAt && row2.sentBy && row2.sentOn ? { sent: { on: fromDbDate(row2.sentOn), by: row2.sentBy, at: row2.sentAt, number: row2.externalNumber ?? "" } } : {};
var permissionFacts = (row2) => row2.permissionAt && row2.permissionBy && row2.permissionOn ? {
  permission: {
    on: fromDbDate(row2.permissionOn),
    how: row2.permissionHow ?? "",
    by: row2.permissionBy,
    at: row2.permissionAt
  }
} : {};
var toInvoice = (row2) => {
  const { currency } = row2;
  const state = row2.state;
  const ended = state === "void" || state === "uncollectible";
  return {
    id: row2.id,
    ref: row2.ref,
    customerId: row2.customerId,
    subject: { type: row2.subjectType, id: row2.subjectId },
    kind: row2.kind,
    label: row2.label,
    ...row2.blocks ? { blocks: row2.blocks } : {},
    net: { amount: row2.net, currency },
    taxRate: row2.taxRate,
    tax: { amount: row2.tax, currency },
    amount: { amount: row2.amount, currency },
    paid: { amount: row2.paid, currency },
    open: { amount: ended ? 0n : row2.amount - row2.paid, currency },
    state,
    pickedUp: row2.pickedUp,
    ...sentFacts(row2),
    ...row2.filedAt && row2.filedBy ? { filed: { by: row2.filedBy, at: row2.filedAt } } : {},
    ...permissionFacts(row2),
    ...row2.paidAt ? { paidAt: row2.paidAt } : {},
    ...row2.voidedAt && row2.voidedBy ? { voided: { by: row2.voidedBy, at: row2.voidedAt, reason: row2.voidReason ?? "" } } : {},
    presented: row2.presentedAt !== null
  };
};
async function invoicesFor(tx, subject) {
  const rows = await tx.invoice.findMany({
    where: { subjectType: subject.type, subjectId: subject.id },
    orderBy: { id: "asc" }
  });
  const byKind = /* @__PURE__ */ new Map();
  for (const row2 of rows) {
    const known5 = byKind.get(row2.kind);
    if (!known5 || known5.state === "void") byKind.set(row2.kind, row2);
  }
  return [...byKind.values()].map(toInvoice);
}
async function invoicesOfCustomer(tx, customerId, limit) {
  const rows = await tx.invoice.findMany({ where: { customerId }, orderBy: { id: "desc" }, take: limit });
  return rows.map(toInvoice);
}
async function openTotals(tx, customerId) {
  const rows = await tx.invoice.groupBy({
    by: ["currency"],
    where: { customerId, state: { in: ["draft", "open"] } },
    _sum: { amount: true, paid: true },
    orderBy: { currency: "asc" }
  });
  return rows.map((row2) => ({ amount: (row2._sum.amount ?? 0n) - (row2._sum.paid ?? 0n), currency: row2.currency }));
}
async function invoiceById(tx, id) {
  const row2 = await tx.invoice.findUnique({ where: { id } });
  return row2 ? toInvoice(row2) : void 0;
}
async function lockInvoice(work, id) {
  const seen = await invoiceById(work.tx, id);
  if (!seen) throw new NotFound("invoice");
  await work.emit(invoiceLocking, { subject: seen.subject, customerId: seen.customerId });
  await work.tx.$queryRaw`SELECT id FROM invoices WHERE id = ${id}::uuid FOR UPDATE`;
  const locked = await invoiceById(work.tx, id);
  if (!locked) throw new NotFound("invoice");
  return locked;
}
async function insertInvoices(work, input2) {
  const data = input2.charges.map((charge) => {
    const tax = taxOn(charge.net, charge.taxRate);
    return {
      id: newId(),
      customerId: input2.customerId,
      subjectType: input2.subject.type,
      subjectId: input2.subject.id,
      kind: charge.kind,
      label: charge.label,
      blocks: charge.blocks ?? null,
      currency: charge.net.currency,
      net: charge.net.amount,
      taxRate: charge.taxRate,
      tax: tax.amount,
      amount: charge.net.amount + tax.amount,
      pickedUp: charge.pickedUp,
      createdAt: work.now
    };
  });
  const { count } = await work.tx.invoice.createMany({ data, skipDuplicates: true });
  return count;
}
async function takeUnpresented(work, subject) {
  const where = { subjectType: subject.type, subjectId: subject.id, presentedAt: null, state: { not: "void" } };
  const rows = await work.tx.invoice.findMany({ where, orderBy: { id: "asc" } });
  if (rows.length > 0) await work.tx.invoice.updateMany({ where, data: { presentedAt: work.now } });
  return rows.map(toInvoice);
}
var columns = (work, change2) => {
  const { sent, filed, permission, voidReason, ...plain2 } = change2;
  const by = work.by.id;
  const at = work.now;
  return {
    ...plain2,
    ...sent ? { sentOn: toDbDate(sent.on), externalNumber: sent.number, sentBy: by, sentAt: at } : {},
    ...sent === null ? { sentOn: null, externalNumber: null, sentBy: null, sentAt: null } : {},
    ...filed ? { filedBy: by, filedAt: at } : {},
    ...permission ? { permissionOn: toDbDate(permission.on), permissionHow: permission.how, permissionBy: by, permissionAt: at } : {},
    ...permission === null ? { permissionOn: null, permissionHow: null, permissionBy: null, permissionAt: null } : {},
    ...voidReason === void 0 ? {} : { voidReason, voidedBy: by, voidedAt: at }
  };
};
async function updateInvoice(work, invoice, change2) {
  await work.tx.invoice.updateMany({ where: { id: invoice.id }, data: columns(work, change2) });
  const after = await invoiceById(work.tx, invoice.id);
  if (!after) throw new NotFound("invoice");
  return after;
}

// src/features/invoicing/change-invoice.ts
async function lockForAccounting(work, invoiceId, doing) {
  work.require(moneyRoles, doing);
  const invoice = await lockInvoice(work, invoiceId);
  refuseVoid(invoice);
  return invoice;
}
function refuseVoid(invoice) {
  if (!invoice.voided) return;
  const { by, at, reason: reason2 } = invoice.voided;
  throw new Conflict(`${person(by)} voided invoice ${invoiceRef(invoice)} ${moment(at)}: ${reason2}`);
}
function redraw(work, invoice, told) {
  if (!invoice.presented) return;
  const slot = { kind: "invoice", subjectId: invoice.id };
  work.show(slot, { role: "accounting" });
  work.post({ to: { thread: slot }, content: { text: told.text }, ...told.key ? { key: told.key } : {} });
}
async function applyChange(work, invoice, change2, told) {
  const after = await updateInvoice(work, invoice, change2);
  const { what, reason: reason2 } = told;
  const named3 = { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label };
  work.audit({
    action: `invoice.${what.replace(" ", "_")}`,
    subject: invoice.subject,
    customerId: invoice.customerId,
    before: { ...named3, ...told.before },
    after: { ...named3, ...told.after },
    reason: reason2
  });
  redraw(work, after, { text: told.text });
  const { id, subject, kind, customerId } = after;
  await work.emit(invoiceChanged, { invoiceId: id, subject, kind, customerId, what });
  return after;
}
function stateAfter(work, invoice, facts2) {
  const ended = invoice.state === "void" || invoice.state === "uncollectible" ? invoice.state : void 0;
  const state = stateOf({
    amount: facts2.amount ?? invoice.amount.amount,
    paid: facts2.paid ?? invoice.paid.amount,
    sent: facts2.sent ?? invoice.sent !== void 0,
    ended
  });
  return { state, paidAt: state === "paid" ? invoice.paidAt ?? work.now : null };
}
async function settleInvoice(work, invoice, paid, told) {
  const after = await updateInvoice(work, invoice, { paid, ...stateAfter(work, invoice, { paid }) });
  redraw(work, after, told(after));
  return after;
}

// src/features/invoicing/correct-invoice.ts
init_errors();
async function lockToCorrect(work, invoiceId, doing) {
  const invoice = await lockInvoice(work, invoiceId);
  refuseVoid(invoice);
  const untouched = !invoice.presented && !invoice.sent && invoice.paid.amount === 0n;
  if (!untouched) work.require(moneyRoles, doing);
  return invoice;
}
async function correctInvoice(work, input2) {
  const invoice = await lockToCorrect(work, input2.invoiceId, "correct invoices");
  const { net, reason: reason2 } = input2;
  const number = invoiceRef(invoice);
  if (net.currency !== invoice.net.currency) throw new UserError(`Invoice ${number} is in ${invoice.net.currency}.`);
  if (net.amount <= 0n) throw new UserError(`Invoice ${number} cannot be for nothing. Void it instead.`);
  if (net.amount === invoice.net.amount) throw new UserError(`Invoice ${number} is for ${formatMoney(net)} already.`);
  const tax = taxOn(net, invoice.taxRate);
  const amount = net.amount + tax.amount;
  if (amount < invoice.paid.amount) {
    throw new UserError(
      `${formatMoney(invoice.paid)} of invoice ${number} is paid. Reverse or refund a payment first, then correct the amount.`
    );
  }
  const withdrawn = amount > invoice.amount.amount && invoice.permission ? invoice.permission : void 0;
  const total = { amount, currency: net.currency };
  const again = invoice.sent ? " Send the customer the corrected invoice." : "";
  const ask2 = withdrawn ? " The customer\u2019s permission was for less: ask again before charging the card." : "";
  return applyChange(
    work,
    invoice,
    {
      net: net.amount,
      tax: tax.amount,
      amount,
      ...stateAfter(work, invoice, { amount }),
      ...withdrawn ? { permission: null } : {}
    },
    {
      what: "corrected",
      before: {
        net: formatMoney(invoice.net),
        amount: formatMoney(invoice.amount),
        ...withdrawn ? { permission: withdrawn.how } : {}
      },
      after: { net: formatMoney(net), amount: formatMoney(total), ...withdrawn ? { permission: null } : {} },
      reason: reason2,
      text: `${person(work.by.id)} corrected it from ${formatMoney(invoice.amount)} to ${formatMoney(total)}: ${escapeMrkdwn(reason2)}${again}${ask2}`
    }
  );
}
async function voidInvoice(work, input2) {
  const invoice = await lockToCorrect(work, input2.invoiceId, "void invoices");
  if (invoice.paid.amount > 0n) {
    throw new UserError(
      `${formatMoney(invoice.paid)} of invoice ${invoiceRef(invoice)} is paid. Reverse or refund the payment first, then void it.`
    );
  }
  await applyChange(
    work,
    invoice,
    { state: "void", voidReason: input2.reason, paidAt: null },
    {
      what: "voided",
      before: { state: invoice.state },
      after: { state: "void" },
      reason: input2.reason,
      text: `${person(work.by.id)} voided it: ${escapeMrkdwn(input2.reason)}`
    }
  );
}

// src/features/documents/slack.ts
init_errors();

// src/core/subject.ts
function sameSubject(a, b) {
  return a.type === b.type && a.id === b.id;
}
function subjectText(subject) {
  return `${subject.type}:${subject.id}`;
}
function parseSubject(text3) {
  const match = /^([a-z][a-z_]*):([0-9a-f-]{36})$/.exec(text3);
  return match?.[1] && match[2] ? { type: match[1], id: match[2] } : void 0;
}

// src/features/documents/file-document.ts
init_errors();

// src/features/documents/events.ts
var documentFiled = eventType("document.filed");

// src/features/documents/store.ts
var toDocument = (row2) => ({
  id: row2.id,
  subject: { type: row2.subjectType, id: row2.subjectId },
  ...row2.customerId ? { customerId: row2.customerId } : {},
  kind: row2.kind,
  name: row2.name,
  ...row2.slackFileId ? { slackFileId: row2.slackFileId } : {},
  ...row2.url ? { url: row2.url } : {},
  ...row2.location ? { location: row2.location } : {},
  addedBy: row2.addedBy,
  addedAt: row2.addedAt
});
async function documentsOf(tx, subjects) {
  if (subjects.length === 0) return [];
  const rows = await tx.document.findMany({
    where: { OR: subjects.map(({ type, id }) => ({ subjectType: type, subjectId: id })) },
    orderBy: { id: "asc" }
  });
  return rows.map(toDocument);
}
async function documentsOfCustomer(tx, customerId, limit) {
  const rows = await tx.document.findMany({ where: { customerId }, orderBy: { id: "desc" }, take: limit });
  return rows.map(toDocument);
}
async function insertDocument(work, document, file) {
  await work.tx.document.create({
    data: {
      id: document.id,
      subjectType: document.subject.type,
      subjectId: document.subject.id,
      customerId: document.customerId ?? null,
      kind: document.kind,
      name: document.name,
      slackFileId: document.slackFileId ?? null,
      url: document.url ?? null,
      location: document.location ?? null,
      mimeType: file?.mimeType ?? null,
      size: file?.size ?? null,
      addedBy: document.addedBy,
      addedAt: document.addedAt
    }
  });
}

// src/features/documents/file-document.ts
async function fileDocument(work, input2) {
  const { subject, customerId, story, file, location } = input2;
  if (!file && !location) {
    throw new FieldErrors({ file: "Add the file, or write where it is kept." });
  }
  const document = {
    id: newId(),
    subject,
    ...customerId ? { customerId } : {},
    kind: input2.kind,
    name: clip(input2.name ?? file?.name ?? location ?? "", 200),
    ...file ? { slackFileId: file.id, url: file.url } : {},
    ...location ? { location } : {},
    addedBy: work.by.id,
    addedAt: work.now
  };
  await insertDocument(work, document, file);
  const after = { document: document.id, kind: document.kind, name: document.name };
  const elsewhere = story && !sameSubject(story, subject) ? story : void 0;
  if (elsewhere) work.audit({ action: "document.filed", subject, after });
  work.audit({ action: "document.filed", subject: elsewhere ?? subject, customerId, after });
  await work.emit(documentFiled, {
    documentId: document.id,
    subject,
    ...customerId ? { customerId } : {},
    kind: document.kind,
    name: document.name
  });
  return document;
}

// src/features/documents/add-document.ts
async function addDocument(deps, by, input2) {
  return deps.transact(by, async (work) => {
    requireAnyRole(work, "add documents");
    return fileDocument(work, input2);
  });
}

// src/features/documents/views.ts
var documentKinds = [
  { value: "paperwork", text: "Signed paperwork" },
  { value: "contract", text: "Contract or SLA" },
  { value: "invoice", text: "Invoice" },
  { value: "card_authorization", text: "Card authorization form" },
  { value: "purchase_agreement", text: "Purchase agreement" },
  { value: "other", text: "Something else" }
];
var kindText = (kind) => documentKinds.find((each) => each.value === kind)?.text ?? kind;
function link(url, text3) {
  return `<${url.replace(/[|<>\s]/g, encodeURIComponent)}|${escapeMrkdwn(text3).replaceAll("|", "\xA6")}>`;
}
function documentLine(document) {
  const name3 = clip(document.name, 120);
  const shown4 = document.url?.startsWith("https://") && document.url.length < 1500 ? link(document.url, name3) : escapeMrkdwn(name3);
  const kept2 = document.location ? ` \u2013 kept: ${escapeMrkdwn(clip(document.location, 200))}` : "";
  return `\u2022 ${shown4} (${escapeMrkdwn(kindText(document.kind))})${kept2}  ${person(document.addedBy)}, ${moment(document.addedAt)}`;
}
function documentList(documents) {
  return lineSections(documents.map(documentLine));
}
var dataOf = ({ subject, customerId }) => [subjectText(subject), customerId].filter(Boolean).join(" ");
function addDocumentButton(of) {
  return { text: "Add document", action: "document.add", value: dataOf(of) };
}
function addDocumentModal(of) {
  return modal({
    callback: "document.add",
    title: "Add document",
    submit: "Add",
    data: dataOf(of),
    blocks: [
      fileInput({ name: "file", label: "File", optional: true }),
      textInput({
        name: "location",
        label: "Or where it is kept",
        hint: "A link, or a place such as \u201Ccabinet 3, folder ACME\u201D",
        optional: true
      }),
      selectInput({ name: "kind", label: "What is it?", choices: documentKinds }),
      textInput({ name: "name", label: "Name", hint: "The file\u2019s own name if left empty", optional: true })
    ]
  });
}

// src/features/documents/slack.ts
var read = (text3) => {
  const [subjectPart = "", customerId] = text3.split(" ");
  const subject = parseSubject(subjectPart);
  if (!subject) throw new UserError("This button does nothing any more. Open the project anew.");
  return { subject, ...customerId ? { customerId } : {} };
};
var actions3 = {
  "document.add": async ({ value }) => ({ modal: addDocumentModal(read(value)) })
};
var submissions3 = {
  "document.add": async ({ deps, by, data, values }) => {
    const document = await addDocument(deps, by, {
      ...read(data),
      kind: required(values.option("kind"), "kind", "Choose what it is."),
      name: values.text("name"),
      file: values.files("file")[0],
      location: values.text("location")
    });
    return { say: { text: `Added ${escapeMrkdwn(document.name)} to the documents.` } };
  }
};
var panels3 = [
  {
    subject: "customer",
    order: 80,
    title: "Documents",
    render: async (deps, customerId) => documentList(await documentsOfCustomer(deps.db.prisma, customerId, 20))
  }
];

// src/features/documents/index.ts
var documentsSlice = { name: "documents", actions: actions3, submissions: submissions3, panels: panels3 };

// src/features/invoicing/file-invoice.ts
async function fileWith(work, invoice, kept2) {
  const document = await fileDocument(work, {
    subject: { type: "invoice", id: invoice.id },
    story: invoice.subject,
    customerId: invoice.customerId,
    kind: "invoice",
    name: kept2.file?.name ?? `${invoice.label} (${invoiceRef(invoice)})`,
    ...kept2
  });
  return applyChange(
    work,
    invoice,
    { filed: true },
    {
      what: "filed",
      before: { filed: invoice.filed !== void 0 },
      after: { filed: true, document: document.id },
      text: `${person(work.by.id)} filed it among the customer\u2019s documents.`
    }
  );
}
async function fileInvoice(deps, by, input2) {
  await deps.transact(by, async (work) => {
    const { invoiceId, file, location } = input2;
    await fileWith(work, await lockForAccounting(work, invoiceId, "file invoices"), { file, location });
  });
}

// src/features/invoicing/forms.ts
var about2 = (invoice) => section(`*${escapeMrkdwn(clip(`${invoiceRef(invoice)} ${invoice.label}`, 300))}*, ${formatMoney(invoice.amount)}`);
var kept = () => [
  fileInput({ name: "file", label: "The invoice as a file", optional: true }),
  textInput({ name: "location", label: "Or where it is kept", hint: "A link, or a place", optional: true })
];
var reason = (label2) => textInput({ name: "reason", label: label2, multiline: true, max: 500 });
function markSentModal(invoice, today) {
  return modal({
    callback: "invoice.mark_sent",
    title: "Invoice sent",
    submit: "Save",
    data: invoice.id,
    blocks: [
      about2(invoice),
      textInput({ name: "number", label: "Its number in the accounting system", max: 60 }),
      dateInput({ name: "sent_on", label: "Sent on", initial: today }),
      ...kept()
    ]
  });
}
function permissionModal(invoice, today) {
  return modal({
    callback: "invoice.permission",
    title: "Permission to charge",
    submit: "Save",
    data: invoice.id,
    blocks: [
      about2(invoice),
      textInput({
        name: "how",
        label: "How did the customer agree?",
        hint: "Such as \u201Cemail of Jo Miller\u201D, or \u201Csigned form\u201D. No card number, please.",
        multiline: true,
        max: 500
      }),
      dateInput({ name: "agreed_on", label: "Agreed on", initial: today })
    ]
  });
}
function fileModal(invoice) {
  const blocks = [about2(invoice), ...kept()];
  return modal({ callback: "invoice.file", title: "File the invoice", submit: "File", data: invoice.id, blocks });
}
function correctModal(invoice) {
  return modal({
    callback: "invoice.correct",
    title: "Correct the invoice",
    submit: "Correct",
    data: invoice.id,
    blocks: [
      about2(invoice),
      textInput({
        name: "amount",
        label: `Amount before tax, in ${invoice.net.currency}`,
        hint: `Now ${formatMoney(invoice.net)}; the tax of ${invoice.taxRate / 100} % is added`
      }),
      reason("Why is it corrected?")
    ]
  });
}
function voidModal(invoice) {
  const blocks = [about2(invoice), reason("Why is it voided?")];
  return modal({ callback: "invoice.void", title: "Void the invoice", submit: "Void", data: invoice.id, blocks });
}
function takeBackModal(invoice) {
  const choices2 = [
    ...invoice.sent ? [{ value: "sent", text: "It was not sent after all" }] : [],
    ...invoice.permission ? [{ value: "permission", text: "There is no permission to charge the card" }] : []
  ];
  return modal({
    callback: "invoice.take_back",
    title: "Take back",
    submit: "Take back",
    data: invoice.id,
    blocks: [
      about2(invoice),
      selectInput({ name: "what", label: "What is wrong?", choices: choices2 }),
      reason("Why is it taken back?")
    ]
  });
}

// src/features/invoicing/mark-sent.ts
init_errors();
async function markSent(deps, by, input2) {
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input2.invoiceId, "mark invoices as sent");
    if (input2.sentOn > work.today)
      throw new FieldErrors({ sent_on: "This day is yet to come. Enter the day it was sent." });
    if (invoice.sent) {
      const { by: first, at } = invoice.sent;
      throw new Conflict(`${person(first)} marked invoice ${invoiceRef(invoice)} as sent ${moment(at)}.`);
    }
    const { number, sentOn } = input2;
    const after = await applyChange(
      work,
      invoice,
      { sent: { on: sentOn, number }, ...stateAfter(work, invoice, { sent: true }) },
      {
        what: "sent",
        before: { state: invoice.state },
        after: { accountingNumber: number, sentOn },
        text: `${person(work.by.id)} sent it as number ${escapeMrkdwn(number)}.`
      }
    );
    if (input2.file || input2.location) await fileWith(work, after, input2);
  });
}

// src/features/invoicing/record-permission.ts
init_errors();
async function recordPermission(deps, by, input2) {
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input2.invoiceId, "record permission to charge");
    if (input2.on > work.today)
      throw new FieldErrors({ agreed_on: "This day is yet to come. Enter the day the customer agreed." });
    if (invoice.permission) {
      const { by: first, at } = invoice.permission;
      throw new Conflict(`${person(first)} recorded the permission for invoice ${invoiceRef(invoice)} ${moment(at)}.`);
    }
    if (invoice.state === "paid")
      throw new UserError(`Invoice ${invoiceRef(invoice)} is paid: there is nothing to charge.`);
    const { how, on: on2 } = input2;
    await applyChange(
      work,
      invoice,
      { permission: { how, on: on2 } },
      {
        what: "permission",
        before: { permission: null },
        after: { permission: how, agreedOn: on2 },
        text: `${person(work.by.id)} recorded the customer\u2019s permission to charge the card: ${escapeMrkdwn(how)}`
      }
    );
  });
}

// src/features/invoicing/take-back.ts
init_errors();
async function takeBack(deps, by, input2) {
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input2.invoiceId, "take back what was recorded");
    const { sent, permission } = invoice;
    const why = escapeMrkdwn(input2.reason);
    if (input2.what === "sent") {
      if (!sent) throw new UserError(`Invoice ${invoiceRef(invoice)} is not marked as sent.`);
      const change2 = { sent: null, ...stateAfter(work, invoice, { sent: false }) };
      await applyChange(work, invoice, change2, {
        what: "taken back",
        before: { accountingNumber: sent.number, sentOn: sent.on },
        after: { sentOn: null },
        reason: input2.reason,
        text: `${person(work.by.id)} took back that it was sent: ${why}`
      });
      return;
    }
    if (!permission) throw new UserError(`No permission is recorded for invoice ${invoiceRef(invoice)}.`);
    await applyChange(
      work,
      invoice,
      { permission: null },
      {
        what: "taken back",
        before: { permission: permission.how, agreedOn: permission.on },
        after: { permission: null },
        reason: input2.reason,
        text: `${person(work.by.id)} withdrew the permission to charge the card: ${why}`
      }
    );
  });
}

// src/features/invoicing/how-to-collect.ts
var withoutForm = /* @__PURE__ */ new Set(["hardware"]);
function howToCollect(invoice) {
  switch (invoice.state) {
    case "void":
    case "uncollectible":
      return { step: "none", text: "Nothing is to be collected." };
    case "paid":
      if (!invoice.sent) return { step: "send", text: "Paid in full. Send the customer the paid invoice." };
      if (!invoice.filed)
        return { step: "file", text: "Paid in full. File the invoice among the customer\u2019s documents." };
      return { step: "none", text: "Paid in full." };
    default: {
      const next = unpaid(invoice);
      return invoice.paid.amount > 0n ? { ...next, text: `Partly paid: ${formatMoney(invoice.open)} is still open. ${next.text}` } : next;
    }
  }
}
function unpaid(invoice) {
  if (invoice.permission) {
    return { step: "charge", text: "The customer has given permission: charge the card, then record the payment." };
  }
  if (invoice.pickedUp === "check") {
    const then = invoice.sent ? "" : ", then send the customer the paid invoice";
    return { step: "record_payment", text: `A check is in hand: record the payment${then}.` };
  }
  if (invoice.pickedUp === "card_authorization") {
    return invoice.sent ? {
      step: "await_permission",
      text: "Waiting for the customer\u2019s permission to charge the card. Charge it only after the permission is recorded."
    } : {
      step: "ask_permission",
      text: "A card authorization is on file: email the invoice and ask for permission to charge the card. Charge it only after the permission is recorded."
    };
  }
  if (invoice.sent) return { step: "await_payment", text: "Waiting for the customer\u2019s payment." };
  const form2 = withoutForm.has(invoice.kind) ? "" : " together with the card authorization form";
  return { step: "send", text: `Nothing was picked up: email the invoice${form2}, then wait for payment.` };
}

// src/features/invoicing/views.ts
var pickedUpTexts = {
  check: "A check",
  card_authorization: "A card authorization",
  nothing: "Nothing"
};
var stateTexts = {
  draft: "Not sent yet",
  open: "Sent, not paid",
  paid: "Paid",
  void: "Void",
  uncollectible: "Uncollectible"
};
function stateText(invoice) {
  const partly = invoice.paid.amount > 0n && invoice.open.amount > 0n;
  if (partly) return invoice.sent ? "Sent, partly paid" : "Not sent yet, partly paid";
  return invoice.state === "paid" && !invoice.sent ? "Paid, not sent yet" : stateTexts[invoice.state];
}
function amountText(invoice) {
  if (invoice.tax.amount === 0n) return formatMoney(invoice.amount);
  return `${formatMoney(invoice.amount)}
${formatMoney(invoice.net)} and ${formatMoney(invoice.tax)} tax`;
}
function history2(invoice) {
  const { sent, permission, filed, paidAt, voided } = invoice;
  return [
    ...sent ? [`Sent ${formatDay(sent.on)} as number ${escapeMrkdwn(clip(sent.number, 60))}, by ${person(sent.by)}`] : [],
    ...permission ? [
      `Permission to charge given ${formatDay(permission.on)}: ${escapeMrkdwn(clip(permission.how, 300))} (${person(permission.by)})`
    ] : [],
    ...paidAt ? [`Paid in full ${moment(paidAt)}`] : [],
    ...filed ? [`Filed by ${person(filed.by)}, ${moment(filed.at)}`] : [],
    ...voided ? [`Voided by ${person(voided.by)}, ${moment(voided.at)}: ${escapeMrkdwn(clip(voided.reason, 500))}`] : []
  ];
}
var primaryOf = {
  record_payment: "payment.record",
  charge: "payment.record",
  send: "invoice.mark_sent",
  ask_permission: "invoice.mark_sent",
  await_permission: "invoice.permission",
  await_payment: "payment.record",
  file: "invoice.file"
};
function buttonsFor(invoice, step) {
  if (invoice.state === "void" || invoice.state === "uncollectible") return [];
  const isOpen = invoice.open.amount > 0n;
  const hasPayments = invoice.paid.amount > 0n;
  const possible = [
    [!invoice.sent, "Mark as sent", "invoice.mark_sent"],
    [isOpen, "Record payment", "payment.record"],
    [isOpen && !invoice.permission, "Record permission to charge", "invoice.permission"],
    [!invoice.filed, "File it", "invoice.file"],
    [true, "Correct", "invoice.correct"],
    [hasPayments, "Reverse a payment", "payment.reverse"],
    [invoice.sent !== void 0 || invoice.permission !== void 0, "Take back", "invoice.take_back"],
    [!hasPayments, "Void", "invoice.void"]
  ];
  return possible.filter(([can]) => can).map(([, text3, action]) => ({
    text: text3,
    action,
    value: invoice.id,
    ...primaryOf[step] === action ? { style: "primary" } : {}
  }));
}
function invoiceMessage(invoice, customerName) {
  const { step, text: next } = howToCollect(invoice);
  const actions6 = buttonsFor(invoice, step);
  const title = `Invoice ${invoiceRef(invoice)}: ${invoice.label} for ${customerName}`;
  const blocked = invoice.blocks && invoice.open.amount > 0n ? [`Blocked until it is paid: ${escapeMrkdwn(clip(invoice.blocks, 300))}`] : [];
  const notes = [...blocked, ...history2(invoice)];
  const blocks = [
    section(`*${escapeMrkdwn(clip(title, 500))}*`),
    fields([
      ["Amount", amountText(invoice)],
      ["Paid so far", formatMoney(invoice.paid)],
      ["Picked up by sales", pickedUpTexts[invoice.pickedUp]],
      ["State", stateText(invoice)]
    ]),
    section(escapeMrkdwn(next)),
    ...notes.length > 0 ? [context(...notes)] : [],
    ...actions6.length > 0 ? [buttons(`invoice:${invoice.id}`, actions6)] : []
  ];
  return {
    text: escapeMrkdwn(clip(`${title}, ${formatMoney(invoice.amount)}: ${next}`, 1e3)),
    blocks,
    open: step !== "none"
  };
}
function invoiceLines(invoices, open4) {
  const owed = open4.filter((total) => total.amount !== 0n).map((total) => formatMoney(total));
  return lineSections([
    ...invoices.map(
      (each) => `\u2022 ${invoiceRef(each)} ${escapeMrkdwn(clip(each.label, 100))}  ${formatMoney(each.amount)}  _${stateText(each)}_`
    ),
    ...owed.length > 0 ? [`Open: *${owed.join(" \xB7 ")}*`] : []
  ]);
}

// src/features/invoicing/slack.ts
var known3 = async (deps, id) => {
  const invoice = await invoiceById(deps.db.prisma, id);
  if (!invoice) throw new NotFound("invoice");
  return invoice;
};
var opens2 = (doing, form2) => async (request3) => {
  await requireEarly(request3, moneyRoles, doing);
  const invoice = await known3(request3.deps, request3.value);
  refuseVoid(invoice);
  return { modal: form2(invoice, todayIn(request3.deps.timeZone, request3.deps.clock.now())) };
};
var actions4 = {
  "invoice.mark_sent": opens2("mark invoices as sent", markSentModal),
  "invoice.permission": opens2("record permission to charge", permissionModal),
  "invoice.file": opens2("file invoices", fileModal),
  "invoice.correct": opens2("correct invoices", correctModal),
  "invoice.void": opens2("void invoices", voidModal),
  "invoice.take_back": opens2("take back what was recorded", (invoice) => {
    if (!invoice.sent && !invoice.permission)
      throw new UserError(`Nothing of invoice ${invoiceRef(invoice)} can be taken back.`);
    return takeBackModal(invoice);
  })
};
var amountOf = ({ values }, name3, currency) => {
  const parsed = parseAmount(required(values.text(name3), name3, "Enter an amount."), currency);
  if (!parsed.ok) throw new FieldErrors({ [name3]: parsed.error });
  return parsed.value;
};
var reasonOf = ({ values }) => required(values.text("reason"), "reason", "Say why.");
var keptOf = ({ values }) => ({
  file: values.files("file")[0],
  location: values.text("location")
});
var said = async (deps, id, what) => ({
  say: { text: `Invoice ${invoiceRef(await known3(deps, id))} ${what}.` }
});
var submissions4 = {
  "invoice.mark_sent": async (request3) => {
    const { deps, by, data, values } = request3;
    await markSent(deps, by, {
      invoiceId: data,
      number: required(values.text("number"), "number", "Enter the invoice\u2019s number."),
      sentOn: required(values.day("sent_on"), "sent_on", "Enter the day it was sent."),
      ...keptOf(request3)
    });
    return said(deps, data, "is marked as sent");
  },
  "invoice.permission": async ({ deps, by, data, values }) => {
    await recordPermission(deps, by, {
      invoiceId: data,
      how: required(values.text("how"), "how", "Say how the customer agreed."),
      on: required(values.day("agreed_on"), "agreed_on", "Enter the day the customer agreed.")
    });
    return said(deps, data, "may now be charged to the card");
  },
  "invoice.file": async (request3) => {
    await fileInvoice(request3.deps, request3.by, { invoiceId: request3.data, ...keptOf(request3) });
    return said(request3.deps, request3.data, "is filed");
  },
  "invoice.correct": async (request3) => {
    const { deps, by, data } = request3;
    const net = amountOf(request3, "amount", (await known3(deps, data)).net.currency);
    const reason2 = reasonOf(request3);
    await deps.transact(by, (work) => correctInvoice(work, { invoiceId: data, net, reason: reason2 }));
    return said(deps, data, "is corrected");
  },
  "invoice.void": async (request3) => {
    const { deps, by, data } = request3;
    const reason2 = reasonOf(request3);
    await deps.transact(by, (work) => voidInvoice(work, { invoiceId: data, reason: reason2 }));
    return said(deps, data, "is void");
  },
  "invoice.take_back": async (request3) => {
    const { deps, by, data, values } = request3;
    const what = values.option("what") === "permission" ? "permission" : "sent";
    await takeBack(deps, by, { invoiceId: data, what, reason: reasonOf(request3) });
    return said(deps, data, "is put right");
  }
};
var slots2 = [
  {
    kind: "invoice",
    render: async (deps, id) => {
      const invoice = await invoiceById(deps.db.prisma, id);
      const customer = invoice && await customerById(deps.db.prisma, invoice.customerId);
      return invoice && customer ? invoiceMessage(invoice, customer.name) : void 0;
    }
  }
];
var shown3 = 20;
var panels4 = [
  {
    subject: "customer",
    order: 20,
    title: "Invoices",
    render: async ({ db: { prisma } }, customerId) => invoiceLines(await invoicesOfCustomer(prisma, customerId, shown3), await openTotals(prisma, customerId))
  }
];

// src/features/invoicing/plan-invoices.ts
init_errors();
function check2(charge, currency) {
  if (charge.net.currency !== currency)
    throw new RangeError(`${charge.kind} is in ${charge.net.currency}, not ${currency}`);
  if (charge.net.amount < 0n) throw new RangeError(`${charge.kind} is negative`);
  if (!Number.isInteger(charge.taxRate) || charge.taxRate < 0 || charge.taxRate > 1e4) {
    throw new RangeError(`the tax rate of ${charge.kind} must be 0 to 10,000 basis points`);
  }
}
async function planInvoices(work, input2) {
  for (const charge of input2.charges) check2(charge, input2.currency);
  const charges = input2.charges.filter((charge) => charge.net.amount > 0n);
  if (charges.length === 0) return [];
  if (await insertInvoices(work, { ...input2, charges }) < charges.length) {
    throw new Conflict("There is an invoice for this already. Correct that one instead.");
  }
  const kinds = new Set(charges.map((charge) => charge.kind));
  const planned = (await invoicesFor(work.tx, input2.subject)).filter((invoice) => kinds.has(invoice.kind));
  for (const invoice of planned) {
    work.audit({
      action: "invoice.planned",
      subject: input2.subject,
      customerId: input2.customerId,
      after: {
        invoice: invoice.id,
        number: invoiceRef(invoice),
        label: invoice.label,
        net: formatMoney(invoice.net),
        tax: formatMoney(invoice.tax),
        amount: formatMoney(invoice.amount),
        pickedUp: invoice.pickedUp
      }
    });
  }
  return planned;
}
async function presentInvoices(work, subject) {
  for (const invoice of await takeUnpresented(work, subject)) {
    work.show({ kind: "invoice", subjectId: invoice.id }, { role: "accounting" });
    work.audit({
      action: "invoice.presented",
      subject,
      customerId: invoice.customerId,
      after: { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label }
    });
  }
}

// src/features/invoicing/index.ts
var invoicingSlice = { name: "invoicing", actions: actions4, submissions: submissions4, slots: slots2, panels: panels4 };

// src/features/subscriptions/policy.ts
import { z as z6 } from "zod";
var subscriptionsPolicy = {
  key: "subscriptions",
  title: "Recurring billing",
  schema: z6.object({
    // The 1st is no exception: a month used in full is credited nothing.
    midMonthDays: z6.array(z6.int().min(2).max(31)),
    placeholderMonths: z6.int().min(1).max(24)
  }),
  defaults: { midMonthDays: [15], placeholderMonths: 2 },
  fields: {
    midMonthDays: {
      label: "Mid-month days",
      hint: "Going live on one of these days of the month credits exactly half of the prepaid month",
      kind: "integers"
    },
    placeholderMonths: {
      label: "Months until the placeholder date",
      hint: "For recurring billing that is not armed yet",
      kind: "integer"
    }
  }
};

// src/features/subscriptions/store.ts
init_errors();
var withParts = { items: { orderBy: { id: "asc" } }, template: true };
var rules2 = ["full month", "mid-month half", "days", "none"];
var isRule = (text3) => text3 !== null && rules2.includes(text3);
var toTemplate = (row2) => ({
  id: row2.id,
  amount: { amount: row2.amount, currency: row2.currency },
  nextOn: fromDbDate(row2.nextOn),
  armed: row2.armed,
  ...row2.armedBy ? { armedBy: row2.armedBy } : {},
  ...row2.armedAt ? { armedAt: row2.armedAt } : {},
  ...row2.creditAmount === null ? {} : { credit: { amount: row2.creditAmount, currency: row2.currency } },
  ...isRule(row2.creditRule) ? { creditRule: row2.creditRule } : {}
});
var toSubscription = (row2) => {
  if (!row2.template) throw new Error(`subscription ${row2.id} has no recurring template`);
  return {
    id: row2.id,
    customerId: row2.customerId,
    ...row2.subjectType && row2.subjectId ? { subject: { type: row2.subjectType, id: row2.subjectId } } : {},
    currency: row2.currency,
    items: row2.items.map((item) => ({
      id: item.id,
      description: item.description,
      quantity: item.quantity,
      unitAmount: { amount: item.unitAmount, currency: row2.currency }
    })),
    ...row2.coverage ? { coverage: row2.coverage } : {},
    ...row2.sla ? { sla: row2.sla } : {},
    template: toTemplate(row2.template)
  };
};
async function subscriptionFor(tx, subject) {
  const row2 = await tx.subscription.findUnique({
    where: { subjectType_subjectId: { subjectType: subject.type, subjectId: subject.id } },
    include: withParts
  });
  return row2 ? toSubscription(row2) : void 0;
}
async function subscriptionById(tx, id) {
  const row2 = await tx.subscription.findUnique({ where: { id }, include: withParts });
  return row2 ? toSubscription(row2) : void 0;
}
async function subscriptionsOfCustomer(tx, customerId) {
  const rows = await tx.subscription.findMany({ where: { customerId }, include: withParts, orderBy: { id: "asc" } });
  return rows.map(toSubscription);
}
var itemData = (item) => ({
  id: newId(),
  description: item.description,
  quantity: item.quantity,
  unitAmount: item.unitAmount.amount
});
async function insertSubscription(work, input2, template) {
  const id = newId();
  const { count } = await work.tx.subscription.createMany({
    data: {
      id,
      customerId: input2.customerId,
      subjectType: input2.subject.type,
      subjectId: input2.subject.id,
      currency: input2.currency,
      coverage: input2.coverage ?? null,
      sla: input2.sla ?? null,
      createdBy: work.by.id,
      createdAt: work.now
    },
    skipDuplicates: true
  });
  if (count === 0) throw new Conflict("There is a subscription already. Add services to it instead.");
  await work.tx.subscriptionItem.createMany({
    data: input2.items.map((item) => ({ ...itemData(item), subscriptionId: id }))
  });
  await work.tx.recurringTemplate.create({
    data: {
      id: newId(),
      subscriptionId: id,
      amount: template.amount,
      currency: input2.currency,
      nextOn: toDbDate(template.nextOn),
      createdAt: work.now
    }
  });
  const made = await subscriptionById(work.tx, id);
  if (!made) throw new Error(`subscription ${id} is gone within its own transaction`);
  return made;
}
async function insertItems(work, subscriptionId, items, more3) {
  await work.tx.subscriptionItem.createMany({ data: items.map((item) => ({ ...itemData(item), subscriptionId })) });
  await work.tx.recurringTemplate.update({ where: { subscriptionId }, data: { amount: { increment: more3 } } });
}
async function updateCoverage(work, id, coverage, sla) {
  await work.tx.subscription.update({ where: { id }, data: { coverage, sla } });
}
async function armTemplate(work, template, bill) {
  const { count } = await work.tx.recurringTemplate.updateMany({
    where: { id: template.id, armed: false, amount: template.amount.amount },
    data: {
      armed: true,
      armedBy: work.by.id,
      armedAt: work.now,
      nextOn: toDbDate(bill.nextOn),
      creditAmount: bill.credit.amount,
      creditRule: bill.rule
    }
  });
  return count === 1;
}
async function disarmTemplate(work, template, nextOn) {
  const { count } = await work.tx.recurringTemplate.updateMany({
    where: { id: template.id, armed: true },
    data: {
      armed: false,
      armedBy: null,
      armedAt: null,
      nextOn: toDbDate(nextOn),
      creditAmount: null,
      creditRule: null
    }
  });
  return count === 1;
}

// src/features/subscriptions/views.ts
function head({ template }) {
  const monthly = `*${formatMoney(template.amount)} a month*`;
  if (!template.armed) return `${monthly}, recurring billing is not armed yet`;
  const credit = template.credit && template.credit.amount > 0n ? `, first bill credited with ${formatMoney(template.credit)}` : "";
  return `${monthly}, next bill ${formatDay(template.nextOn)}${credit}`;
}
function subscriptionLines(subscriptions) {
  return lineSections(
    subscriptions.flatMap((each) => [
      head(each),
      ...each.items.map(
        (item) => `\u2022 ${item.quantity} \xD7 ${escapeMrkdwn(clip(item.description, 200))} at ${formatMoney(item.unitAmount)}`
      )
    ])
  );
}

// src/features/subscriptions/arm-recurring.ts
init_errors();

// src/features/subscriptions/proration.ts
function goLiveCredit(input2) {
  const { base, wentLiveOn } = input2;
  if (base.amount < 0n) throw new RangeError("BIL-9: what was paid is never negative");
  const used = dayOfMonth(wentLiveOn);
  const days = daysInMonth(wentLiveOn);
  const live = `Live on ${formatDay(wentLiveOn)}`;
  if (isZero(base))
    return { credit: zero(base.currency), rule: "none", text: `${live}; nothing was prepaid, so nothing is credited.` };
  if (used === 1) {
    return {
      credit: zero(base.currency),
      rule: "full month",
      text: `${live}: the prepaid month is used in full, so nothing is credited.`
    };
  }
  if (input2.midMonthDays.includes(used)) {
    const credit2 = multiplyRatio(base, 1, 2);
    return {
      credit: credit2,
      rule: "mid-month half",
      text: `${live}, mid-month: half of the prepaid ${formatMoney(base)} is credited, ${formatMoney(credit2)}.`
    };
  }
  const credit = multiplyRatio(base, used - 1, days);
  return {
    credit,
    rule: "days",
    text: `${live}: ${used - 1} of ${days} days of the prepaid ${formatMoney(base)} are credited, ${formatMoney(credit)}.`
  };
}
function firstBill(input2) {
  const { monthly, wentLiveOn, midMonthDays } = input2;
  const { credit, rule, text: text3 } = goLiveCredit({
    base: input2.prepaidNet ?? zero(monthly.currency),
    wentLiveOn,
    midMonthDays
  });
  const rest = subtract(monthly, credit);
  const covered = compare(credit, monthly) > 0;
  const nextOn = firstOfNextMonth(wentLiveOn);
  return {
    nextOn,
    dueNow: nextOn <= input2.today,
    monthly,
    credit,
    due: covered ? zero(monthly.currency) : rest,
    carriedOver: covered ? subtract(credit, monthly) : zero(monthly.currency),
    rule,
    text: text3
  };
}

// src/features/subscriptions/arm-recurring.ts
async function existing(tx, subject) {
  const subscription = await subscriptionFor(tx, subject);
  if (!subscription) throw new UserError("There is no subscription yet. Set it up first, then arm its billing.");
  return subscription;
}
function compute({ template }, input2, today, { midMonthDays }) {
  if (input2.wentLiveOn > today) {
    throw new UserError("The customer is not live yet. Arm recurring billing once they are.");
  }
  const { prepaidNet, wentLiveOn } = input2;
  return firstBill({ monthly: template.amount, prepaidNet, wentLiveOn, today, midMonthDays });
}
function alreadyArmed(template) {
  const by = template?.armedBy ? person(template.armedBy) : "Somebody";
  const at = template?.armedAt ? ` ${moment(template.armedAt)}` : "";
  return new Conflict(`${by} armed recurring billing${at}. There is nothing left to do.`);
}
async function previewArming(deps, input2) {
  const subscription = await existing(deps.db.prisma, input2.subject);
  if (subscription.template.armed) throw alreadyArmed(subscription.template);
  const today = todayIn(deps.timeZone, deps.clock.now());
  return compute(subscription, input2, today, await deps.policy(subscriptionsPolicy));
}
async function armRecurring(work, input2) {
  work.require(["billing", "accounting"], "arm recurring billing");
  const subscription = await existing(work.tx, input2.subject);
  if (subscription.template.armed) throw alreadyArmed(subscription.template);
  const bill = compute(subscription, input2, work.today, await work.policy(subscriptionsPolicy));
  if (!await armTemplate(work, subscription.template, bill)) {
    const now = (await existing(work.tx, input2.subject)).template;
    if (now.armed) throw alreadyArmed(now);
    throw new Conflict("Services were added just now. Look at the new figures, then arm again.");
  }
  work.audit({
    action: "recurring.armed",
    subject: input2.subject,
    customerId: subscription.customerId,
    before: { armed: false, nextOn: subscription.template.nextOn },
    after: {
      armed: true,
      nextOn: bill.nextOn,
      monthly: formatMoney(bill.monthly),
      credit: formatMoney(bill.credit),
      due: formatMoney(bill.due),
      rule: bill.rule,
      because: bill.text
    }
  });
  return bill;
}
async function disarmRecurring(work, input2) {
  work.require(["billing", "accounting"], "disarm recurring billing");
  const { template, customerId } = await existing(work.tx, input2.subject);
  const { placeholderMonths } = await work.policy(subscriptionsPolicy);
  const nextOn = addMonths(work.today, placeholderMonths);
  if (!await disarmTemplate(work, template, nextOn)) throw new Conflict("Recurring billing is not armed.");
  work.audit({
    action: "recurring.disarmed",
    subject: input2.subject,
    customerId,
    before: { armed: true, nextOn: template.nextOn, credit: template.credit ? formatMoney(template.credit) : null },
    after: { armed: false, nextOn },
    reason: input2.reason
  });
}

// src/features/subscriptions/set-up-subscription.ts
init_errors();
var maxQuantity = 1e6;
function monthlyTotal(items, currency) {
  const refuse4 = (sentence) => new FieldErrors({ services: sentence });
  if (items.length === 0) throw refuse4("Add at least one service.");
  for (const { description, quantity, unitAmount } of items) {
    if (description.trim() === "") throw refuse4("Each service needs a description.");
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > maxQuantity) {
      throw refuse4(`Give a whole quantity from 1 to 1,000,000 for ${description}.`);
    }
    if (unitAmount.currency !== currency) throw refuse4(`Prices here are in ${currency}: correct ${description}.`);
    if (unitAmount.amount < 0n) throw refuse4(`The price of ${description} cannot be negative.`);
  }
  return sum(
    items.map((item) => multiplyRatio(item.unitAmount, item.quantity, 1)),
    currency
  );
}
var itemText = (item) => `${item.quantity} \xD7 ${item.description} at ${formatMoney(item.unitAmount)}`;
async function setUpSubscription(work, input2) {
  const monthly = monthlyTotal(input2.items, input2.currency);
  const { placeholderMonths } = await work.policy(subscriptionsPolicy);
  const nextOn = addMonths(work.today, placeholderMonths);
  const made = await insertSubscription(work, input2, { amount: monthly.amount, nextOn });
  work.audit({
    action: "subscription.set_up",
    subject: input2.subject,
    customerId: input2.customerId,
    after: {
      subscription: made.id,
      monthly: formatMoney(monthly),
      services: input2.items.map(itemText),
      nextOn,
      armed: false,
      ...input2.coverage ? { coverage: input2.coverage } : {},
      ...input2.sla ? { sla: input2.sla } : {}
    }
  });
  return made;
}
async function addItems(work, input2) {
  const before = await subscriptionById(work.tx, input2.subscriptionId);
  if (!before) throw new NotFound("subscription");
  const more3 = monthlyTotal(input2.items, before.currency);
  await insertItems(work, before.id, input2.items, more3.amount);
  const after = await subscriptionById(work.tx, before.id);
  if (!after) throw new NotFound("subscription");
  work.audit({
    action: "subscription.services_added",
    subject: before.subject ?? { type: "subscription", id: before.id },
    customerId: before.customerId,
    before: { monthly: formatMoney(before.template.amount) },
    after: { monthly: formatMoney(after.template.amount), services: input2.items.map(itemText) }
  });
  return after;
}

// src/features/subscriptions/write-coverage.ts
init_errors();
async function writeCoverage(work, input2) {
  const coverage = input2.coverage.trim();
  const sla = input2.sla.trim();
  if (coverage === "") throw new FieldErrors({ coverage: "Describe the help-desk coverage." });
  if (sla === "") throw new FieldErrors({ sla: "Write the SLA as the contract has it." });
  const before = await subscriptionById(work.tx, input2.subscriptionId);
  if (!before) throw new NotFound("subscription");
  await updateCoverage(work, before.id, coverage, sla);
  work.audit({
    action: "subscription.coverage_written",
    subject: before.subject ?? { type: "subscription", id: before.id },
    customerId: before.customerId,
    before: { coverage: before.coverage ?? null, sla: before.sla ?? null },
    after: { coverage, sla }
  });
}

// src/features/subscriptions/index.ts
var subscriptionsSlice = {
  name: "subscriptions",
  policies: [subscriptionsPolicy],
  panels: [
    {
      subject: "customer",
      order: 30,
      title: "Subscriptions",
      render: async (deps, customerId) => subscriptionLines(await subscriptionsOfCustomer(deps.db.prisma, customerId))
    }
  ]
};

// src/features/onboarding/load.ts
var text2 = (value) => String(value);
var optional = (value) => value === null || value === void 0 ? void 0 : String(value);
var optionalDay = (value) => typeof value === "string" ? day(value) : void 0;
var optionalInstant = (value) => typeof value === "string" ? new Date(value) : void 0;
var projectOf = (row2) => ({
  id: text2(row2.id),
  ref: Number(row2.ref),
  customerId: text2(row2.customer_id),
  playbook: playbookSchema.parse(row2.playbook),
  state: row2.state,
  stage: text2(row2.stage),
  ownerId: text2(row2.owner_id),
  managerId: text2(row2.manager_id),
  currency: text2(row2.currency),
  hardwareText: optional(row2.hardware_text),
  targetGoLiveOn: optionalDay(row2.target_go_live_on),
  etaOn: optionalDay(row2.eta_on),
  goLiveOn: optionalDay(row2.go_live_on),
  wentLiveOn: optionalDay(row2.went_live_on),
  stateReason: optional(row2.state_reason),
  createdBy: text2(row2.created_by),
  createdAt: new Date(text2(row2.created_at)),
  endedAt: optionalInstant(row2.ended_at)
});
var handoffOf = (row2) => ({
  id: text2(row2.id),
  turn: Number(row2.turn),
  stage: text2(row2.stage),
  state: row2.state,
  cameFrom: optional(row2.came_from),
  cameBy: row2.came_by,
  reason: optional(row2.reason),
  openedBy: text2(row2.opened_by),
  openedAt: new Date(text2(row2.opened_at)),
  assigneeId: optional(row2.assignee_id),
  touchedAt: optionalInstant(row2.touched_at),
  decidedBy: optional(row2.decided_by),
  decidedAt: optionalInstant(row2.decided_at),
  decisionReason: optional(row2.decision_reason),
  returnedTo: optional(row2.returned_to),
  remindOn: optionalDay(row2.remind_on)
});
var tickOf = (row2) => ({
  stage: text2(row2.stage),
  item: text2(row2.item),
  ticked: row2.ticked === true,
  value: optional(row2.value),
  by: text2(row2.by),
  at: new Date(text2(row2.at))
});
var overrideOf = (row2) => ({
  id: text2(row2.id),
  gate: text2(row2.gate),
  kind: row2.kind,
  reason: text2(row2.reason),
  state: row2.state,
  requestedBy: text2(row2.requested_by),
  requestedAt: new Date(text2(row2.requested_at)),
  decidedBy: optional(row2.decided_by),
  decidedAt: optionalInstant(row2.decided_at),
  decisionReason: optional(row2.decision_reason)
});
var hardwareOf = (row2) => ({
  reviewedBy: optional(row2.reviewed_by),
  reviewedAt: optionalInstant(row2.reviewed_at),
  orderedBy: optional(row2.ordered_by),
  orderedAt: optionalInstant(row2.ordered_at),
  reference: optional(row2.reference)
});
var acknowledgementOf = (row2) => ({
  desk: text2(row2.desk),
  by: text2(row2.by),
  at: new Date(text2(row2.at))
});
var sourcesOf = (playbook, stage) => {
  const next = stage && stageOf(playbook, stage.next);
  const all = !stage || stage.onApprove.length > 0 || (next?.onOpen.length ?? 0) > 0;
  const facts2 = (stage?.items ?? []).flatMap((item) => item.kind === "fact" ? [item.fact] : []);
  const subscription = [
    "subscription_created",
    "template_created",
    "services_added",
    "coverage_written",
    "recurring_armed"
  ];
  const isOfInvoices = (fact) => /_(invoiced|paid|filed|ordered)$/.test(fact);
  return {
    invoices: all || facts2.some(isOfInvoices) || stage.items.some((item) => item.gate !== void 0),
    subscription: all || facts2.some((fact) => subscription.includes(fact)),
    activities: all || facts2.includes("transfer_meeting")
  };
};
var readRows = async (tx, id) => {
  const [rows] = await tx.$queryRaw`
    SELECT to_jsonb(p) AS project,
           (SELECT to_jsonb(h) FROM handoffs h WHERE h.project_id = p.id AND h.state <> 'undone'
             ORDER BY h.state = 'open' DESC, h.turn DESC LIMIT 1) AS handoff,
           (SELECT max(h.turn) FROM handoffs h WHERE h.project_id = p.id) AS turns,
           coalesce((SELECT jsonb_agg(t) FROM ticks t WHERE t.project_id = p.id), '[]') AS ticks,
           coalesce((SELECT jsonb_agg(o ORDER BY o.requested_at, o.id) FROM gate_overrides o WHERE o.project_id = p.id), '[]') AS overrides,
           coalesce((SELECT jsonb_agg(a) FROM acknowledgements a WHERE a.project_id = p.id), '[]') AS acknowledgements,
           (SELECT to_jsonb(w) FROM hardware_orders w WHERE w.project_id = p.id) AS hardware
    FROM projects p WHERE p.id = ${id}::uuid`;
  if (!rows) throw new NotFound("project");
  return rows;
};
var lockProject = async (tx, id) => {
  await tx.$queryRaw`SELECT 1 FROM projects WHERE id = ${id}::uuid FOR UPDATE`;
};
var projectOfHandoff = async (tx, handoffId, lock) => {
  const [row2] = lock ? await tx.$queryRaw`
        SELECT id::text AS id FROM projects
        WHERE id = (SELECT project_id FROM handoffs WHERE id = ${handoffId}::uuid) FOR UPDATE` : await tx.$queryRaw`SELECT project_id::text AS id FROM handoffs WHERE id = ${handoffId}::uuid`;
  if (!row2) throw new NotFound("handoff");
  return row2.id;
};
var loadProject = async (tx, id, options3 = {}) => {
  if (options3.lock) await lockProject(tx, id);
  return readProject(tx, id, options3.extent);
};
var readProject = async (tx, id, extent) => {
  const rows = await readRows(tx, id);
  const project = projectOf(rows.project);
  const needs = sourcesOf(project.playbook, extent === "stage" ? stageOf(project.playbook, project.stage) : void 0);
  const customer = await customerById(tx, project.customerId);
  if (!customer) throw new NotFound("customer");
  const subject = projectSubject(project.id);
  return {
    ...project,
    customer: { id: customer.id, name: customer.name, timeZone: customer.timeZone },
    handoff: handoffOf(rows.handoff),
    turns: rows.turns,
    ticks: rows.ticks.map(tickOf),
    overrides: rows.overrides.map(overrideOf),
    hardware: rows.hardware ? hardwareOf(rows.hardware) : void 0,
    acknowledgements: rows.acknowledgements.map(acknowledgementOf),
    invoices: needs.invoices ? await invoicesFor(tx, subject) : [],
    subscription: needs.subscription ? await subscriptionFor(tx, subject) : void 0,
    activities: needs.activities ? await activitiesOf(tx, subject) : []
  };
};
var loadProjectOfHandoff = async (tx, handoffId, options3 = {}) => {
  const project = await readProject(tx, await projectOfHandoff(tx, handoffId, options3.lock ?? false), options3.extent);
  if (project.handoff.id === handoffId) return { project, turn: project.handoff };
  const [row2] = await tx.$queryRaw`SELECT to_jsonb(h) AS handoff FROM handoffs h WHERE h.id = ${handoffId}::uuid`;
  if (!row2) throw new NotFound("handoff");
  return { project, turn: handoffOf(row2.handoff) };
};

// src/features/onboarding/acknowledge.ts
init_errors();

// src/features/onboarding/desks.ts
var unique = (list4) => [...new Set(list4)];
var desksWith = (playbook, action) => unique(playbook.stages.filter((stage) => stage.actions.includes(action)).flatMap((stage) => stage.desk));
var desksOf = (playbook) => unique(playbook.stages.flatMap((stage) => stage.desk));
var gateOfFact = (playbook, fact) => gateOfItem(playbook, (item) => item.kind === "fact" && item.fact === fact);
var gateOfDate = (playbook, date) => gateOfItem(playbook, (item) => item.kind === "date" && item.sets === date);
var gateOfItem = (playbook, is) => {
  const item = playbook.stages.flatMap((stage) => stage.items).find((each) => each.gate !== void 0 && is(each));
  return item?.gate === void 0 ? void 0 : gateOf(playbook, item.gate);
};
var isPast = (project, effect) => {
  const { stages } = project.playbook;
  const at = project.stage === closedStage ? stages.length : stages.findIndex((stage) => stage.key === project.stage);
  return stages.some(
    (stage, index) => stage.onApprove.includes(effect) && index < at || stage.onOpen.includes(effect) && index <= at
  );
};
var gatesNow = (playbook, facts2, policy) => playbook.gates.map((gate) => [gate, decideGate(gate, facts2, policy)]);
var datesInDoubt = (project, facts2, policy) => ["targetGoLiveOn", "etaOn", "goLiveOn", "wentLiveOn"].flatMap((date) => {
  const gate = project[date] === void 0 ? void 0 : gateOfDate(project.playbook, date);
  return gate && !decideGate(gate, facts2, policy).open ? [[date, gate]] : [];
});

// src/features/onboarding/money-store.ts
var insertOverride = async (tx, override) => {
  await tx.gateOverride.create({ data: override });
};
var projectOfOverride = async (tx, id) => (await tx.gateOverride.findUnique({ where: { id }, select: { projectId: true } }))?.projectId;
var settleOverride = async (tx, id, change2) => {
  const { count } = await tx.gateOverride.updateMany({
    where: { id, state: change2.from },
    data: {
      state: change2.to,
      decidedBy: change2.by,
      decidedAt: change2.at,
      decisionReason: change2.reason ?? null
    }
  });
  return count === 1;
};
var insertHardwareOrder = async (tx, projectId) => (await tx.hardwareOrder.createMany({ data: { projectId }, skipDuplicates: true })).count === 1;
var deleteHardwareOrder = async (tx, projectId) => {
  await tx.hardwareOrder.deleteMany({ where: { projectId, reviewedAt: null } });
};
var markHardwareReviewed = async (tx, projectId, by, at) => {
  const { count } = await tx.hardwareOrder.updateMany({
    where: { projectId, reviewedAt: null },
    data: { reviewedBy: by, reviewedAt: at }
  });
  return count === 1;
};
var markHardwareOrdered = async (tx, projectId, order) => {
  const { count } = await tx.hardwareOrder.updateMany({
    where: { projectId, reviewedAt: { not: null }, orderedAt: null },
    data: { orderedBy: order.by, orderedAt: order.at, reference: order.reference }
  });
  return count === 1;
};
var insertAcknowledgement = async (tx, row2) => (await tx.acknowledgement.createMany({ data: row2, skipDuplicates: true })).count === 1;
var deleteAcknowledgements = async (tx, projectId) => {
  await tx.acknowledgement.deleteMany({ where: { projectId } });
};
var insertNote = async (tx, note) => (await tx.projectNote.createMany({ data: { id: newId(), ...note }, skipDuplicates: true })).count === 1;
var assigneesOf = async (tx, projectId) => {
  const rows = await tx.handoff.findMany({
    where: { projectId, assigneeId: { not: null } },
    distinct: ["assigneeId"],
    select: { assigneeId: true }
  });
  return rows.flatMap((row2) => row2.assigneeId ?? []);
};
var ableOf = async (tx, people) => {
  const rows = await tx.person.findMany({
    where: { id: { in: [...people] }, OR: [{ isDeactivated: true }, { isGuest: true }, { isStranger: true }] },
    select: { id: true }
  });
  const unable = new Set(rows.map((row2) => row2.id));
  return people.filter((id) => !unable.has(id));
};
var openHandoffsOf = (tx, userId) => tx.handoff.findMany({
  where: { assigneeId: userId, state: "open" },
  select: { id: true, projectId: true },
  orderBy: { projectId: "asc" }
});
var unassign = async (tx, handoffId, userId) => {
  const { count } = await tx.handoff.updateMany({
    where: { id: handoffId, assigneeId: userId, state: "open" },
    data: { assigneeId: null }
  });
  return count === 1;
};
var dueReminders = async (tx, today, limit) => tx.$queryRaw`
    SELECT h.id AS "handoffId", p.id AS "projectId", p.ref, p.customer_id AS "customerId", h.stage, h.desk,
           h.assignee_id AS "assigneeId", h.opened_at AS "openedAt", h.came_by AS "cameBy",
           coalesce((SELECT s.value ->> 'name' FROM jsonb_array_elements(p.playbook -> 'stages') s
                      WHERE s.value ->> 'key' = h.stage LIMIT 1), h.stage) AS "stageName",
           (SELECT c.channel_id FROM unnest(h.desk) WITH ORDINALITY d(role, place)
              JOIN role_channels c ON c.role = d.role ORDER BY d.place LIMIT 1) AS channel
    FROM handoffs h JOIN projects p ON p.id = h.project_id
    WHERE h.state = 'open' AND h.remind_on <= ${today}::date AND p.state = 'active'
    ORDER BY h.remind_on, h.id LIMIT ${limit}`;
var takeReminders = async (tx, ids, today, next) => {
  const rows = await tx.$queryRaw`
    UPDATE handoffs SET remind_on = ${next}::date
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'open' AND remind_on <= ${today}::date RETURNING id::text AS id`;
  return new Set(rows.map((row2) => row2.id));
};
var hasBeenAt = async (tx, projectId, stages) => {
  const turn = await tx.handoff.findFirst({
    where: {
      projectId,
      OR: [{ stage: { in: [...stages.approved] }, state: "approved" }, { stage: { in: [...stages.opened] } }]
    },
    select: { id: true }
  });
  return turn !== null;
};

// src/features/onboarding/words.ts
var quote = (text3) => `
>${escapeMrkdwn(text3).replaceAll("\n", "\n>")}`;

// src/features/onboarding/acknowledge.ts
var acknowledgingDesks = ["sales", "service"];
var acknowledgementSlot = (projectId, desk) => ({
  kind: "acknowledgement",
  subjectId: projectId,
  part: desk
});
var acknowledgementsMissing = (project) => acknowledgingDesks.filter((desk) => !project.acknowledgements.some((each) => each.desk === desk));
var acknowledgementEffect = {
  run: async (_deps, work, project) => {
    if (project.acknowledgements.length > 0) await resetAcknowledgements(work, project);
    for (const desk of acknowledgingDesks) work.show(acknowledgementSlot(project.id, desk), { role: desk });
  },
  undo: async (_deps, work, project) => {
    if (project.acknowledgements.length > 0) {
      throw new UserError("Sales or Service has told accounting already: this decision can no longer be undone.");
    }
    for (const desk of acknowledgingDesks) work.show(acknowledgementSlot(project.id, desk));
  }
};
var resetAcknowledgements = async (work, project) => {
  await deleteAcknowledgements(work.tx, project.id);
  work.audit({
    action: "acknowledgement.reset",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { acknowledgements: project.acknowledgements.map(({ desk, by }) => ({ desk, by })) },
    reason: "The project was delivered again."
  });
};
var giveAcknowledgement = (deps, by, input2) => deps.transact(by, async (work) => {
  const { projectId, desk } = input2;
  if (!acknowledgingDesks.includes(desk)) throw new NotFound("request");
  const project = await loadProject(work.tx, projectId, { lock: true });
  work.require([desk], `acknowledge for ${deps.roleName(desk)}`);
  requireActive(project);
  if (!isPast(project, "request_acknowledgements") || project.wentLiveOn === void 0) {
    throw new UserError("Service hasn't closed the delivery yet: this is asked once the customer is live.");
  }
  const earlier = project.acknowledgements.find((each) => each.desk === desk);
  const given = { desk, by: work.by.id, at: work.now };
  if (earlier || !await insertAcknowledgement(work.tx, { projectId, ...given })) {
    const { by: who, at } = earlier ?? given;
    throw new Conflict(`${person(who)} has acknowledged for ${deps.roleName(desk)} already, ${moment(at)}.`);
  }
  const acknowledgements = [...project.acknowledgements, given];
  const missing2 = acknowledgementsMissing({ acknowledgements });
  work.show(acknowledgementSlot(projectId, desk));
  work.audit({
    action: "acknowledgement.given",
    subject: projectSubject(projectId),
    customerId: project.customerId,
    after: { desk }
  });
  const said4 = `${person(work.by.id)} has acknowledged for ${escapeMrkdwn(deps.roleName(desk))}.`;
  await projectChanged(work, { ...project, acknowledgements }, { note: said4 });
  if (missing2.length === 0) await tellAccounting(work, project);
  return { missing: missing2 };
});
var tellAccounting = async (work, project) => {
  const desk = desksWith(project.playbook, "recurring.arm");
  if (desk.length === 0) return;
  const name3 = `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*`;
  work.post({
    to: { role: await channelRole(work.tx, desk) },
    content: {
      text: `${name3}: Sales and Service have both acknowledged that the customer is live. Recurring billing may begin.`
    },
    key: `acknowledged:${project.id}:${project.handoff.turn}`
  });
};

// src/features/onboarding/arming.ts
init_errors();

// src/features/payments/slack.ts
init_errors();

// src/features/payments/payment.ts
var paymentMethods = ["check", "card", "eft", "money_order"];

// src/features/payments/tell.ts
var methodTexts = {
  check: "check",
  card: "card",
  eft: "EFT",
  money_order: "money order"
};
function paymentText(payment) {
  const reference = payment.reference ? ` ${clip(payment.reference, 100)}` : "";
  return `${formatMoney(payment.amount)} by ${methodTexts[payment.method]}${reference}, received ${formatDay(payment.receivedOn)}`;
}
function balanceText(invoice) {
  if (invoice.open.amount === 0n) return "It is paid in full.";
  return `${formatMoney(invoice.open)} is open.`;
}
function recordedText(who, payment, invoice) {
  return `${who} recorded ${escapeMrkdwn(paymentText(payment))}. ${balanceText(invoice)}`;
}
function storyOf2(payment, invoice) {
  return invoice?.subject ?? payment.subject ?? { type: "customer", id: payment.customerId };
}
function auditFacts(payment, invoice) {
  return {
    payment: payment.id,
    amount: formatMoney(payment.amount),
    method: methodTexts[payment.method],
    receivedOn: payment.receivedOn,
    ...payment.reference ? { reference: payment.reference } : {},
    ...invoice ? { invoice: invoice.id, number: invoiceRef(invoice), label: invoice.label, paid: formatMoney(invoice.paid) } : {}
  };
}
function eventOf(payment, invoice) {
  return {
    paymentId: payment.id,
    customerId: payment.customerId,
    amount: payment.amount,
    method: payment.method,
    ...payment.reference ? { reference: payment.reference } : {},
    receivedOn: payment.receivedOn,
    ...invoice ? {
      invoice: {
        id: invoice.id,
        kind: invoice.kind,
        label: invoice.label,
        subject: invoice.subject,
        paidInFull: invoice.state === "paid"
      }
    } : {},
    ...payment.subject ? { subject: payment.subject } : {}
  };
}

// src/features/payments/forms.ts
function plainAmount({ amount, currency }) {
  const digits2 = minorDigits(currency);
  const figures = amount.toString().padStart(digits2 + 1, "0");
  return digits2 === 0 ? figures : `${figures.slice(0, -digits2)}.${figures.slice(-digits2)}`;
}
var methods = paymentMethods.map((value) => ({
  value,
  text: `${methodTexts[value].charAt(0).toUpperCase()}${methodTexts[value].slice(1)}`
}));
function recordModal(invoice, today) {
  const title = clip(`${invoiceRef(invoice)} ${invoice.label}`, 300);
  const card = invoice.permission ? [] : [" A card may be charged only after the customer\u2019s permission is recorded."];
  return modal({
    callback: "payment.record",
    title: "Record a payment",
    submit: "Record",
    data: invoice.id,
    blocks: [
      section(
        `*${escapeMrkdwn(title)}*, ${formatMoney(invoice.amount)}, of which ${formatMoney(invoice.open)} is open.${card.join("")}`
      ),
      textInput({
        name: "amount",
        label: `Amount received, in ${invoice.open.currency}`,
        initial: plainAmount(invoice.open)
      }),
      selectInput({
        name: "method",
        label: "How was it paid?",
        choices: methods,
        ...invoice.pickedUp === "check" ? { initial: "check" } : {}
      }),
      textInput({
        name: "reference",
        label: "Reference",
        hint: "The check\u2019s number, or the transaction. No card number, please.",
        optional: true,
        max: 100
      }),
      dateInput({ name: "received_on", label: "Received on", initial: today })
    ]
  });
}
var choiceText = (payment) => clip(
  `${formatMoney(payment.amount)}, ${formatDay(payment.receivedOn)}, ${methodTexts[payment.method]} ${payment.reference ?? ""}`.trim(),
  75
);
function reverseModal(invoice, payments) {
  return modal({
    callback: "payment.reverse",
    title: "Reverse a payment",
    submit: "Reverse",
    data: invoice.id,
    blocks: [
      section(`*${escapeMrkdwn(clip(`${invoiceRef(invoice)} ${invoice.label}`, 300))}*`),
      selectInput({
        name: "payment",
        label: "Payment",
        choices: payments.map((payment) => ({ value: payment.id, text: choiceText(payment) })),
        ...payments.length === 1 && payments[0] ? { initial: payments[0].id } : {}
      }),
      textInput({ name: "reason", label: "Why is it reversed?", multiline: true, max: 500 })
    ]
  });
}

// src/features/payments/record-payment.ts
init_errors();

// src/features/payments/receive-payment.ts
init_errors();

// src/features/payments/events.ts
var paymentRecorded = eventType("payment.recorded");
var paymentReversed = eventType("payment.reversed");

// src/features/payments/settlement.ts
init_errors();
function checkReceived(payment, today) {
  if (payment.amount.amount <= 0n) throw new FieldErrors({ amount: "Enter an amount above zero." });
  if (payment.receivedOn > today) {
    throw new FieldErrors({ received_on: "This day is yet to come. Enter the day the money came in." });
  }
}
function paidAfter(invoice, payment) {
  const number = invoiceRef(invoice);
  const { amount, method } = payment;
  if (invoice.state === "void" || invoice.state === "uncollectible") {
    throw new Conflict(`Invoice ${number} is ${invoice.state}: no payment can be recorded on it.`);
  }
  if (amount.currency !== invoice.open.currency) {
    throw new FieldErrors({
      amount: `Invoice ${number} is in ${invoice.open.currency}: enter the amount in that currency.`
    });
  }
  if (amount.amount > invoice.open.amount) {
    const sentence = invoice.open.amount === 0n ? `Invoice ${number} is paid in full already.` : `Only ${formatMoney(invoice.open)} of invoice ${number} is open. Enter that or less.`;
    throw new FieldErrors({ amount: sentence });
  }
  if (method === "card" && !invoice.permission) {
    throw new FieldErrors({
      method: `Record the customer\u2019s permission to charge first: no card is charged for invoice ${number} without it.`
    });
  }
  return invoice.paid.amount + amount.amount;
}
function paidAfterReversal(paid, reversed) {
  if (reversed > paid) throw new RangeError("more is reversed than was paid");
  return paid - reversed;
}
function netOf(invoice) {
  if (invoice.amount.amount === 0n) return zero(invoice.amount.currency);
  return multiplyRatio(invoice.paid, invoice.net.amount, invoice.amount.amount);
}

// src/features/payments/store.ts
init_errors();
var toPayment = (row2) => ({
  id: row2.id,
  customerId: row2.customerId,
  ...row2.invoiceId ? { invoiceId: row2.invoiceId } : {},
  ...row2.subjectType && row2.subjectId ? { subject: { type: row2.subjectType, id: row2.subjectId } } : {},
  amount: { amount: row2.amount, currency: row2.currency },
  // Written by this store only.
  method: row2.method,
  ...row2.reference ? { reference: row2.reference } : {},
  receivedOn: fromDbDate(row2.receivedOn),
  recordedBy: row2.recordedBy,
  recordedAt: row2.recordedAt,
  ...row2.reversedAt && row2.reversedBy ? { reversed: { by: row2.reversedBy, at: row2.reversedAt, reason: row2.reversalReason ?? "" } } : {}
});
async function paymentsFor(tx, of) {
  const where = "subject" in of ? { subjectType: of.subject.type, subjectId: of.subject.id } : { invoiceId: { in: [...of.invoiceIds] } };
  const rows = await tx.payment.findMany({ where, orderBy: { id: "asc" } });
  return rows.map(toPayment);
}
async function netReceivedFor(tx, invoiceId) {
  const invoice = await invoiceById(tx, invoiceId);
  if (!invoice) throw new NotFound("invoice");
  return netOf(invoice);
}
async function paymentById(tx, id) {
  const row2 = await tx.payment.findUnique({ where: { id } });
  return row2 ? toPayment(row2) : void 0;
}
async function paymentByKey(tx, key3) {
  const row2 = await tx.payment.findUnique({ where: { key: key3 } });
  return row2 ? toPayment(row2) : void 0;
}
async function samePayment(tx, invoiceId, method, reference) {
  const row2 = await tx.payment.findFirst({
    where: { invoiceId, method, reference: { equals: reference, mode: "insensitive" }, reversedAt: null }
  });
  return row2 ? toPayment(row2) : void 0;
}
async function insertPayment(work, payment, key3) {
  const { count } = await work.tx.payment.createMany({
    data: {
      id: payment.id,
      key: key3 ?? null,
      customerId: payment.customerId,
      invoiceId: payment.invoiceId ?? null,
      subjectType: payment.subject?.type ?? null,
      subjectId: payment.subject?.id ?? null,
      currency: payment.amount.currency,
      amount: payment.amount.amount,
      method: payment.method,
      reference: payment.reference ?? null,
      receivedOn: toDbDate(payment.receivedOn),
      recordedBy: payment.recordedBy,
      recordedAt: payment.recordedAt
    },
    skipDuplicates: true
  });
  return count === 1;
}
async function markReversed(work, id, reason2) {
  const { count } = await work.tx.payment.updateMany({
    where: { id, reversedAt: null },
    data: { reversedBy: work.by.id, reversedAt: work.now, reversalReason: reason2 }
  });
  return count === 1;
}

// src/features/payments/receive-payment.ts
async function refuseSame(work, invoice, input2) {
  if (!input2.reference) return;
  const same = await samePayment(work.tx, invoice.id, input2.method, input2.reference);
  if (!same) return;
  const what = `${methodTexts[input2.method]} ${input2.reference}`;
  throw new Conflict(
    `${person(same.recordedBy)} recorded ${what} for invoice ${invoiceRef(invoice)} ${moment(same.recordedAt)}. If it is another one, give its own reference.`
  );
}
var toPayment2 = (work, input2) => ({
  id: newId(),
  customerId: input2.customerId,
  ...input2.invoiceId ? { invoiceId: input2.invoiceId } : {},
  ...input2.subject ? { subject: input2.subject } : {},
  amount: input2.amount,
  method: input2.method,
  ...input2.reference ? { reference: input2.reference } : {},
  receivedOn: input2.receivedOn,
  recordedBy: work.by.id,
  recordedAt: work.now
});
async function receivePayment(work, input2) {
  const before = input2.key ? await paymentByKey(work.tx, input2.key) : void 0;
  if (before) return before;
  checkReceived(input2, work.today);
  const invoice = input2.invoiceId ? await lockInvoice(work, input2.invoiceId) : void 0;
  if (invoice && invoice.customerId !== input2.customerId)
    throw new FieldErrors({ amount: "This invoice is another customer\u2019s." });
  if (invoice) await refuseSame(work, invoice, input2);
  const paid = invoice ? paidAfter(invoice, input2) : 0n;
  const payment = toPayment2(work, input2);
  if (!await insertPayment(work, payment, input2.key)) {
    const first = input2.key ? await paymentByKey(work.tx, input2.key) : void 0;
    if (first) return first;
    throw new Conflict("This payment was recorded just now.");
  }
  const settled = invoice && await settleInvoice(work, invoice, paid, (after) => ({
    text: recordedText(person(work.by.id), payment, after),
    key: `payment.recorded:${payment.id}`
  }));
  work.audit({
    action: "payment.recorded",
    subject: storyOf2(payment, settled),
    customerId: payment.customerId,
    after: auditFacts(payment, settled)
  });
  await work.emit(paymentRecorded, eventOf(payment, settled));
  return payment;
}

// src/features/payments/record-payment.ts
async function recordPayment(deps, by, input2) {
  return deps.transact(by, async (work) => {
    work.require(moneyRoles, "record payments");
    const invoice = await invoiceById(work.tx, input2.invoiceId);
    if (!invoice) throw new NotFound("invoice");
    return receivePayment(work, { ...input2, customerId: invoice.customerId });
  });
}

// src/features/payments/reverse-payment.ts
init_errors();
async function load(work, id) {
  const payment = await paymentById(work.tx, id);
  if (!payment) throw new NotFound("payment");
  return payment;
}
function alreadyReversed(payment) {
  if (!payment.reversed) return new Conflict("This payment was reversed just now.");
  const { by, at, reason: reason2 } = payment.reversed;
  return new Conflict(`${person(by)} reversed this payment ${moment(at)}: ${reason2}`);
}
async function reversePayment(deps, by, input2) {
  await deps.transact(by, async (work) => {
    work.require(moneyRoles, "reverse payments");
    const payment = await load(work, input2.paymentId);
    const invoice = payment.invoiceId ? await lockInvoice(work, payment.invoiceId) : void 0;
    if (!await markReversed(work, payment.id, input2.reason)) throw alreadyReversed(await load(work, payment.id));
    const paid = invoice ? paidAfterReversal(invoice.paid.amount, payment.amount.amount) : 0n;
    const why = escapeMrkdwn(input2.reason);
    const settled = invoice && await settleInvoice(work, invoice, paid, (after) => ({
      text: `${person(work.by.id)} reversed the payment of ${escapeMrkdwn(paymentText(payment))}: ${why}
${balanceText(after)}`,
      key: `payment.reversed:${payment.id}`
    }));
    work.audit({
      action: "payment.reversed",
      subject: storyOf2(payment, settled),
      customerId: payment.customerId,
      before: auditFacts(payment, invoice),
      after: auditFacts(payment, settled),
      reason: input2.reason
    });
    await work.emit(paymentReversed, { ...eventOf(payment, settled), reason: input2.reason });
  });
}

// src/features/payments/slack.ts
var actions5 = {
  "payment.record": opens2("record payments", (invoice, today) => {
    if (invoice.open.amount === 0n) throw new UserError(`Invoice ${invoiceRef(invoice)} is paid in full already.`);
    return recordModal(invoice, today);
  }),
  "payment.reverse": async (request3) => {
    await requireEarly(request3, moneyRoles, "reverse payments");
    const { prisma } = request3.deps.db;
    const invoice = await invoiceById(prisma, request3.value);
    if (!invoice) throw new NotFound("invoice");
    const payments = (await paymentsFor(prisma, { invoiceIds: [invoice.id] })).filter((payment) => !payment.reversed);
    if (payments.length === 0) throw new UserError(`Invoice ${invoiceRef(invoice)} has no payment to reverse.`);
    return { modal: reverseModal(invoice, payments) };
  }
};
var submissions5 = {
  "payment.record": async (request3) => {
    const { deps, by, data, values } = request3;
    const invoice = await invoiceById(deps.db.prisma, data);
    if (!invoice) throw new NotFound("invoice");
    const chosen = values.option("method");
    const method = paymentMethods.find((each) => each === chosen);
    const payment = await recordPayment(deps, by, {
      invoiceId: data,
      amount: amountOf(request3, "amount", invoice.amount.currency),
      method: required(method, "method", "Choose how it was paid."),
      reference: values.text("reference"),
      receivedOn: required(values.day("received_on"), "received_on", "Enter the day the money came in.")
    });
    const after = await invoiceById(deps.db.prisma, data);
    return { say: { text: `Recorded ${escapeMrkdwn(paymentText(payment))}. ${after ? balanceText(after) : ""}` } };
  },
  "payment.reverse": async ({ deps, by, values }) => {
    const paymentId = required(values.option("payment"), "payment", "Choose the payment.");
    const reason2 = required(values.text("reason"), "reason", "Say why it is reversed.");
    await reversePayment(deps, by, { paymentId, reason: reason2 });
    return { say: { text: "The payment is reversed. What it had opened is shut again." } };
  }
};

// src/features/payments/index.ts
var paymentsSlice = { name: "payments", actions: actions5, submissions: submissions5 };

// src/features/onboarding/guards.ts
init_errors();
var requireStageWith = (project, action) => {
  const stages = project.playbook.stages.filter((stage) => stage.actions.includes(action));
  if (stages.some((stage) => stage.key === project.stage)) return;
  const there = stages.map((stage) => stage.name).join(" or ");
  throw new UserError(
    there === "" ? `The playbook \u201C${project.playbook.name}\u201D doesn't have this step.` : `${projectRef(project)} is at ${stageName(project.playbook, project.stage)}: this is done at ${there}.`
  );
};
var requireReason = (reason2) => {
  const text3 = reason2.trim();
  if (text3 === "") throw new FieldErrors({ reason: "Write a short reason: it is kept with the project." });
  return text3;
};

// src/features/onboarding/arming.ts
var missingForArming = (project, roleName) => {
  const asks = project.playbook.stages.some(
    (stage) => [...stage.onApprove, ...stage.onOpen].includes("request_acknowledgements")
  );
  const silent = asks ? acknowledgementsMissing(project) : [];
  return [
    ...project.subscription ? [] : ["the subscription with its recurring template"],
    ...project.wentLiveOn ? [] : ["the day on which the customer went live"],
    ...silent.map((desk) => `the acknowledgement of ${roleName(desk)}`)
  ];
};
var armingOf = async (tx, project, roleName) => {
  requireActive(project);
  requireStageWith(project, "recurring.arm");
  const missing2 = missingForArming(project, roleName);
  if (missing2.length > 0 || project.wentLiveOn === void 0) {
    throw new UserError(`Recurring billing can't be armed yet. Missing: ${missing2.join("; ")}.`);
  }
  return {
    subject: projectSubject(project.id),
    prepaidNet: await prepaidFor(tx, project),
    wentLiveOn: project.wentLiveOn
  };
};
var prepaidFor = async (tx, project) => {
  const invoice = project.invoices.find((each) => each.kind === "first_month" && each.state !== "void");
  if (!invoice || invoice.paid.amount === 0n) return void 0;
  return netReceivedFor(tx, invoice.id);
};
var figuresOf = (bill) => [bill.nextOn, bill.monthly.amount, bill.credit.amount, bill.due.amount].join("_");

// src/features/onboarding/follow-up.ts
var followUpActivity = "follow_up";
var followUpOn = (project, today) => {
  const days = followUpStage(project.playbook)?.dueDaysAfterGoLive;
  return days === void 0 ? void 0 : addDays(project.wentLiveOn ?? today, days);
};
var followUpStage = (playbook) => playbook.stages.find((stage) => stage.dueDaysAfterGoLive !== void 0);
var followUpEffect = {
  run: async (_deps, work, project) => {
    const on2 = followUpOn(project, work.today);
    if (on2 === void 0) return;
    const [owner] = await ableOf(work.tx, [project.ownerId]);
    const desk = followUpStage(project.playbook)?.desk ?? [];
    await scheduleActivity(work, {
      key: `${followUpActivity}:${project.id}`,
      type: followUpActivity,
      subject: projectSubject(project.id),
      customerId: project.customerId,
      description: `Follow up ${projectRef(project)} ${project.customer.name}: are they satisfied? Adjust users, devices and invoices.`,
      startOn: on2,
      expectedOn: on2,
      // Nobody is asked who can't do it: the desk is instead. ALL-6
      ...owner ? { assigneeId: owner } : { unit: await channelRole(work.tx, desk) }
    });
  }
};

// src/features/onboarding/request-hardware.ts
init_errors();

// src/features/onboarding/hardware.ts
var hardwareStep = (project) => {
  if (project.hardware?.orderedAt) return "ordered";
  if (!hardwareCharge(project)) return "none";
  if (!project.hardware) return "waiting";
  return project.hardware.reviewedAt ? "order" : "review";
};
var hardwareCharge = (project) => project.invoices.find((each) => each.kind === "hardware" && each.state !== "void" && each.amount.amount > 0n);

// src/features/onboarding/request-hardware.ts
var hardwareReviewer = "reviewer";
var hardwareBuyer = "purchasing";
var hardwareSlot = (projectId, part) => ({
  kind: "hardware",
  subjectId: projectId,
  part
});
var showHardware = (work, project) => {
  if (!project.hardware) return;
  work.show(hardwareSlot(project.id, hardwareReviewer));
  if (project.hardware.reviewedAt) work.show(hardwareSlot(project.id, hardwareBuyer));
};
var requestHardware = async (work, project) => {
  if (hardwareStep(project) !== "waiting") return;
  if (!await insertHardwareOrder(work.tx, project.id)) return;
  work.show(hardwareSlot(project.id, hardwareReviewer), { role: hardwareReviewer });
  work.audit({
    action: "hardware.requested",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { step: "review" }
  });
};
var hardwareEffect = {
  run: (_deps, work, project) => requestHardware(work, project),
  undo: async (_deps, work, project) => {
    const step = hardwareStep(project);
    if (step === "none" || step === "waiting") return;
    const sent = project.invoices.some((each) => each.kind === "hardware" && each.sent !== void 0);
    if (sent) return;
    if (step !== "review")
      throw new UserError("The hardware was reviewed because of this decision: it can no longer be undone.");
    await deleteHardwareOrder(work.tx, project.id);
    showHardware(work, project);
  }
};

// src/features/onboarding/schedule-transfer.ts
init_errors();
var transferAttendees = (input2) => [
  "sales",
  "engineer",
  "service",
  ...input2.hosted ? ["hosting"] : [],
  ...new Set(input2.people)
];
var scheduleTransfer = (deps, by, input2) => deps.transact(by, async (work) => {
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  const desk = desksWith(project.playbook, "transfer.schedule");
  work.require(desk, "schedule the knowledge transfer");
  requireActive(project);
  requireStageWith(project, "transfer.schedule");
  const planned = project.activities.find((each) => each.type === transferActivity && each.state === "open");
  if (planned) {
    const on2 = planned.startOn ? ` for ${formatDay(planned.startOn)}` : "";
    throw new Conflict(`The meeting is scheduled already${on2}: A-${planned.ref}. Reschedule it from its message.`);
  }
  const attendees = transferAttendees(input2);
  const activityId = await scheduleActivity(work, {
    type: transferActivity,
    subject: projectSubject(project.id),
    customerId: project.customerId,
    description: input2.about ?? `Transfer of knowledge: ${projectRef(project)} ${project.customer.name}`,
    startOn: input2.on,
    expectedOn: input2.on,
    unit: await channelRole(work.tx, desk),
    assigneeId: (await ableOf(work.tx, [project.managerId]))[0],
    attendees
  });
  const note = `${person(work.by.id)} has scheduled the knowledge transfer for ${formatDay(input2.on)}.`;
  await projectChanged(work, project, { note });
  return activityId;
});
var transferPlanned = (project) => project.activities.some((each) => each.type === transferActivity && each.state === "open");

// src/features/onboarding/money-effects.ts
var moneyEffects = {
  request_hardware: hardwareEffect,
  request_acknowledgements: acknowledgementEffect,
  schedule_follow_up: followUpEffect
};
var askException = ({ project, gates }) => gates.some(([, now]) => now.offers.length > 0) ? { text: "Ask for an exception", value: project.id } : void 0;
var setUpSubscription2 = ({ project }) => ({
  text: project.subscription ? "Subscription" : "Set up subscription",
  value: project.id
});
var scheduleTransfer2 = ({ project, facts: facts2 }) => facts2.holds.has("transfer_meeting") || transferPlanned(project) ? void 0 : { text: "Schedule knowledge transfer", value: project.id };
var armRecurring2 = ({ project }) => {
  if (project.subscription?.template.armed) return { text: "Recurring billing", value: project.id };
  return missingForArming(project, (role) => role).length > 0 ? void 0 : { text: "Arm recurring billing", value: project.id };
};
var moneyDeskActions = {
  "gate.override": askException,
  "subscription.set_up": setUpSubscription2,
  "transfer.schedule": scheduleTransfer2,
  "recurring.arm": armRecurring2
};
var refreshSlots = async (work, project) => {
  showHardware(work, project);
  for (const each of project.overrides) {
    if (each.state === "requested") work.show({ kind: "override", subjectId: each.id });
  }
  if (!await wereAcknowledgementsAsked(work, project)) return;
  for (const desk of acknowledgingDesks) work.show(acknowledgementSlot(project.id, desk));
};
var wereAcknowledgementsAsked = async (work, project) => {
  const { stages } = project.playbook;
  const name3 = "request_acknowledgements";
  const approved = stages.filter((stage) => stage.onApprove.includes(name3)).map((stage) => stage.key);
  const opened3 = stages.filter((stage) => stage.onOpen.includes(name3)).map((stage) => stage.key);
  return approved.length + opened3.length > 0 && hasBeenAt(work.tx, project.id, { approved, opened: opened3 });
};

// src/features/onboarding/effects.ts
var stageEffects = {
  ...moneyEffects,
  /** ONB-3: accounting gets a message for each up-front charge. Undone, they stay: the folder comes back to billing anyway. */
  present_invoices: { run: (_deps, work, project) => presentInvoices(work, projectSubject(project.id)) }
};

// src/features/onboarding/remind-on.ts
function remindOnOf(stage, from, wentLiveOn, holidays) {
  const slow = addBusinessDays(from, stage.remindAfterBusinessDays, holidays);
  if (stage.dueDaysAfterGoLive === void 0 || wentLiveOn === void 0) return slow;
  const due = addDays(wentLiveOn, stage.dueDaysAfterGoLive);
  const dueBusiness = isBusinessDay(due, holidays) ? due : addBusinessDays(due, 1, holidays);
  return compareDays(slow, dueBusiness) > 0 ? slow : dueBusiness;
}

// src/features/onboarding/open-turn.ts
var assigneeOf = async (work, project, coming) => {
  const { assign } = coming.stage;
  const wanted2 = assign ? assign === "owner" ? project.ownerId : project.managerId : coming.keeper;
  return wanted2 === void 0 ? void 0 : (await ableOf(work.tx, [wanted2]))[0];
};
var planTurn = async (work, project, coming) => {
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  return {
    desk: coming.stage.desk,
    handoff: {
      id: newId(),
      turn: project.turns + 1,
      stage: coming.stage.key,
      state: "open",
      cameFrom: coming.cameFrom,
      cameBy: coming.cameBy,
      reason: coming.reason,
      openedBy: work.by.id,
      openedAt: work.now,
      assigneeId: await assigneeOf(work, project, coming),
      touchedAt: void 0,
      decidedBy: void 0,
      decidedAt: void 0,
      decisionReason: void 0,
      returnedTo: void 0,
      remindOn: remindOnOf(coming.stage, work.today, project.wentLiveOn, holidays)
    }
  };
};
var tellAssignee2 = (work, project, assigneeId, why) => {
  if (assigneeId === void 0 || assigneeId === work.by.id) return;
  const folder = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  const text3 = `${folder} is with you at *${escapeMrkdwn(stageName(project.playbook, project.handoff.stage))}*: ${why}`;
  work.post({ to: { user: assigneeId }, content: { text: text3 } });
};
var announceTurn = async (deps, work, project, stage, why) => {
  work.show(handoffSlot(project.handoff), { role: await channelRole(work.tx, stage.desk) });
  tellAssignee2(work, project, project.handoff.assigneeId, why);
  await runEffects(deps, work, project, stage.onOpen);
};
var runEffects = async (deps, work, project, names) => {
  for (const name3 of names) await stageEffects[name3].run(deps, work, project);
};
var undoEffects = async (deps, work, project, names) => {
  for (const name3 of names) await stageEffects[name3].undo?.(deps, work, project);
};
var didWhat = (work, what) => `${person(work.by.id)} ${what}`;

// src/features/onboarding/policies.ts
import { z as z7 } from "zod";
var amounts = z7.record(z7.string().refine(isCurrency), z7.string().regex(/^\d{1,12}$/));
var onboardingPolicy = {
  key: "onboarding",
  title: "Onboarding",
  schema: z7.object({
    defaultCurrency: z7.string().refine(isCurrency),
    hardwareFreeBelow: amounts,
    allowSelfApproval: z7.boolean()
  }),
  defaults: { defaultCurrency: "USD", hardwareFreeBelow: { USD: "50000" }, allowSelfApproval: false },
  fields: {
    defaultCurrency: { label: "Currency offered for new projects", kind: "text", hint: "Three letters, such as USD." },
    hardwareFreeBelow: {
      label: "Hardware below this is ordered before it is paid",
      kind: "amounts",
      hint: "Tax included, one amount per currency. A currency that is not named has no such exception."
    },
    allowSelfApproval: {
      label: "People may approve exceptions that they asked for themselves",
      kind: "boolean",
      hint: "Only for a workspace of one person."
    }
  }
};

// src/features/onboarding/turn-rules.ts
init_errors();
var requireDesk = (work, { project, turn }, doing) => {
  const stage = stageOf(project.playbook, turn.stage);
  if (!stage)
    throw new UserError(`${projectRef(project)} has no stage "${turn.stage}". Tell an admin: its playbook is damaged.`);
  work.require(stage.desk, `${doing} ${projectRef(project)} at ${stage.name}`);
  return stage;
};
var deeds = {
  approved: "approved it",
  returned: "returned it",
  undone: "took back the decision that brought it here",
  cancelled: "cancelled the project"
};
var wasFirst = (project, turn) => {
  const where = `${projectRef(project)} is at ${stageName(project.playbook, project.stage)} now.`;
  if (turn.state === "open" || !turn.decidedBy || !turn.decidedAt) return new Conflict(`Somebody was first. ${where}`);
  return new Conflict(`${person(turn.decidedBy)} was first: ${deeds[turn.state]} at ${moment(turn.decidedAt)}. ${where}`);
};
var requireUndecided = ({ project, turn }) => {
  if (turn.state !== "open") throw wasFirst(project, turn);
};

// src/features/onboarding/approve-handoff.ts
var requireComplete = async (work, project, stage) => {
  const items = checklistOf(project, stage, projectFacts(project), await work.policy(onboardingPolicy));
  const missing2 = missingFor(items);
  if (missing2.length === 0) return;
  const lines = missing2.map((each) => `\u2022 ${each}`).join("\n");
  throw new UserError(
    `${projectRef(project)} can't be handed on yet. Missing at ${stage.name}:
${lines}
Set them with *Checklist*, then approve again.`
  );
};
var stateAfter2 = (project, next, work) => next ? { ...project, stage: next.key } : { ...project, stage: closedStage, state: "closed", endedAt: work.now };
var approveHandoff = (deps, by, input2) => deps.transact(by, async (work) => {
  const loaded2 = await loadProjectOfHandoff(work.tx, input2.handoffId, { lock: true, extent: "stage" });
  const stage = requireDesk(work, loaded2, "approve");
  requireUndecided(loaded2);
  requireActive(loaded2.project);
  await requireComplete(work, loaded2.project, stage);
  return handOn(deps, work, loaded2, stage);
});
var handOn = async (deps, work, loaded2, stage) => {
  const { project, turn } = loaded2;
  const next = stageOf(project.playbook, stage.next);
  const opened3 = next && await planTurn(work, project, { stage: next, cameFrom: stage.key, cameBy: "approved" });
  const after = stateAfter2(project, next, work);
  const decision = {
    handoffId: turn.id,
    state: "approved",
    by: work.by.id,
    at: work.now,
    stage: after.stage,
    project: after.state
  };
  if (!await passFolder(work.tx, decision, opened3)) throw wasFirst(project, turn);
  const now = stageName(project.playbook, after.stage);
  work.audit({
    action: "handoff.approved",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { stage: stage.key },
    after: { stage: after.stage, handoff: turn.id }
  });
  const what = didWhat(
    work,
    next ? `approved ${escapeMrkdwn(stage.name)}; now at *${escapeMrkdwn(now)}*.` : `approved ${escapeMrkdwn(stage.name)}; the project is finished.`
  );
  work.show(handoffSlot(turn));
  work.post({ to: { thread: handoffSlot(turn) }, content: { text: what } });
  await runEffects(deps, work, after, stage.onApprove);
  const current = opened3 ? { ...after, handoff: opened3.handoff, turns: opened3.handoff.turn } : after;
  if (next) await announceTurn(deps, work, current, next, `${didWhat(work, `approved ${escapeMrkdwn(stage.name)}`)}.`);
  return { project: current, handoffId: turn.id, stage: stage.key, now };
};

// src/features/onboarding/assign-handoff.ts
init_errors();
var assignHandoff = async (deps, by, input2) => {
  const peek = await loadProjectOfHandoff(deps.db.prisma, input2.handoffId, { extent: "stage" });
  const desk = peek.project.playbook.stages.find((each) => each.key === peek.turn.stage)?.desk ?? [];
  const members = await deps.membersOf(desk);
  return deps.transact(by, async (work) => {
    const loaded2 = await loadProjectOfHandoff(work.tx, input2.handoffId, { lock: true, extent: "stage" });
    const { project, turn } = loaded2;
    const stage = requireDesk(work, loaded2, "assign");
    requireUndecided(loaded2);
    requireActive(project);
    if (!members.includes(input2.assigneeId)) {
      const names = stage.desk.map(deps.roleName).join(" or ");
      throw new FieldErrors({ assignee: `Choose somebody of ${names}: only they can decide at ${stage.name}.` });
    }
    if (turn.assigneeId === input2.assigneeId) throw new Conflict(`${person(input2.assigneeId)} has it already.`);
    await assignTurn(work.tx, turn.id, input2.assigneeId);
    work.audit({
      action: "handoff.assigned",
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { assignee: turn.assigneeId ?? null },
      after: { assignee: input2.assigneeId, stage: stage.key }
    });
    const after = { ...project, handoff: { ...turn, assigneeId: input2.assigneeId } };
    await projectChanged(work, after, {
      note: `${didWhat(work, `assigned ${escapeMrkdwn(stage.name)} to`)} ${person(input2.assigneeId)}.`
    });
    tellAssignee2(work, after, input2.assigneeId, `${didWhat(work, "assigned it to you")}.`);
    return after;
  });
};

// src/features/onboarding/undo-rules.ts
var undoMinutes = 10;
var isUndoable = (turn, now) => (turn.state === "approved" || turn.state === "returned") && turn.decidedAt !== void 0 && now.getTime() - turn.decidedAt.getTime() <= undoMinutes * 6e4;
var leftBaton = (project, since2) => {
  const sent = project.invoices.find((each) => each.sent !== void 0 && each.sent.at > since2);
  if (sent) return `the invoice for ${sent.label} was sent`;
  const asked = project.invoices.find((each) => each.permission !== void 0 && each.permission.at > since2);
  if (asked) return `the customer permitted the charge for ${asked.label}`;
  const armedAt = project.subscription?.template.armedAt;
  return armedAt !== void 0 && armedAt > since2 ? "recurring billing was armed" : void 0;
};

// src/features/onboarding/decided-views.ts
var decidedAnswer = (decided, verb) => {
  const name3 = `${projectRef(decided.project)} ${escapeMrkdwn(decided.project.customer.name)}`;
  const where = decided.project.state === "closed" ? "it is finished" : `it is at *${escapeMrkdwn(decided.now)}* now`;
  const text3 = `You ${verb} *${name3}*: ${where}. You can undo this for ${undoMinutes} minutes, while nobody went on with it.`;
  return { text: text3, blocks: [section(text3, button({ text: "Undo", action: "decision.undo", value: decided.handoffId }))] };
};

// src/features/onboarding/handoff-views.ts
var paragraphs = (title, lines) => {
  const parts2 = [];
  let part = `*${title}*`;
  for (const line5 of lines.map((each) => clip(each, 600))) {
    if (part.length + line5.length > 2900) {
      parts2.push(part);
      part = line5;
    } else part = `${part}
${line5}`;
  }
  return lines.length === 0 ? [] : [...parts2, part].map((text3) => section(text3));
};
var name2 = (project) => `${projectRef(project)} ${project.customer.name}`;
var itemLine = (state) => {
  const { item, done: done2, last, value } = state;
  const written = item.kind === "date" && value ? `: ${formatDay(value)}` : "";
  const text3 = item.kind === "text" && value ? `: ${escapeMrkdwn(value)}` : "";
  const who = done2 && last && item.kind !== "fact" ? ` (${person(last.by)}, ${moment(last.at)})` : "";
  const doubt = isInDoubt(state) ? " \u26A0\uFE0F set while its gate was open; it is shut again" : "";
  return `${done2 ? "\u2611" : "\u2610"} ${escapeMrkdwn(item.label)}${written}${text3}${item.optional && !done2 ? " (optional)" : ""}${who}${doubt}`;
};
var gateLine = ([gate, decision]) => {
  const asked = decision.requested ? ` An exception was asked for by ${person(decision.requested.requestedBy)}.` : "";
  return `${decision.open ? "\u{1F513}" : "\u{1F512}"} ${escapeMrkdwn(gate.name)}: ${escapeMrkdwn(decision.why)}${asked}`;
};
var cameBy = (project, turn) => {
  const from = turn.cameFrom ? ` from ${escapeMrkdwn(stageName(project.playbook, turn.cameFrom))}` : "";
  const how = { created: "Created", approved: "Handed over", returned: "Returned", reopened: "Re-opened" }[turn.cameBy];
  return `${how}${from} by ${person(turn.openedBy)}, here since ${moment(turn.openedAt)}.`;
};
var facts = (project, turn) => {
  const days = [
    ["Target go-live", project.targetGoLiveOn],
    ["ETA", project.etaOn],
    ["Go-live scheduled", project.goLiveOn],
    ["Live since", project.wentLiveOn]
  ];
  return fields([
    ["With", turn.assigneeId ? person(turn.assigneeId) : "Nobody yet: take it with Assign"],
    ["Owner", person(project.ownerId)],
    ["Project manager", person(project.managerId)],
    ...days.flatMap(([label2, on2]) => on2 ? [[label2, formatDay(on2)]] : [])
  ]);
};
var reasonBlock = (turn) => {
  if (!turn.reason) return [];
  const why = turn.cameBy === "returned" ? "Why it came back" : "Why it was re-opened";
  return [section(`*${why}*
>${escapeMrkdwn(turn.reason).replaceAll("\n", "\n>")}`)];
};
var handoffButtons = ({ project, turn, stage }) => [
  { text: "Approve", action: "handoff.approve", value: turn.id, style: "primary" },
  ...project.playbook.stages[0]?.key === stage.key ? [] : [{ text: "Return", action: "handoff.return", value: turn.id }],
  { text: "Assign", action: "handoff.assign", value: turn.id },
  { text: "Checklist", action: "handoff.checklist", value: turn.id }
];
var openBlocks = (view) => {
  const { project, turn, stage, items, offers } = view;
  const gates = gatesOf(items);
  const isHeld = project.state === "on_hold";
  const todo = items.filter((each) => !each.done);
  return [
    section(`*${projectRef(project)}* \xB7 ${escapeMrkdwn(project.playbook.name)}
${cameBy(project, turn)}`),
    ...reasonBlock(turn),
    ...isHeld ? [section(`\u23F8\uFE0F *On hold*: ${escapeMrkdwn(project.stateReason ?? "")}`)] : [],
    facts(project, turn),
    ...paragraphs("Done", items.filter((each) => each.done).map(itemLine)),
    ...paragraphs(
      "To do",
      todo.map((each) => `${itemLine(each)}${isBlocked(each) ? " \u{1F512}" : ""}`)
    ),
    ...paragraphs("Gates", gates.map(gateLine)),
    ...isHeld ? [context(`Nothing can be decided until somebody resumes it from \`/onboard show ${projectRef(project)}\`.`)] : [
      buttons(`handoff:${turn.id}`, handoffButtons(view)),
      ...offers.length > 0 ? [buttons(`desk:${turn.id}`, offers)] : []
    ],
    ...todo.length === 0 && !isHeld ? [context(`Everything at ${escapeMrkdwn(stage.name)} is done: it can be handed on.`)] : []
  ];
};
var outcome = (project, turn) => {
  const who = turn.decidedBy ? person(turn.decidedBy) : "Somebody";
  const at = turn.decidedAt ? `, ${moment(turn.decidedAt)}` : "";
  const why = turn.decisionReason ? `
>${escapeMrkdwn(turn.decisionReason).replaceAll("\n", "\n>")}` : "";
  switch (turn.state) {
    case "approved":
      return `\u2705 Approved by ${who}${at}.`;
    case "returned":
      return `\u21A9\uFE0F Returned to ${escapeMrkdwn(stageName(project.playbook, turn.returnedTo ?? ""))} by ${who}${at}.${why}`;
    case "undone":
      return `\u23EA ${who} took back the decision that brought it here${at}.`;
    case "cancelled":
      return `\u{1F6D1} ${who} cancelled the project${at}.${why}`;
    case "open":
      return "Open.";
  }
};
var handoffMessage = (view) => {
  const { project, turn, stage } = view;
  const title = header(`${stage.name}: ${project.customer.name}`);
  if (turn.state === "open") {
    const text4 = clip(escapeMrkdwn(`${stage.name}: ${name2(project)} is at your desk`), 3e3);
    return { text: text4, blocks: [title, ...openBlocks(view)], open: project.state === "active" };
  }
  const text3 = clip(escapeMrkdwn(`${stage.name}: ${name2(project)} \u2013 ${turn.state}`), 3e3);
  const came = context(`*${projectRef(project)}* \xB7 ${cameBy(project, turn)}`);
  return { text: text3, blocks: [title, section(outcome(project, turn)), came], open: false };
};

// src/features/onboarding/folder-form-views.ts
var reasonInput2 = (hint) => textInput({ name: "reason", label: "Reason", hint, multiline: true, max: 1e3 });
var returnForm = (project, turn, stage, earlier) => {
  const usual = stage.back.flatMap((key3) => earlier.filter((each) => each.key === key3));
  const all = [...usual, ...earlier.filter((each) => !usual.includes(each))];
  const [first] = usual.length > 0 ? usual.slice(-1) : all;
  return modal({
    callback: "handoff.return",
    title: `Return ${projectRef(project)}`,
    submit: "Return",
    data: turn.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}* goes back from ${escapeMrkdwn(stage.name)}. That desk\u2019s ticks are to be set again.`
      ),
      selectInput({
        name: "to",
        label: "To which desk",
        choices: all.map((each) => ({ text: each.name, value: each.key })),
        initial: first?.key ?? ""
      }),
      reasonInput2("The desk reads this: say what is to be mended.")
    ]
  });
};
var assignForm = (project, turn, stage, desk) => modal({
  callback: "handoff.assign",
  title: `Assign ${projectRef(project)}`,
  submit: "Assign",
  data: turn.id,
  blocks: [
    section(
      `*${escapeMrkdwn(project.customer.name)}* at ${escapeMrkdwn(stage.name)}: who of ${escapeMrkdwn(desk)} does it?`
    ),
    personInput({ name: "assignee", label: "Person", ...turn.assigneeId ? { initial: turn.assigneeId } : {} })
  ]
});
var tickFields = (count) => Array.from({ length: Math.ceil(count / 10) }, (_, at) => at === 0 ? ticksField : `${ticksField}_${at + 1}`);
var tickInputs = (items) => tickFields(items.length).map((name3, at) => {
  const part = items.slice(at * 10, at * 10 + 10);
  const choices2 = part.map(({ item }) => ({
    text: item.label,
    value: item.key,
    ...item.optional ? { description: "optional" } : {}
  }));
  const initial = part.filter((each) => each.done).map(({ item }) => item.key);
  return ticksInput({ name: name3, label: at === 0 ? "Ticks" : "More ticks", choices: choices2, initial });
});
var valueInput = ({ item, value }) => {
  const field2 = { name: item.key, label: item.label, optional: true };
  const initial = value ? { initial: value } : {};
  return item.kind === "date" ? dateInput({ ...field2, ...initial }) : textInput({ ...field2, ...initial, multiline: true, max: 1e3 });
};
var checklistForm = (project, turn, stage, items, shownAt) => {
  const own = items.filter((each) => each.item.kind !== "fact" && !isBlocked(each));
  const waiting = items.filter((each) => each.item.kind !== "fact" && isBlocked(each));
  const facts2 = items.filter((each) => each.item.kind === "fact");
  return modal({
    callback: "checklist.save",
    title: `Checklist ${projectRef(project)}`,
    ...own.length > 0 ? { submit: "Save" } : {},
    data: `${turn.id}:${shownAt.getTime()}`,
    blocks: [
      section(`*${escapeMrkdwn(project.customer.name)}* at ${escapeMrkdwn(stage.name)}`),
      ...tickInputs(own.filter((each) => each.item.kind === "tick")),
      ...own.filter((each) => each.item.kind !== "tick").map(valueInput),
      ...paragraphs(
        "Waits for a gate",
        waiting.flatMap((each) => [
          itemLine(each),
          ...each.gate ? [gateLine([each.gate.rule, each.gate.decision])] : []
        ])
      ),
      ...paragraphs("Set by themselves", facts2.map(itemLine)),
      ...items.length === 0 ? [context("Nothing needs to be ticked here.")] : []
    ]
  });
};

// src/features/onboarding/return-handoff.ts
init_errors();
var returnHandoff = (deps, by, input2) => deps.transact(by, async (work) => {
  const loaded2 = await loadProjectOfHandoff(work.tx, input2.handoffId, { lock: true });
  const { project, turn } = loaded2;
  const stage = requireDesk(work, loaded2, "return");
  requireUndecided(loaded2);
  requireActive(project);
  const target = earlierStages(project.playbook, stage.key).find((each) => each.key === input2.to);
  if (!target) throw new FieldErrors({ to: `Choose a desk before ${stage.name}.` });
  if (!input2.reason.trim())
    throw new FieldErrors({ reason: "Say why it goes back, so that the desk knows what to mend." });
  const keeper = await lastKeeper(work.tx, project.id, target.key);
  const coming = { stage: target, cameFrom: stage.key, cameBy: "returned", reason: input2.reason, keeper };
  const opened3 = await planTurn(work, project, coming);
  const decision = {
    handoffId: turn.id,
    state: "returned",
    by: work.by.id,
    at: work.now,
    reason: input2.reason,
    returnedTo: target.key,
    stage: target.key,
    project: "active"
  };
  if (!await passFolder(work.tx, decision, opened3)) throw wasFirst(project, turn);
  await reopenTicks(work.tx, project.id, target.key, opened3.handoff.turn);
  work.audit({
    action: "handoff.returned",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { stage: stage.key },
    after: { stage: target.key, handoff: turn.id },
    reason: input2.reason
  });
  const what = `returned it from ${escapeMrkdwn(stage.name)} to ${escapeMrkdwn(target.name)}: ${escapeMrkdwn(input2.reason)}`;
  work.show(handoffSlot(turn));
  work.post({ to: { thread: handoffSlot(turn) }, content: { text: didWhat(work, what) } });
  const after = { ...project, stage: target.key, handoff: opened3.handoff, turns: opened3.handoff.turn };
  await refreshSlots(work, after);
  await announceTurn(deps, work, after, target, didWhat(work, what));
  return { project: after, handoffId: turn.id, stage: stage.key, now: target.name };
});

// src/features/onboarding/save-checklist.ts
init_errors();

// src/features/onboarding/dates.ts
var refusalOfDate = (project, date, on2, today) => {
  if (date !== "wentLiveOn" || on2 === project.wentLiveOn) return void 0;
  if (project.subscription?.template.armed) {
    return "Recurring billing was armed from the day the customer went live. Disarm it first, then correct the day.";
  }
  if (on2 !== void 0 && on2 > today) {
    return `The customer's day is ${formatDay(today)}: nobody has gone live on a later one yet. Schedule it as go-live date instead.`;
  }
  return void 0;
};

// src/features/onboarding/save-checklist.ts
var wanted = (input2, { item }) => {
  if (item.kind === "tick") return { ticked: input2.ticked.includes(item.key), value: void 0 };
  const value = item.kind === "date" ? input2.dates[item.key] : input2.texts[item.key];
  return { ticked: Boolean(value), value };
};
var changesOf = (items, input2) => items.flatMap((state) => {
  if (state.item.kind === "fact") return [];
  const { ticked, value } = wanted(input2, state);
  const same = ticked === state.done && (state.item.kind === "tick" || value === state.value);
  return same || !ticked && isBlocked(state) ? [] : [{ state, ticked, value }];
});
var fieldOf = ({ item }) => item.kind === "tick" ? ticksField : item.key;
var requireOpenGates = (changes2) => {
  const problems3 = {};
  for (const { state } of changes2) {
    if (!state.gate || state.gate.decision.open) continue;
    const text3 = `\u201C${state.item.label}\u201D waits for \u201C${state.gate.rule.name}\u201D: ${state.gate.decision.why}`;
    problems3[fieldOf(state)] = [problems3[fieldOf(state)], text3].filter(Boolean).join(" ");
  }
  if (Object.keys(problems3).length > 0) throw new FieldErrors(problems3);
};
var requireUnchanged = (changes2, shownAt) => {
  const stale = changes2.find(({ state }) => state.last !== void 0 && state.last.at > shownAt);
  if (!stale?.state.last) return;
  const { by, at } = stale.state.last;
  throw new Conflict(
    `${person(by)} changed \u201C${stale.state.item.label}\u201D at ${moment(at)}, after you opened the checklist. Open it again.`
  );
};
var datesOf = (project, changes2, today) => {
  const dates2 = /* @__PURE__ */ new Map();
  const problems3 = {};
  for (const { state, value } of changes2) {
    if (state.item.kind !== "date") continue;
    const on2 = value === void 0 ? void 0 : parseDay(value);
    const refusal = refusalOfDate(project, state.item.sets, on2, today);
    if (refusal) problems3[state.item.key] = refusal;
    dates2.set(state.item.sets, on2);
  }
  if (Object.keys(problems3).length > 0) throw new FieldErrors(problems3);
  return dates2;
};
var describe = ({ state, ticked, value }) => {
  const label2 = escapeMrkdwn(state.item.label);
  if (state.item.kind === "tick") return `${ticked ? "\u2611" : "\u2610"} ${label2}`;
  if (!ticked) return `\u2610 ${label2}: taken out`;
  const day3 = state.item.kind === "date" ? parseDay(value ?? "") : void 0;
  return `\u2611 ${label2}: ${day3 ? formatDay(day3) : escapeMrkdwn(value ?? "")}`;
};
var record = (work, project, stage, changes2) => {
  work.audit({
    action: "checklist.changed",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: Object.fromEntries(changes2.map(({ state }) => [state.item.key, state.value ?? state.done])),
    after: {
      stage,
      ...Object.fromEntries(changes2.map(({ state, ticked, value }) => [state.item.key, value ?? ticked]))
    }
  });
};
var saveChecklist = (deps, by, input2) => deps.transact(by, async (work) => {
  const loaded2 = await loadProjectOfHandoff(work.tx, input2.handoffId, { lock: true });
  const { project, turn } = loaded2;
  const stage = requireDesk(work, loaded2, "change the checklist of");
  requireUndecided(loaded2);
  requireActive(project);
  const items = checklistOf(project, stage, projectFacts(project), await work.policy(onboardingPolicy));
  const changes2 = changesOf(items, input2);
  if (changes2.length === 0) return { project, changed: 0 };
  requireOpenGates(changes2);
  requireUnchanged(changes2, input2.shownAt);
  const dates2 = datesOf(project, changes2, todayIn(project.customer.timeZone, work.now));
  const ticks = changes2.map(({ state, ticked, value }) => ({ item: state.item.key, ticked, value }));
  await writeTicks(work.tx, { projectId: project.id, stage: turn.stage, by: work.by.id, at: work.now }, ticks);
  if (dates2.size > 0) await setDates(work.tx, project.id, dates2);
  record(work, project, turn.stage, changes2);
  await projectChanged(work, project, {
    note: `${didWhat(work, "changed the checklist:")}
${changes2.map(describe).join("\n")}`
  });
  return { project, changed: changes2.length };
});

// src/features/onboarding/slack.ts
init_errors();

// src/features/onboarding/create-project.ts
init_errors();

// src/features/onboarding/charges.ts
var chargeLabels = {
  set_up: "Set-up fee",
  first_month: "First month",
  hardware: "Hardware"
};
var chargeFields = {
  set_up: "set_up_fee",
  first_month: "first_month",
  hardware: "hardware"
};
var chargeInvoice = (project, kind) => project.invoices.find((each) => each.kind === kind && each.state !== "void");
var amountText2 = ({ amount, currency }) => {
  const digits2 = minorDigits(currency);
  const figures = amount.toString().padStart(digits2 + (digits2 === 3 ? 2 : 1), "0");
  const whole2 = figures.slice(0, figures.length - digits2);
  return digits2 === 0 ? whole2 : `${digits2 === 3 ? `0${whole2.replace(/^0+/, "")}` : whole2}.${figures.slice(-digits2)}`;
};
var readAmounts = (texts2, problems3) => {
  const read2 = (kind) => {
    const none = { amount: 0n, currency: texts2.currency };
    const text3 = texts2.amounts[kind];
    if (!text3?.trim()) return none;
    const parsed = parseAmount(text3, texts2.currency);
    if (parsed.ok) return parsed.value;
    problems3[chargeFields[kind]] = parsed.error;
    return none;
  };
  return { set_up: read2("set_up"), first_month: read2("first_month"), hardware: read2("hardware") };
};
var parseTaxRate = (text3) => {
  const trimmed = (text3 ?? "").replace("%", "").trim();
  if (trimmed === "") return 0;
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(trimmed);
  if (!match) return void 0;
  const points = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return points <= 1e4 ? points : void 0;
};
var taxRateText = (points) => String(points / 100);
var taxRateProblem = "Write the tax in percent, such as 8.25, or leave it blank.";
var blocksOf = (playbook, kind) => playbook.gates.filter((gate) => gate.paid === kind).map((gate) => gate.name).join(", ") || void 0;
var pickedUpOf = (kind, picked) => {
  if (kind !== "hardware") return picked[kind] ?? "nothing";
  return Object.values(picked).includes("card_authorization") ? "card_authorization" : "nothing";
};
var chargesOf = (playbook, amounts2, taxRate, picked) => chargeKinds.filter((kind) => amounts2[kind].amount > 0n).map((kind) => ({
  kind,
  label: chargeLabels[kind],
  net: amounts2[kind],
  taxRate,
  pickedUp: pickedUpOf(kind, picked),
  blocks: blocksOf(playbook, kind)
}));
var chargesText = (amounts2) => chargeKinds.filter((kind) => amounts2[kind].amount > 0n).map((kind) => `${chargeLabels[kind]} ${formatMoney(amounts2[kind])}`).join(", ");

// src/features/onboarding/create-project.ts
var projectCreators = ["sales"];
var projectManagers = ["project_manager"];
var checkInput = (playbooks, input2, eligible) => {
  const currency = input2.currency.trim().toUpperCase();
  const problems3 = {};
  if (input2.customerId && input2.customer)
    problems3.customer = "Choose a customer above, or write a new one\u2019s name here: not both.";
  else if (!input2.customerId && !input2.customer?.trim())
    problems3.customer = "Choose a customer above, or write a new one\u2019s name here.";
  const { customer: name3, email } = input2;
  Object.assign(problems3, { ...customerProblems({ ...name3 ? { name: name3 } : {}, email }), ...problems3 });
  if (!isCurrency(currency)) problems3.currency = "This is not a currency. Write its three letters, such as USD.";
  const amounts2 = readAmounts({ ...input2, currency: isCurrency(currency) ? currency : "USD" }, problems3);
  const taxRate = parseTaxRate(input2.taxRate);
  if (taxRate === void 0) problems3.tax_rate = taxRateProblem;
  if (input2.hardwareText && amounts2.hardware.amount === 0n && !problems3.hardware) {
    problems3.hardware = "Write what the hardware costs, or take its description out.";
  }
  const playbook = playbooks.find((each) => each.key === input2.playbook);
  if (!playbook) problems3.playbook = "Choose a playbook.";
  if (!eligible.owners.includes(input2.ownerId)) problems3.owner = "Choose somebody of Sales: they own the project.";
  if (!input2.managerId || !eligible.managers.includes(input2.managerId)) {
    problems3.project_manager = "Choose somebody of Project management, or ask an admin to add this person to the role.";
  }
  if (Object.keys(problems3).length > 0 || !playbook || taxRate === void 0 || !input2.managerId)
    throw new FieldErrors(problems3);
  return { playbook, taxRate, amounts: amounts2, currency, managerId: input2.managerId };
};
var customerOf = async (work, input2, currency) => {
  if (!input2.customerId) {
    const { contactName, email, phone } = input2;
    return (await findOrCreateCustomer(work, { name: input2.customer ?? "", contactName, email, phone, currency })).id;
  }
  if (!await customerById(work.tx, input2.customerId))
    throw new FieldErrors({ existing_customer: "This customer is gone. Choose again." });
  return input2.customerId;
};
var store = async (tx, work, input2, checked, stage, customerId) => {
  const id = newId();
  const { playbook, currency, managerId } = checked;
  const team = { ownerId: input2.ownerId, managerId };
  const ref = await insertProject(tx, {
    ...team,
    id,
    customerId,
    playbook,
    stage: stage.key,
    currency,
    hardwareText: input2.hardwareText,
    targetGoLiveOn: input2.targetGoLiveOn,
    createdBy: work.by.id,
    createdAt: work.now
  });
  const coming = { stage, cameFrom: void 0, cameBy: "created" };
  await insertTurn(tx, id, await planTurn(work, { ...team, wentLiveOn: void 0, turns: 0 }, coming));
  return { id, ref };
};
var createProject = async (deps, by, playbooks, input2) => {
  const [owners, managers] = [await deps.membersOf(projectCreators), await deps.membersOf(projectManagers)];
  return deps.transact(by, async (work) => {
    work.require(projectCreators, "create a project");
    const checked = checkInput(playbooks, input2, { owners, managers });
    const [stage] = checked.playbook.stages;
    if (!stage) throw new FieldErrors({ playbook: "This playbook has no stage. Choose another." });
    const customerId = await customerOf(work, input2, checked.currency);
    const { id, ref } = await store(work.tx, work, input2, checked, stage, customerId);
    const subject = projectSubject(id);
    work.audit({
      action: "project.created",
      subject,
      customerId,
      after: {
        ref,
        playbook: checked.playbook.key,
        owner: input2.ownerId,
        manager: checked.managerId,
        charges: chargesText(checked.amounts) || "none",
        pickedUp: input2.pickedUp
      }
    });
    const charges = chargesOf(checked.playbook, checked.amounts, checked.taxRate, input2.pickedUp);
    if (charges.length > 0) await planInvoices(work, { subject, customerId, currency: checked.currency, charges });
    const project = await loadProject(work.tx, id);
    await announceTurn(deps, work, project, stage, `${didWhat(work, "created the project")}.`);
    return project;
  });
};

// src/features/onboarding/find-project.ts
init_errors();

// src/features/onboarding/list-store.ts
var whereOf = (filter) => {
  switch (filter.kind) {
    case "mine":
      return {
        OR: [
          { assigneeId: filter.userId },
          { project: { ownerId: filter.userId } },
          { project: { managerId: filter.userId } }
        ]
      };
    case "waiting":
      return {
        project: { state: "active" },
        OR: [{ assigneeId: filter.userId }, { assigneeId: null, desk: { hasSome: [...filter.desks] } }]
      };
    case "desk":
      return { desk: { has: filter.role } };
    case "late":
      return { remindOn: { lte: toDbDate(filter.today) } };
    case "customer":
      return { project: { customerId: filter.customerId } };
    case "blocked":
    case "all":
      return {};
  }
};
var openTurns = async (tx, filter, page2) => {
  const rows = await tx.handoff.findMany({
    where: { state: "open", ...whereOf(filter) },
    orderBy: [{ openedAt: "asc" }, { id: "asc" }],
    select: { id: true, projectId: true },
    ...page2
  });
  return rows.map(({ id, projectId }) => ({ handoffId: id, projectId }));
};
var summary = { id: true, ref: true, customerId: true, state: true, stage: true };
var projectByRef = (tx, ref) => tx.project.findUnique({ where: { ref }, select: summary });
var projectsOfCustomers = (tx, customerIds, take) => tx.project.findMany({
  where: { customerId: { in: [...customerIds] } },
  orderBy: { ref: "desc" },
  take,
  select: summary
});
var timelineOf = async (tx, projectId, page2) => {
  const rows = await tx.auditEntry.findMany({
    where: {
      subjectType: "project",
      subjectId: projectId,
      ...page2.before === void 0 ? {} : { id: { lt: page2.before } }
    },
    orderBy: { id: "desc" },
    take: page2.take + 1,
    select: { id: true, at: true, actor: true, action: true, before: true, after: true, reason: true }
  });
  return { entries: rows.slice(0, page2.take), more: rows.length > page2.take };
};
var notesOf = (tx, projectId, take) => tx.projectNote.findMany({
  where: { projectId },
  orderBy: [{ at: "desc" }, { id: "desc" }],
  take,
  select: { text: true, by: true, at: true }
});
var lastDecision = (tx, projectId) => tx.handoff.findFirst({
  where: { projectId, state: { in: ["approved", "returned"] } },
  orderBy: { decidedAt: "desc" },
  select: { id: true, state: true, decidedBy: true, decidedAt: true }
});

// src/features/onboarding/find-project.ts
var maxMatches = 20;
var byRef = async (deps, text3) => {
  const match = /^(?:P-?)?(\d{1,9})$/i.exec(text3.trim());
  return match ? await projectByRef(deps.db.prisma, Number(match[1])) ?? void 0 : void 0;
};
var findProjects = async (deps, text3) => {
  const { prisma } = deps.db;
  const one = await byRef(deps, text3);
  if (one) {
    const customers2 = await customersByIds(prisma, [one.customerId]);
    return [{ ...one, customer: customers2.get(one.customerId)?.name ?? "" }];
  }
  const customers = await searchCustomers(prisma, text3, maxMatches);
  const names = new Map(customers.map((each) => [each.id, each.name]));
  const projects = names.size > 0 ? await projectsOfCustomers(prisma, [...names.keys()], maxMatches) : [];
  if (projects.length === 0) {
    throw new UserError(
      `There is no project \u201C${clip(text3, 80)}\u201D. Write its number, such as P-17, or part of the customer\u2019s name.`
    );
  }
  return projects.map((each) => ({ ...each, customer: names.get(each.customerId) ?? "" }));
};

// src/features/onboarding/list-page.ts
var listPageSize = 8;
var scanSize = 60;
var rowOf = async (deps, projectId) => {
  const project = await loadProject(deps.db.prisma, projectId);
  const stage = stageOf(project.playbook, project.stage);
  const items = stage ? checklistOf(project, stage, projectFacts(project), await deps.policy(onboardingPolicy)) : [];
  const waiting = items.filter((each) => !each.done && !each.item.optional && isBlocked(each));
  const today = todayIn(deps.timeZone, deps.clock.now());
  const { remindOn } = project.handoff;
  return {
    project,
    blockedBy: gatesOf(waiting).map(([gate, decision]) => `${gate.name}: ${decision.why}`),
    missing: missingFor(items).length,
    isLate: remindOn !== void 0 && remindOn <= today
  };
};
var readList = async (deps, filter, skip) => {
  const isScan = filter.kind === "blocked";
  const take = isScan ? scanSize : listPageSize;
  const turns = await openTurns(deps.db.prisma, filter, { skip, take: take + 1 });
  const rows = [];
  let seen = 0;
  for (const turn of turns.slice(0, take)) {
    if (rows.length === listPageSize) break;
    seen += 1;
    const row2 = await rowOf(deps, turn.projectId);
    if (!isScan || row2.blockedBy.length > 0 || row2.project.state === "on_hold") rows.push(row2);
  }
  return { rows, next: seen < turns.length ? skip + seen : void 0 };
};

// src/features/onboarding/list-views.ts
var rowText = ({ project, blockedBy, missing: missing2, isLate }) => {
  const { handoff } = project;
  const stage = escapeMrkdwn(stageName(project.playbook, project.stage));
  const has = handoff.assigneeId ? `with ${person(handoff.assigneeId)}` : "with nobody yet";
  const marks = [
    ...project.state === "on_hold" ? ["\u23F8\uFE0F on hold"] : [],
    ...isLate ? ["\u23F0 late"] : [],
    ...blockedBy.map((why) => `\u{1F512} ${escapeMrkdwn(why)}`),
    missing2 > 0 ? `${plural(missing2, "item")} to do` : "ready to hand on"
  ];
  return `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} \u2013 *${stage}*, ${has}, since ${moment(handoff.openedAt)}
${marks.join(" \xB7 ")}`;
};
var row = (each) => section(rowText(each), button({ text: "Show", action: "project.show", value: each.project.id }));
var choices = (desks) => [
  { text: "Mine", value: "mine" },
  { text: "Blocked", value: "blocked" },
  { text: "Late", value: "late" },
  { text: "All open", value: "all" },
  ...desks.map((desk) => ({ text: `At ${desk.name}`, value: `desk:${desk.key}` }))
].slice(0, 100);
var empty = {
  mine: "Nothing of yours is open. Choose another list above, or begin a project with `/onboard new`.",
  blocked: "Nothing is blocked here.",
  late: "Nothing is late."
};
var listModal2 = (page2, filter, skip, desks) => {
  const all = choices(desks);
  const chosen = all.find((each) => each.value === filter);
  const pages = [
    ...skip > 0 ? [{ text: "First page", action: "list.first", value: filter }] : [],
    ...page2.next === void 0 ? [] : [{ text: "More", action: "list.more", value: `${filter}|${page2.next}` }]
  ];
  const select = {
    type: "actions",
    block_id: "filter",
    elements: [
      {
        type: "static_select",
        action_id: "list.filter",
        placeholder: plain("Which folders?", 150),
        options: all.map(option),
        ...chosen ? { initial_option: option(chosen) } : {}
      }
    ]
  };
  return modal({
    callback: "project.list",
    title: "Projects",
    blocks: [
      select,
      ...page2.rows.length > 0 ? page2.rows.map(row) : [section(empty[filter] ?? "Nothing is open here.")],
      ...pages.length > 0 ? [buttons("pages", pages)] : []
    ]
  });
};
var waitingBlocks = (page2) => page2.rows.length === 0 ? [section("Nothing waits for you. `/onboard list` shows everything that is open.")] : [
  ...page2.rows.map(row),
  ...page2.next === void 0 ? [] : [context("There is more: `/onboard list` shows it all.")]
];
var customerProjects = (projects) => projects.map(
  (each) => section(
    `*P-${each.ref}* \xB7 ${each.state.replace("_", " ")}`,
    button({ text: "Show", action: "project.show", value: each.id })
  )
);

// src/features/onboarding/project-form-views.ts
var pickedUpChoices = [
  { text: "Nothing yet", value: "nothing" },
  { text: "Check", value: "check" },
  { text: "Card authorization form", value: "card_authorization" }
];
var reasonInput3 = (hint) => textInput({ name: "reason", label: "Reason", hint, multiline: true, max: 1e3 });
var amountInput = (name3, label2, currency, initial) => textInput({
  name: name3,
  label: `${label2} (${currency}, before tax)`,
  hint: "Blank: none.",
  optional: true,
  ...initial ? { initial } : {}
});
var newProjectForm = (playbooks, owner, currency, customer) => modal({
  callback: "project.create",
  title: "New project",
  submit: "Create",
  blocks: [
    lookupInput({ name: "existing_customer", label: "Customer Baton knows", source: customerLookup, optional: true }),
    textInput({
      name: "customer",
      label: "Or a new customer\u2019s name",
      hint: "A customer of exactly this name is taken, if there is one.",
      optional: true,
      ...customer ? { initial: customer } : {}
    }),
    textInput({ name: "contact_name", label: "Contact", optional: true }),
    textInput({ name: "email", label: "Email for invoices", optional: true, max: 254 }),
    textInput({ name: "phone", label: "Phone", optional: true, max: 60 }),
    selectInput({
      name: "playbook",
      label: "Playbook",
      choices: playbooks.map((each) => ({ text: each.name, value: each.key })),
      initial: playbooks[0]?.key ?? ""
    }),
    personInput({ name: "owner", label: "Owner (Sales)", initial: owner }),
    personInput({ name: "project_manager", label: "Project manager" }),
    textInput({ name: "currency", label: "Currency", initial: currency, max: 3 }),
    ...chargeKinds.map((kind) => amountInput(chargeFields[kind], chargeLabels[kind], "in that currency")),
    textInput({ name: "hardware_text", label: "Which hardware", optional: true, multiline: true, max: 1e3 }),
    textInput({
      name: "tax_rate",
      label: "Tax in percent",
      hint: "Such as 8.25. Blank: no tax.",
      optional: true,
      max: 8
    }),
    selectInput({
      name: "picked_up_set_up",
      label: "Picked up for the set-up fee",
      choices: pickedUpChoices,
      initial: "nothing"
    }),
    selectInput({
      name: "picked_up_first_month",
      label: "Picked up for the first month",
      choices: pickedUpChoices,
      initial: "nothing"
    }),
    dateInput({ name: "target_go_live", label: "Target go-live", optional: true })
  ]
});
var statusVerbs = {
  "project.hold": { title: "Hold", hint: "Nobody decides and nobody is reminded until it is resumed." },
  "project.resume": { title: "Resume", hint: "The desk that had it has it again." },
  "project.cancel": { title: "Cancel project", hint: "Its invoices stay: accounting voids or collects them." },
  "project.reopen": { title: "Re-open", hint: "The desk that had it last has it again." }
};
var statusForm = (project, verb) => {
  const { title, hint } = statusVerbs[verb];
  return modal({
    callback: verb,
    title: `${title} ${projectRef(project)}`.slice(0, 24),
    submit: title,
    close: "Back",
    data: project.id,
    blocks: [section(`*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`), reasonInput3(hint)]
  });
};
var teamForm = (project) => modal({
  callback: "project.team",
  title: `Team of ${projectRef(project)}`,
  submit: "Change",
  data: project.id,
  blocks: [
    personInput({ name: "owner", label: "Owner (Sales)", initial: project.ownerId }),
    personInput({ name: "project_manager", label: "Project manager", initial: project.managerId }),
    reasonInput3("Kept with the project.")
  ]
});
var correctForm = (project) => {
  const rate = project.invoices.find((each) => each.state !== "void")?.taxRate ?? 0;
  return modal({
    callback: "project.correct",
    title: `Amounts of ${projectRef(project)}`.slice(0, 24),
    submit: "Correct",
    data: project.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}*: what is due up front, before tax. Gates follow what is paid of it.`
      ),
      ...chargeKinds.map((kind) => {
        const invoice = chargeInvoice(project, kind);
        return amountInput(
          chargeFields[kind],
          chargeLabels[kind],
          project.currency,
          invoice && amountText2(invoice.net)
        );
      }),
      textInput({
        name: "tax_rate",
        label: "Tax in percent, for a charge that is added",
        optional: true,
        max: 8,
        ...rate > 0 ? { initial: taxRateText(rate) } : {}
      }),
      reasonInput3("Kept with the project and its invoices.")
    ]
  });
};

// src/features/onboarding/project-page.ts
var timelinePage = 10;
var readProjectPage = async (deps, projectId, reader, before) => {
  const { prisma } = deps.db;
  const project = await loadProject(prisma, projectId);
  const facts2 = projectFacts(project);
  const policy = await deps.policy(onboardingPolicy);
  const subjects = [projectSubject(project.id), ...project.invoices.map(({ id }) => ({ type: "invoice", id }))];
  const decision = await lastDecision(prisma, project.id);
  const panels5 = [];
  for (const panel2 of deps.panels("project"))
    panels5.push({ title: panel2.title, blocks: await panel2.render(deps, project.id) });
  const mine = decision?.decidedBy === reader && decision.decidedAt !== null;
  const at = mine && decision.decidedAt ? { state: decision.state, decidedAt: decision.decidedAt } : void 0;
  return {
    project,
    stages: project.playbook.stages.map((stage) => ({ stage, items: checklistOf(project, stage, facts2, policy) })),
    gates: gatesNow(project.playbook, facts2, policy),
    documents: await documentsOf(prisma, subjects),
    notes: await notesOf(prisma, project.id, 10),
    panels: panels5,
    timeline: {
      ...await timelineOf(prisma, project.id, { before, take: timelinePage }),
      isFirst: before === void 0
    },
    undo: decision && at && isUndoable(at, deps.clock.now()) ? decision.id : void 0
  };
};

// src/features/onboarding/timeline.ts
var valuesOf = (json) => typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
var stageIn = (playbook, values) => escapeMrkdwn(stageName(playbook, String(values.stage ?? "")));
var details2 = (values) => Object.entries(values).filter(
  ([key3, value]) => !/(id|invoice|override|handoff|payment|document|activity)$/i.test(key3) && ["string", "number", "boolean"].includes(typeof value)
).map(([key3, value]) => `${key3.replaceAll("_", " ")}: ${value}`).join(", ");
var known4 = {
  "handoff.approved": (playbook, before, after) => `approved ${stageIn(playbook, before)} \u2192 ${stageIn(playbook, after)}`,
  "handoff.returned": (playbook, before, after) => `returned it from ${stageIn(playbook, before)} to ${stageIn(playbook, after)}`,
  "handoff.undone": (playbook, _before, after) => `took a decision back: ${stageIn(playbook, after)} has the folder again`,
  "handoff.assigned": (playbook, _before, after) => `assigned ${stageIn(playbook, after)} to ${person(String(after.assignee))}`,
  "project.held": () => "put the project on hold",
  "project.resumed": () => "resumed the project",
  "project.cancelled": () => "cancelled the project",
  "project.reopened": (playbook, _before, after) => `re-opened the project at ${stageIn(playbook, after)}`,
  "project.team_changed": (_playbook, _before, after) => `set the team: owner ${person(String(after.owner))}, project manager ${person(String(after.manager))}`,
  "checklist.changed": (playbook, _before, after) => {
    const { stage: _stage, ...items } = after;
    return `changed the checklist of ${stageIn(playbook, after)} (${escapeMrkdwn(details2(items))})`;
  }
};
var timelineLine = (playbook, entry2) => {
  const [before, after] = [valuesOf(entry2.before), valuesOf(entry2.after)];
  const sentence = known4[entry2.action];
  const other = details2(after);
  const words2 = entry2.action.replaceAll(/[._]/g, " ");
  const what = sentence ? sentence(playbook, before, after) : `${escapeMrkdwn(words2)}${other ? ` (${escapeMrkdwn(other)})` : ""}`;
  const why = entry2.reason ? ` \u201C${escapeMrkdwn(entry2.reason)}\u201D` : "";
  return `${moment(entry2.at)} ${person(entry2.actor)} ${what}${why}`;
};

// src/features/onboarding/project-views.ts
var statusText = (project) => {
  const why = project.stateReason ? `: ${escapeMrkdwn(project.stateReason)}` : "";
  switch (project.state) {
    case "active":
      return `At *${escapeMrkdwn(stageName(project.playbook, project.stage))}* since ${moment(project.handoff.openedAt)}.`;
    case "on_hold":
      return `\u23F8\uFE0F On hold at *${escapeMrkdwn(stageName(project.playbook, project.stage))}*${why}`;
    case "cancelled":
      return `\u{1F6D1} Cancelled${why}`;
    case "closed":
      return `\u{1F3C1} Finished${project.endedAt ? ` ${moment(project.endedAt)}` : ""}.`;
  }
};
var overview = (project) => {
  const { assigneeId, state } = project.handoff;
  const days = [
    ["Target go-live", project.targetGoLiveOn],
    ["ETA", project.etaOn],
    ["Go-live scheduled", project.goLiveOn],
    ["Live since", project.wentLiveOn]
  ];
  const has = state === "open" ? assigneeId ? person(assigneeId) : "Nobody yet" : "\u2013";
  return fields([
    ["With", has],
    ["Owner", person(project.ownerId)],
    ["Project manager", person(project.managerId)],
    ["Playbook", escapeMrkdwn(project.playbook.name)],
    ...days.flatMap(([label2, on2]) => on2 ? [[label2, formatDay(on2)]] : [])
  ]);
};
var invoiceLine = (invoice) => {
  const { label: label2, amount, paid, state, sent, filed } = invoice;
  const parts2 = [
    `${escapeMrkdwn(label2)}: ${formatMoney(amount)}`,
    state === "paid" ? "paid" : state === "void" ? "void" : paid.amount > 0n ? `${formatMoney(paid)} paid` : "not paid",
    ...state === "void" ? [] : [
      sent ? `sent ${formatDay(sent.on)} as ${escapeMrkdwn(sent.number)}` : "not sent",
      ...filed ? ["filed"] : []
    ]
  ];
  return `\u2022 ${parts2.join(", ")}`;
};
var checklistBlocks = ({ project, stages }) => {
  const current = stages.find(({ stage }) => stage.key === project.stage);
  const at = current ? stages.indexOf(current) : stages.length;
  const before = stages.slice(0, at).map(({ stage, items }) => {
    const done2 = items.filter((each) => each.done).length;
    return `${escapeMrkdwn(stage.name)}: ${done2} of ${items.length}`;
  });
  return [
    ...current ? paragraphs(`Checklist of ${escapeMrkdwn(current.stage.name)}`, current.items.map(itemLine)) : [],
    ...before.length > 0 ? [context(clip(`Ticked before \u2013 ${before.join(" \xB7 ")}`, 2e3))] : []
  ];
};
var doneStages = ({ project, stages }) => project.stage === closedStage ? paragraphs("Ticks", stages.flatMap(({ items }) => items.map(itemLine)).slice(0, 40)) : [];
var steering = ({ project, undo: undo2, gates }) => {
  const { id, state } = project;
  const running = state === "active" || state === "on_hold";
  return [
    ...undo2 ? [{ text: "Undo my decision", action: "decision.undo", value: undo2 }] : [],
    ...state === "active" ? [{ text: "Hold", action: "project.hold", value: id }] : [],
    ...state === "on_hold" ? [{ text: "Resume", action: "project.resume", value: id, style: "primary" }] : [],
    ...running ? [{ text: "Cancel project", action: "project.cancel", value: id, style: "danger" }] : [],
    ...running ? [] : [{ text: "Re-open", action: "project.reopen", value: id }],
    ...state === "active" && gates.some(([, now]) => now.offers.length > 0) ? [{ text: "Ask for an exception", action: "gate.override", value: id }] : [],
    ...state === "cancelled" ? [] : [{ text: "Correct amounts", action: "project.correct", value: id }],
    { text: "Owner and manager", action: "project.team", value: id }
  ];
};
var deskButtons = ({ project }) => {
  if (project.state !== "active" || project.handoff.state !== "open") return [];
  const { id, stage } = project.handoff;
  const first = project.playbook.stages[0]?.key === stage;
  return [
    buttons(`handoff:${id}`, [
      { text: "Approve", action: "handoff.approve", value: id, style: "primary" },
      ...first ? [] : [{ text: "Return", action: "handoff.return", value: id }],
      { text: "Assign", action: "handoff.assign", value: id },
      { text: "Checklist", action: "handoff.checklist", value: id }
    ])
  ];
};
var timelineBlocks = ({ project, timeline: timeline2 }) => {
  const oldest = timeline2.entries.at(-1)?.id;
  const pages = [
    ...timeline2.isFirst ? [] : [{ text: "Newest", action: "timeline.newest", value: project.id }],
    ...timeline2.more && oldest !== void 0 ? [{ text: "Older", action: "timeline.older", value: `${project.id}:${oldest}` }] : []
  ];
  const lines = timeline2.entries.map((entry2) => timelineLine(project.playbook, entry2));
  return [
    ...paragraphs("What happened, newest first", lines.length > 0 ? lines : ["Nothing before this."]),
    ...pages.length > 0 ? [buttons("timeline", pages)] : []
  ];
};
var titled = (title, blocks, max) => blocks.length === 0 ? [] : [section(`*${escapeMrkdwn(title)}*`), ...blocks.slice(0, max)];
var more2 = ({ project, documents, notes, panels: panels5 }) => [
  ...paragraphs("Invoices", project.invoices.map(invoiceLine)),
  ...titled("Documents", documentList(documents), 10),
  ...titled("Activities", activityLines(project.activities), 8),
  ...paragraphs(
    "Notes",
    notes.map((note) => `${moment(note.at)} ${person(note.by)}: ${note.text}`)
  ).slice(0, 3),
  ...panels5.slice(0, 4).flatMap((panel2) => titled(panel2.title, panel2.blocks, 6))
];
var projectModal = (page2, addDocument3) => {
  const { project } = page2;
  const body = [
    header(`${projectRef(project)} ${project.customer.name}`),
    section(statusText(project)),
    overview(project),
    ...project.hardwareText ? [context(`Hardware: ${escapeMrkdwn(project.hardwareText)}`)] : [],
    ...deskButtons(page2),
    buttons("project", [...steering(page2), addDocument3]),
    ...paragraphs("Gates", page2.gates.map(gateLine)).slice(0, 5),
    ...checklistBlocks(page2).slice(0, 8),
    ...doneStages(page2).slice(0, 4),
    ...more2(page2)
  ];
  const blocks = [...body.slice(0, 88), divider(), ...timelineBlocks(page2).slice(0, 10)];
  return modal({ callback: "project.show", title: projectRef(project), blocks, data: project.id });
};
var chooseProjectModal = (matches) => modal({
  callback: "project.choose",
  title: "Which project?",
  blocks: [
    section(`${plural(matches.length, "project")} fit:`),
    ...matches.map(
      (each) => section(
        `*P-${each.ref}* ${escapeMrkdwn(each.customer)} \xB7 ${each.state.replace("_", " ")}`,
        button({ text: "Show", action: "project.show", value: each.id })
      )
    )
  ]
});

// src/features/onboarding/slack.ts
var showProject = async ({ deps, userId }, projectId, before) => {
  const page2 = await readProjectPage(deps, projectId, userId, before);
  const { id, customerId } = page2.project;
  return projectModal(page2, addDocumentButton({ subject: projectSubject(id), customerId }));
};
var filterOf = (request3, value) => {
  const { deps, userId } = request3;
  const [kind, role] = value.split(":");
  if (kind === "desk" && role) return { kind: "desk", role };
  if (kind === "late") return { kind, today: todayIn(deps.timeZone, deps.clock.now()) };
  if (kind === "blocked" || kind === "all") return { kind };
  return { kind: "mine", userId };
};
var desksIn = ({ deps }, playbooks) => [...new Set(playbooks.flatMap((each) => each.stages.flatMap((stage) => stage.desk)))].map((key3) => ({
  key: key3,
  name: deps.roleName(key3)
}));
var list2 = async (request3, playbooks, filter, skip = 0) => listModal2(await readList(request3.deps, filterOf(request3, filter), skip), filter, skip, desksIn(request3, playbooks));
var beginProject = async (request3, playbooks) => {
  const roles = await request3.roles();
  if (!projectCreators.some((role) => roles.has(role))) {
    throw new NotAllowed(
      `Only ${projectCreators.map(request3.deps.roleName).join(" or ")} can create a project. Ask one of them.`
    );
  }
  const { defaultCurrency } = await request3.deps.policy(onboardingPolicy);
  return { modal: newProjectForm(playbooks, request3.userId, defaultCurrency, request3.text) };
};
var show2 = async (request3) => {
  if (request3.text === "")
    throw new UserError("Which one? Write its number or part of the customer\u2019s name: `/onboard show P-17`.");
  const [first, ...others] = await findProjects(request3.deps, request3.text);
  if (first && others.length === 0) return { modal: await showProject(request3, first.id) };
  return { modal: chooseProjectModal(first ? [first, ...others] : []) };
};
var commandsFor = (playbooks) => [
  {
    command: "/onboard",
    word: "new",
    usage: "[customer]",
    help: "creates a project: customer, playbook, team, amounts",
    run: (request3) => beginProject(request3, playbooks)
  },
  {
    command: "/onboard",
    word: "list",
    usage: "",
    help: "shows folders: mine, by desk, blocked, late",
    isDefault: true,
    run: async (request3) => ({ modal: await list2(request3, playbooks, "mine") })
  },
  {
    command: "/onboard",
    word: "show",
    usage: "<project or customer>",
    help: "shows a project: where it is, who has it, what blocks it, what happened",
    run: show2
  }
];
var timeline = async (request3) => {
  const [id = "", before] = request3.value.split(":");
  return { replace: await showProject(request3, id, before ? BigInt(before) : void 0) };
};
var listActionsFor = (playbooks) => ({
  "project.show": async (request3) => ({
    modal: await showProject(request3, request3.value)
  }),
  "timeline.older": timeline,
  "timeline.newest": timeline,
  "list.filter": async (request3) => ({
    replace: await list2(request3, playbooks, request3.value)
  }),
  "list.first": async (request3) => ({
    replace: await list2(request3, playbooks, request3.value)
  }),
  "list.more": async (request3) => {
    const [filter = "mine", skip = "0"] = request3.value.split("|");
    return { replace: await list2(request3, playbooks, filter, Number(skip)) };
  }
});
var waitingSection = {
  order: 10,
  title: "Waiting for me",
  render: async (request3) => {
    const desks = [...await request3.roles()];
    return waitingBlocks(await readList(request3.deps, { kind: "waiting", userId: request3.userId, desks }, 0));
  }
};
var projectsPanel = {
  subject: "customer",
  order: 10,
  title: "Projects",
  render: async (deps, customerId) => customerProjects(await projectsOfCustomers(deps.db.prisma, [customerId], 10))
};

// src/features/onboarding/undo-decision.ts
init_errors();
var requireUndoable = (work, { project, turn }, stage) => {
  const name3 = projectRef(project);
  const { decidedAt } = turn;
  if (turn.state !== "approved" && turn.state !== "returned" || !decidedAt) {
    throw new Conflict(
      `There is nothing to undo: ${stage.name} has ${turn.state === "open" ? "the folder again" : "not decided"}.`
    );
  }
  if (turn.decidedBy !== work.by.id)
    throw new NotAllowed(`Only ${person(turn.decidedBy ?? "")} can undo this: they decided it.`);
  if (!isUndoable(turn, work.now)) {
    throw new UserError(
      `A decision can be undone for ${undoMinutes} minutes. Ask the desk that has ${name3} now to return it, with a reason.`
    );
  }
  const left = leftBaton(project, decidedAt);
  if (left)
    throw new Conflict(
      `This can't be undone any more: ${left} meanwhile. Ask the desk that has ${name3} now to return it.`
    );
  return decidedAt;
};
var requireUntouched = (project, turn) => {
  const { handoff: next } = project;
  if (next.id === turn.id) return void 0;
  const follows = next.state === "open" && next.openedAt.getTime() === turn.decidedAt?.getTime() && next.cameFrom === turn.stage;
  if (!follows || next.touchedAt !== void 0 || project.state !== "active") {
    throw new Conflict(
      `This can't be undone any more: the folder went on, or ${stageOf(project.playbook, next.stage)?.name ?? "the next desk"} has begun. Ask them to return it.`
    );
  }
  return next;
};
var undoDecision = (deps, by, input2) => deps.transact(by, async (work) => {
  const loaded2 = await loadProjectOfHandoff(work.tx, input2.handoffId, { lock: true });
  const { project, turn } = loaded2;
  const stage = requireDesk(work, loaded2, "undo a decision on");
  requireUndoable(work, loaded2, stage);
  const next = requireUntouched(project, turn);
  if (next && !await undoTurn(work.tx, next.id, work.by.id, work.now)) {
    throw new Conflict("This can\u2019t be undone any more: the next desk has begun.");
  }
  const reopened = {
    ...turn,
    state: "open",
    decidedBy: void 0,
    decidedAt: void 0,
    touchedAt: work.now
  };
  const after = {
    ...project,
    state: "active",
    stage: turn.stage,
    handoff: reopened,
    endedAt: void 0
  };
  await restore(work, project, turn, stage, next);
  const entered = next && stageOf(project.playbook, next.stage);
  await undoEffects(deps, work, after, entered?.onOpen ?? []);
  if (turn.state === "approved") await undoEffects(deps, work, after, stage.onApprove);
  await refreshSlots(work, after);
  tell(work, project, turn, stage, next);
  return after;
});
var restore = async (work, project, turn, stage, next) => {
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  const remindOn = remindOnOf(stage, work.today, project.wentLiveOn, holidays);
  await reopenTurn(work.tx, turn, work.now, remindOn);
  await setStatus(work.tx, project.id, project.state, {
    state: "active",
    stage: turn.stage,
    reason: void 0,
    endedAt: void 0
  });
  if (turn.state === "returned" && next) await restoreTicks(work.tx, project.id, next.turn);
};
var tell = (work, project, turn, stage, next) => {
  work.audit({
    action: "handoff.undone",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { stage: project.stage, decision: turn.state },
    after: { stage: turn.stage, handoff: turn.id }
  });
  const note = didWhat(work, `took this decision back; ${escapeMrkdwn(stage.name)} has the folder again.`);
  work.show(handoffSlot(turn));
  work.post({ to: { thread: handoffSlot(turn) }, content: { text: note } });
  if (!next) return;
  work.show(handoffSlot(next));
  if (next.assigneeId !== void 0 && next.assigneeId !== work.by.id) {
    work.post({
      to: { user: next.assigneeId },
      content: {
        text: `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} is no longer with you: ${note}`
      }
    });
  }
};

// src/features/onboarding/folder-slack.ts
var openTurn = async (request3) => {
  const loaded2 = await loadProjectOfHandoff(request3.deps.db.prisma, request3.value);
  requireUndecided(loaded2);
  requireActive(loaded2.project);
  const stage = required(
    stageOf(loaded2.project.playbook, loaded2.turn.stage),
    "stage",
    "This stage is gone. Tell an admin."
  );
  return { ...loaded2, stage };
};
var form = (request3, modal2) => request3.view ? { replace: modal2 } : { modal: modal2 };
var approve = async (request3) => {
  const decided = await approveHandoff(request3.deps, request3.by, { handoffId: request3.value });
  return request3.view ? { replace: await showProject(request3, decided.project.id) } : { say: decidedAnswer(decided, "approved") };
};
var undo = async (request3) => {
  const project = await undoDecision(request3.deps, request3.by, { handoffId: request3.value });
  if (request3.view) return { replace: await showProject(request3, project.id) };
  const where = escapeMrkdwn(stageName(project.playbook, project.stage));
  return {
    say: { text: `Undone: *${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} is at *${where}* again.` }
  };
};
var askReturn = async (request3) => {
  const { project, turn, stage } = await openTurn(request3);
  return form(request3, returnForm(project, turn, stage, earlierStages(project.playbook, stage.key)));
};
var askAssignee = async (request3) => {
  const { project, turn, stage } = await openTurn(request3);
  return form(request3, assignForm(project, turn, stage, stage.desk.map(request3.deps.roleName).join(" or ")));
};
var askTicks = async (request3) => {
  const { project, turn, stage } = await openTurn(request3);
  const { deps } = request3;
  const items = checklistOf(project, stage, projectFacts(project), await deps.policy(onboardingPolicy));
  return form(request3, checklistForm(project, turn, stage, items, deps.clock.now()));
};
var folderActions = {
  "handoff.approve": approve,
  "handoff.return": askReturn,
  "handoff.assign": askAssignee,
  "handoff.checklist": askTicks,
  "decision.undo": undo
};
var submitReturn = async ({ deps, by, data, values }) => {
  const to = required(values.option("to"), "to", "Choose a desk.");
  const reason2 = required(values.text("reason"), "reason", "Say why it goes back.");
  return { say: decidedAnswer(await returnHandoff(deps, by, { handoffId: data, to, reason: reason2 }), "returned") };
};
var submitAssign = async ({ deps, by, data, values }) => {
  const assigneeId = required(values.user("assignee"), "assignee", "Choose a person.");
  const project = await assignHandoff(deps, by, { handoffId: data, assigneeId });
  return {
    say: { text: `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} is with <@${assigneeId}> now.` }
  };
};
var submitTicks = async ({ deps, by, data, values }) => {
  const [handoffId = "", shown4 = "0"] = data.split(":");
  const { project, turn } = await loadProjectOfHandoff(deps.db.prisma, handoffId, { extent: "stage" });
  const items = stageOf(project.playbook, turn.stage)?.items ?? [];
  const named3 = (kind) => items.filter((item) => item.kind === kind).map((item) => item.key);
  const { changed } = await saveChecklist(deps, by, {
    handoffId,
    shownAt: new Date(Number(shown4)),
    ticked: tickFields(items.length).flatMap((name4) => values.options(name4)),
    dates: Object.fromEntries(named3("date").map((key3) => [key3, values.day(key3)])),
    texts: Object.fromEntries(named3("text").map((key3) => [key3, values.text(key3)]))
  });
  const name3 = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  return { say: { text: changed === 0 ? `${name3}: nothing changed.` : `${name3}: ${plural(changed, "item")} saved.` } };
};
var folderSubmissions = {
  "handoff.return": submitReturn,
  "handoff.assign": submitAssign,
  "checklist.save": submitTicks
};

// src/features/onboarding/handoff-slot.ts
init_errors();

// src/features/onboarding/desk-action-list.ts
var addDocument2 = ({ project }) => {
  const { text: text3, value } = addDocumentButton({ subject: projectSubject(project.id), customerId: project.customerId });
  return { text: text3, value };
};
var deskActions = {
  ...moneyDeskActions,
  "project.correct": ({ project }) => ({ text: "Correct amounts", value: project.id }),
  "document.add": addDocument2
};
var deskButtons2 = (view) => view.stage.actions.flatMap((action) => {
  const offered = deskActions[action](view);
  return offered ? [{ ...offered, action }] : [];
});

// src/features/onboarding/handoff-slot.ts
var find2 = async (deps, handoffId) => {
  try {
    return await loadProjectOfHandoff(deps.db.prisma, handoffId);
  } catch (error) {
    if (error instanceof NotFound) return void 0;
    throw error;
  }
};
var render = async (deps, handoffId) => {
  const found2 = await find2(deps, handoffId);
  const stage = found2 && stageOf(found2.project.playbook, found2.turn.stage);
  if (!found2 || !stage) return void 0;
  const { project, turn } = found2;
  if (turn.state !== "open") return handoffMessage({ project, turn, stage, items: [], offers: [] });
  const facts2 = projectFacts(project);
  const policy = await deps.policy(onboardingPolicy);
  const items = checklistOf(project, stage, facts2, policy);
  const named3 = gatesOf(items);
  const gates = named3.length > 0 ? named3 : gatesNow(project.playbook, facts2, policy);
  return handoffMessage({
    project,
    turn,
    stage,
    items,
    offers: deskButtons2({ project, facts: facts2, stage, gates })
  });
};
var handoffSlotKind = { kind: "handoff", render };

// src/features/onboarding/billing-slack.ts
init_errors();

// src/features/onboarding/arm-project.ts
init_errors();
var previewArmingOf = async (deps, project) => previewArming(deps, await armingOf(deps.db.prisma, project, deps.roleName));
var armProject = (deps, by, input2) => deps.transact(by, async (work) => {
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  work.require(desksWith(project.playbook, "recurring.arm"), "arm recurring billing");
  const bill = await armRecurring(work, await armingOf(work.tx, project, deps.roleName));
  if (input2.shown !== void 0 && input2.shown !== figuresOf(bill)) {
    throw new Conflict("The figures have changed since you were shown them. Open the preview again and check them.");
  }
  const first = `${formatMoney(bill.due)} ${bill.dueNow ? "due now, for" : "due on"} ${formatDay(bill.nextOn)}`;
  const note = `${person(work.by.id)} has armed recurring billing: ${first}. ${escapeMrkdwn(bill.text)}`;
  await projectChanged(work, project, { note });
  return bill;
});
var disarmProject = (deps, by, input2) => deps.transact(by, async (work) => {
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  work.require(desksWith(project.playbook, "recurring.arm"), "disarm recurring billing");
  const reason2 = requireReason(input2.reason);
  if (!project.subscription?.template.armed)
    throw new UserError("Recurring billing is not armed: there is nothing to take back.");
  await disarmRecurring(work, { subject: projectSubject(project.id), reason: reason2 });
  const note = `${person(work.by.id)} has disarmed recurring billing.${quote(reason2)}`;
  await projectChanged(work, project, { note });
});

// src/features/onboarding/override-views.ts
var folderName = (project) => `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
var kindNames = {
  below_amount: "Small amount",
  purchase_agreement: "Purchase agreement made (billing records it)",
  expedite: "It must be expedited (needs approval)",
  other: "Another reason (needs approval)"
};
var outcomes = { approved: "Approved", declined: "Declined", withdrawn: "Taken back" };
var outcome2 = (override) => {
  if (override.state === "requested") return "";
  const reason2 = override.decisionReason ? quote(override.decisionReason) : "";
  const at = override.decidedAt ? `, ${moment(override.decidedAt)}` : "";
  return `*${outcomes[override.state]}* by ${person(override.decidedBy ?? override.requestedBy)}${at}.${reason2}`;
};
var overrideMessage = (project, gate, override, decision) => {
  const waits = override.state === "requested" && project.state === "active";
  const title = `${folderName(project)}: exception at \u201C${escapeMrkdwn(gate.name)}\u201D`;
  const asked = `${person(override.requestedBy)} asked, ${moment(override.requestedAt)}: ${exceptionName(override.kind)}.`;
  const what = `${title}
${asked}${quote(override.reason)}`;
  const name3 = `${projectRef(project)} ${project.customer.name}`;
  if (!waits) {
    const why = override.state === "requested" ? `The project is ${statusNames[project.state]}.` : outcome2(override);
    return { text: `${name3}: exception at ${gate.name}`, blocks: [section(what), context(why)], open: false };
  }
  return {
    text: `${name3}: an exception at ${gate.name} waits for approval`,
    blocks: [
      section(what),
      context(decision.open ? "The gate is open already." : escapeMrkdwn(decision.why)),
      buttons("override", [
        { text: "Approve", action: "override.approve", value: override.id, style: "primary" },
        { text: "Decline", action: "override.decline", value: override.id, style: "danger" },
        { text: "Take back", action: "override.withdraw", value: override.id }
      ])
    ],
    open: true
  };
};
var statusNames = {
  active: "active",
  on_hold: "on hold",
  cancelled: "cancelled",
  closed: "finished"
};
var overrideModal = (project, shut2) => {
  const offers = [...new Set(shut2.flatMap(([, decision]) => decision.offers))];
  const gates = shut2.map(([gate]) => ({ text: gate.name, value: gate.key }));
  const only = gates.length === 1 ? gates[0]?.value : void 0;
  return modal({
    callback: "gate.override",
    title: "Ask for an exception",
    submit: "Ask",
    data: project.id,
    blocks: [
      section(
        `${folderName(project)}
${shut2.map(([gate, { why }]) => `\u2022 ${escapeMrkdwn(gate.name)}: ${escapeMrkdwn(why)}`).join("\n")}`
      ),
      selectInput({ name: "gate", label: "Gate", choices: gates, ...only ? { initial: only } : {} }),
      selectInput({
        name: "kind",
        label: "Exception",
        choices: offers.map((kind) => ({ text: kindNames[kind], value: kind }))
      }),
      textInput({
        name: "reason",
        label: "Reason",
        hint: "Kept with the project. For a purchase agreement: its number or date.",
        multiline: true
      })
    ]
  });
};
var overrideReasonModal = (callback, id) => {
  const declines = callback === "override.decline";
  return modal({
    callback,
    title: declines ? "Decline the exception" : "Take it back",
    submit: declines ? "Decline" : "Take back",
    data: id,
    blocks: [textInput({ name: "reason", label: "Why?", multiline: true })]
  });
};

// src/features/onboarding/services-text.ts
function parseServices2(text3, currency) {
  const items = [];
  const lines = text3.split("\n").map((line5) => line5.trim());
  for (const [index, line5] of lines.entries()) {
    if (line5 === "") continue;
    const at = `Line ${index + 1}`;
    const [description = "", ...numbers] = line5.split("|").map((part) => part.trim());
    const [quantityText, amountText3] = numbers.length === 1 ? ["1", numbers[0]] : numbers;
    if (description === "" || quantityText === void 0 || amountText3 === void 0 || numbers.length > 2) {
      return { ok: false, error: `${at}: write description | quantity | price a month, such as Help desk | 10 | 45.` };
    }
    if (!/^[1-9]\d{0,5}$/.test(quantityText)) {
      return { ok: false, error: `${at}: the quantity must be a whole number from 1 to 999999.` };
    }
    const amount = parseAmount(amountText3, currency);
    if (!amount.ok) return { ok: false, error: `${at}: ${amount.error}` };
    items.push({ description, quantity: Number(quantityText), unitAmount: amount.value });
  }
  return { ok: true, items };
}
var servicesText2 = (items) => items.map((item) => `${item.description} | ${item.quantity} | ${formatMoney(item.unitAmount)}`).join("\n");

// src/features/onboarding/billing-views.ts
var linesAtMost = 20;
var existingServices = (project) => {
  const { subscription } = project;
  if (!subscription) return [];
  const lines = subscription.items.slice(0, linesAtMost).map((item) => {
    const description = escapeMrkdwn(item.description.slice(0, 100));
    return `\u2022 ${item.quantity} \xD7 ${description} at ${formatMoney(item.unitAmount)}`;
  });
  const more3 = subscription.items.length - lines.length;
  const rest = more3 > 0 ? `
\u2026 and ${more3} more` : "";
  return [section(`*${formatMoney(subscription.template.amount)} a month*
${lines.join("\n")}${rest}`)];
};
var suggestion = (project) => {
  const first = project.invoices.find((each) => each.kind === "first_month" && each.state !== "void");
  return first ? servicesText2([{ description: "Managed services", quantity: 1, unitAmount: first.net }]) : "";
};
var subscriptionModal = (project) => {
  const { subscription } = project;
  const services = {
    name: "services",
    label: subscription ? "Services to add" : "Services",
    hint: `One on each line: description | quantity | price of one a month, in ${project.currency} before tax.`,
    multiline: true
  };
  const text3 = (name3, label2, initial) => textInput({ name: name3, label: label2, multiline: true, optional: true, ...initial ? { initial } : {} });
  return modal({
    callback: "subscription.set_up",
    title: subscription ? "Subscription" : "Set up the subscription",
    submit: subscription ? "Save" : "Set up",
    data: project.id,
    blocks: [
      section(folderName(project)),
      ...existingServices(project),
      textInput(subscription ? { ...services, optional: true } : { ...services, initial: suggestion(project) }),
      text3("coverage", "Help-desk coverage", subscription?.coverage),
      text3("sla", "SLA, from the contract", subscription?.sla),
      context("Recurring billing stays unarmed until the customer is live.")
    ]
  });
};
var transferModal = (project) => modal({
  callback: "transfer.schedule",
  title: "Transfer of knowledge",
  submit: "Schedule",
  data: project.id,
  blocks: [
    section(
      `${folderName(project)}
Sales, Engineering and Service are asked to come. If no meeting is needed, tick that on the checklist instead.`
    ),
    dateInput({ name: "on", label: "On" }),
    ticksInput({
      name: "hosted",
      label: "Hosting",
      choices: [{ text: "The customer is hosted: ask Hosting too", value: "hosted" }]
    }),
    peopleInput({ name: "people", label: "People who should be there", optional: true, initial: [project.ownerId] }),
    textInput({ name: "about", label: "What it is about", multiline: true, optional: true })
  ]
});
var acknowledgementMessage = (project, desk, deskName) => {
  const given = project.acknowledgements.find((each) => each.desk === desk);
  const waits = !given && project.state === "active" && isPast(project, "request_acknowledgements");
  const live = project.wentLiveOn ? ` is live since ${formatDay(project.wentLiveOn)}` : "";
  const text3 = `${projectRef(project)} ${project.customer.name}${live}: ${waits ? `${deskName}, please tell accounting` : deskName}`;
  const blocks = [section(`${folderName(project)}${live}.`)];
  if (given)
    return {
      text: text3,
      blocks: [
        ...blocks,
        context(`${person(given.by)} has told accounting for ${escapeMrkdwn(deskName)}, ${moment(given.at)}.`)
      ],
      open: false
    };
  if (!waits) {
    const why = project.state === "active" ? `Not needed now: the folder is back at ${escapeMrkdwn(stageName(project.playbook, project.stage))}.` : `The project is ${statusNames[project.state]}.`;
    return { text: text3, blocks: [...blocks, context(why)], open: false };
  }
  const ask2 = `${escapeMrkdwn(deskName)}: is it right to begin with recurring billing? Accounting waits for your word.`;
  return {
    text: text3,
    blocks: [
      ...blocks,
      section(ask2),
      buttons("acknowledgement", [
        {
          text: "Tell accounting to begin",
          action: "acknowledgement.give",
          value: `${project.id}:${desk}`,
          style: "primary"
        }
      ])
    ],
    open: true
  };
};
var armModal = (project, bill, today) => modal({
  callback: "recurring.arm",
  title: "Arm recurring billing",
  submit: "Arm",
  data: `${project.id}:${figuresOf(bill)}`,
  blocks: [
    section(folderName(project)),
    fields([
      ["A month", formatMoney(bill.monthly)],
      ["Next bill", `${formatDay(bill.nextOn)}${bill.dueNow ? ` (due now: today is ${formatDay(today)})` : ""}`],
      ["Credit", formatMoney(bill.credit)],
      ["Due on it", formatMoney(bill.due)]
    ]),
    section(escapeMrkdwn(bill.text)),
    ...bill.carriedOver.amount > 0n ? [
      context(
        `${formatMoney(bill.carriedOver)} of the credit is more than the first bill and goes to the next one.`
      )
    ] : [],
    context("Amounts are before tax; the credit carries its own.")
  ]
});
var disarmModal = (project) => {
  const template = project.subscription?.template;
  const who = template?.armedBy && template.armedAt ? ` by ${person(template.armedBy)}, ${moment(template.armedAt)}` : "";
  const credit = template?.credit ? ` Credit on the first bill: ${formatMoney(template.credit)}.` : "";
  return modal({
    callback: "recurring.disarm",
    title: "Recurring billing",
    submit: "Disarm",
    data: project.id,
    blocks: [
      section(
        `${folderName(project)}
Armed${who}. Next bill: ${template ? formatDay(template.nextOn) : ""}.${credit}`
      ),
      textInput({ name: "reason", label: "Why should it be disarmed?", multiline: true })
    ]
  });
};

// src/features/onboarding/set-up-project-subscription.ts
init_errors();
var setUpProjectSubscription = (deps, by, input2) => deps.transact(by, async (work) => {
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  work.require(desksWith(project.playbook, "subscription.set_up"), "set up subscriptions");
  requireActive(project);
  requireStageWith(project, "subscription.set_up");
  const { services, coverage, sla } = input2;
  const { subscription, customerId, currency } = project;
  const who = person(work.by.id);
  if (!subscription) {
    const subject = projectSubject(project.id);
    const made = await setUpSubscription(work, { customerId, subject, currency, items: services, coverage, sla });
    const note = `${who} has set up the subscription: ${formatMoney(made.template.amount)} a month, not armed.`;
    await projectChanged(work, project, { note });
    return;
  }
  if (services.length === 0 && !coverage && !sla) {
    throw new FieldErrors({ services: "Nothing is filled in: add services, or write the coverage and the SLA." });
  }
  if (services.length > 0) await addItems(work, { subscriptionId: subscription.id, items: services });
  const written = { coverage: coverage ?? subscription.coverage ?? "", sla: sla ?? subscription.sla ?? "" };
  if (written.coverage !== (subscription.coverage ?? "") || written.sla !== (subscription.sla ?? "")) {
    await writeCoverage(work, { subscriptionId: subscription.id, ...written });
  }
  await projectChanged(work, project, { note: `${who} has completed the subscription.` });
});

// src/features/onboarding/billing-slack.ts
var said2 = (text3) => ({ say: { text: text3 } });
var projectFor = async (request3, action, doing) => {
  const project = await loadProject(request3.deps.db.prisma, request3.value);
  await requireEarly(request3, desksWith(project.playbook, action), doing);
  return project;
};
var openSubscription = async (request3) => {
  const project = await projectFor(request3, "subscription.set_up", "set up subscriptions");
  requireStageWith(project, "subscription.set_up");
  return { modal: subscriptionModal(project) };
};
var openTransfer = async (request3) => {
  const project = await projectFor(request3, "transfer.schedule", "schedule the knowledge transfer");
  requireStageWith(project, "transfer.schedule");
  return { modal: transferModal(project) };
};
var openArming = async (request3) => {
  const { deps } = request3;
  const project = await projectFor(request3, "recurring.arm", "arm recurring billing");
  if (project.subscription?.template.armed) return { modal: disarmModal(project) };
  const bill = await previewArmingOf(deps, project);
  return { modal: armModal(project, bill, todayIn(deps.timeZone, deps.clock.now())) };
};
var acknowledge = async ({ deps, by, value }) => {
  const [projectId = "", desk = ""] = value.split(":");
  const { missing: missing2 } = await giveAcknowledgement(deps, by, { projectId, desk });
  const rest = missing2.map(deps.roleName).join(" and ");
  return said2(
    rest === "" ? "Accounting has been told to begin." : `Noted. Accounting is told once ${rest} agrees too.`
  );
};
var setUp = async ({ deps, by, data, values }) => {
  const { currency } = await loadProject(deps.db.prisma, data);
  const services = parseServices2(values.text("services") ?? "", currency);
  if (!services.ok) throw new FieldErrors({ services: services.error });
  const [coverage, sla] = [values.text("coverage"), values.text("sla")];
  await setUpProjectSubscription(deps, by, { projectId: data, services: services.items, coverage, sla });
  return said2("The subscription is saved.");
};
var schedule = async ({ deps, by, data, values }) => {
  await scheduleTransfer(deps, by, {
    projectId: data,
    on: required(values.day("on"), "on", "Choose the day of the meeting."),
    hosted: values.options("hosted").includes("hosted"),
    people: values.users("people"),
    about: values.text("about")
  });
  return said2("The meeting is scheduled; those who should come have been told.");
};
var arm = async ({ deps, by, data }) => {
  const [projectId = "", shown4] = data.split(":");
  const { dueNow } = await armProject(deps, by, { projectId, shown: shown4 });
  return said2(dueNow ? "Recurring billing is armed. The first bill is due now." : "Recurring billing is armed.");
};
var billingActions = {
  "subscription.set_up": openSubscription,
  "transfer.schedule": openTransfer,
  "acknowledgement.give": acknowledge,
  "recurring.arm": openArming
};
var billingSubmissions = {
  "subscription.set_up": setUp,
  "transfer.schedule": schedule,
  "recurring.arm": arm,
  "recurring.disarm": async ({ deps, by, data, values }) => {
    await disarmProject(deps, by, { projectId: data, reason: values.text("reason") ?? "" });
    return said2("Recurring billing is disarmed.");
  }
};

// src/features/onboarding/override-effects.ts
var gateChanged = async (work, project, note, key3) => {
  showHardware(work, project);
  await projectChanged(work, project, { note, ...key3 === void 0 ? {} : { key: key3 } });
};
var settleRequests = async (work, project, gates, reason2) => {
  for (const each of project.overrides) {
    if (each.state !== "requested" || !gates.includes(each.gate)) continue;
    const change2 = { from: "requested", to: "withdrawn", by: work.by.id, at: work.now, reason: reason2 };
    if (!await settleOverride(work.tx, each.id, change2)) continue;
    work.show({ kind: "override", subjectId: each.id });
    work.audit({
      action: "override.withdrawn",
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { override: each.id, gate: each.gate, state: "requested" },
      after: { state: "withdrawn" },
      reason: reason2
    });
  }
};

// src/features/onboarding/follow-money.ts
var toldKinds = ["first_month", "hardware"];
var methods2 = { check: "check", card: "card", eft: "EFT", money_order: "money order" };
var dateNames = {
  targetGoLiveOn: "target go-live date",
  etaOn: "ETA",
  goLiveOn: "go-live date",
  wentLiveOn: "day of going live"
};
var projectOf2 = async (work, subject) => subject?.type === "project" ? loadProject(work.tx, subject.id) : void 0;
var gatesOfCharge = async (work, project, kind) => {
  const policy = await work.policy(onboardingPolicy);
  const all = gatesNow(project.playbook, projectFacts(project), policy).filter(([gate]) => gate.paid === kind);
  return { policy, open: all.filter(([, now]) => now.open), shut: all.filter(([, now]) => !now.open) };
};
var named = (gates) => gates.map(([gate]) => `\u201C${escapeMrkdwn(gate.name)}\u201D`).join(" and ");
var onRecorded = async (work, payment) => {
  const project = await projectOf2(work, payment.invoice?.subject);
  const invoice = payment.invoice;
  if (!project || !invoice) return;
  const { open: open4 } = await gatesOfCharge(work, project, invoice.kind);
  const charge = project.invoices.find((each) => each.id === invoice.id);
  const rest = invoice.paidInFull ? "paid in full" : `${charge ? formatMoney(charge.open) : "a part"} still to come`;
  const reference = payment.reference ? ` (${payment.reference})` : "";
  const text3 = `${invoice.label}: ${formatMoney(payment.amount)} received by ${methods2[payment.method]}${reference} on ${formatDay(payment.receivedOn)}; ${rest}.`;
  const gates = invoice.paidInFull && open4.length > 0 ? ` Open now: ${named(open4)}.` : "";
  await settleRequests(
    work,
    project,
    open4.map(([gate]) => gate.key),
    "Nobody needs it any more: the gate is open."
  );
  await tell2(work, project, { key: `payment:${payment.paymentId}`, kind: invoice.kind, text: text3, addition: gates });
};
var onReversed = async (work, payment) => {
  const project = await projectOf2(work, payment.invoice?.subject);
  const invoice = payment.invoice;
  if (!project || !invoice) return;
  const { policy, shut: shut2 } = await gatesOfCharge(work, project, invoice.kind);
  const doubtful = datesInDoubt(project, projectFacts(project), policy).filter(
    ([, gate]) => gate.paid === invoice.kind
  );
  const text3 = `${invoice.label}: the payment of ${formatMoney(payment.amount)} was reversed (${payment.reason}).`;
  const gates = shut2.length > 0 ? ` Shut again: ${named(shut2)}.` : "";
  const dates2 = doubtful.length > 0 ? ` Set already, please check: ${doubtful.map(([date]) => dateNames[date]).join(", ")}.` : "";
  await tell2(work, project, {
    key: `payment:${payment.paymentId}:reversed`,
    kind: invoice.kind,
    text: text3,
    addition: `${gates}${dates2}`
  });
};
var tell2 = async (work, project, news) => {
  const note = { key: news.key, projectId: project.id, text: news.text, by: work.by.id, at: work.now };
  if (!await insertNote(work.tx, note)) return;
  work.audit({
    action: "project.noted",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { note: news.text }
  });
  const line5 = `${escapeMrkdwn(news.text)}${news.addition}`;
  await gateChanged(work, project, line5, news.key);
  if (!toldKinds.includes(news.kind)) return;
  const team = /* @__PURE__ */ new Set([project.ownerId, project.managerId, ...await assigneesOf(work.tx, project.id)]);
  const text3 = `*${projectRef(project)} ${escapeMrkdwn(project.customer.name)}*
${line5}`;
  for (const user of await ableOf(work.tx, [...team])) {
    work.post({ to: { user }, content: { text: text3 }, key: `${news.key}:${user}`, priority: 1 });
  }
};
var changes = {
  sent: "the invoice was sent to the customer",
  permission: "the customer allowed the card to be charged",
  corrected: "the amount was corrected",
  voided: "the invoice was voided",
  filed: "the invoice was filed",
  "taken back": "the last step of the invoice was taken back"
};
var onInvoice = async (work, event) => {
  const project = await projectOf2(work, event.subject);
  const invoice = project?.invoices.find((each) => each.id === event.invoiceId);
  if (!project) return;
  if (event.kind === "hardware" && event.what === "sent") await requestHardware(work, project);
  const { open: open4 } = await gatesOfCharge(work, project, event.kind);
  await settleRequests(
    work,
    project,
    open4.map(([gate]) => gate.key),
    "Nobody needs it any more: the gate is open."
  );
  const amount = event.what === "corrected" && invoice ? ` to ${formatMoney(invoice.amount)}` : "";
  await gateChanged(work, project, `${escapeMrkdwn(invoice?.label ?? event.kind)}: ${changes[event.what]}${amount}.`);
};
var onLocking = async (work, { subject }) => {
  if (subject.type === "project") await lockProject(work.tx, subject.id);
};
var moneyReactions = [
  on(invoiceLocking, onLocking),
  on(invoiceChanged, onInvoice),
  on(paymentRecorded, onRecorded),
  on(paymentReversed, onReversed)
];

// src/features/onboarding/gate-slack.ts
init_errors();

// src/features/onboarding/decide-override.ts
init_errors();
var load2 = async (work, id) => {
  const projectId = await projectOfOverride(work.tx, id);
  if (projectId === void 0) throw new NotFound("exception");
  const project = await loadProject(work.tx, projectId, { lock: true });
  const override = project.overrides.find((each) => each.id === id);
  const gate = override && gateOf(project.playbook, override.gate);
  if (!override || !gate) throw new NotFound("exception");
  return { project, gate, override };
};
var decisions = {
  approved: "approved",
  declined: "declined",
  withdrawn: "taken back",
  requested: "asked for"
};
var decidedAlready = ({ override }) => new Conflict(
  `This exception was ${decisions[override.state]} by ${person(override.decidedBy ?? override.requestedBy)} already, ${moment(override.decidedAt ?? override.requestedAt)}.`
);
var settle = async (work, asked, to, reason2) => {
  const { project, gate, override } = asked;
  const from = override.state === "approved" ? "approved" : "requested";
  const stored2 = await settleOverride(work.tx, override.id, { from, to, by: work.by.id, at: work.now, reason: reason2 });
  if (!stored2) throw decidedAlready(asked);
  work.audit({
    action: `override.${to}`,
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: { override: override.id, gate: gate.key, kind: override.kind, state: from },
    after: { state: to },
    reason: reason2
  });
  work.show({ kind: "override", subjectId: override.id });
  const because2 = reason2 ? quote(reason2) : "";
  const what = `the exception at \u201C${escapeMrkdwn(gate.name)}\u201D (${exceptionName(override.kind)})`;
  const overrides = project.overrides.map((each) => each.id === override.id ? { ...each, state: to } : each);
  await gateChanged(work, { ...project, overrides }, `${person(work.by.id)} has ${decisions[to]} ${what}.${because2}`);
  if (work.by.id === override.requestedBy) return;
  const name3 = `${projectRef(project)} ${escapeMrkdwn(project.customer.name)}`;
  work.post({
    to: { user: override.requestedBy },
    content: { text: `${person(work.by.id)} has ${decisions[to]} ${what} that you asked for: ${name3}.${because2}` }
  });
};
var approveOverride = (deps, by, input2) => deps.transact(by, async (work) => {
  const asked = await load2(work, input2.id);
  const { gate, override, project } = asked;
  work.require(gate.approvers, `approve exceptions at \u201C${gate.name}\u201D`);
  const { allowSelfApproval } = await work.policy(onboardingPolicy);
  if (override.requestedBy === work.by.id && !allowSelfApproval) {
    throw new NotAllowed("You asked for this exception yourself: somebody else must approve it.");
  }
  if (override.state !== "requested") throw decidedAlready(asked);
  requireActive(project);
  await settle(work, asked, "approved");
});
var declineOverride = (deps, by, input2) => deps.transact(by, async (work) => {
  const asked = await load2(work, input2.id);
  work.require(asked.gate.approvers, `decline exceptions at \u201C${asked.gate.name}\u201D`);
  const reason2 = requireReason(input2.reason);
  if (asked.override.state !== "requested") throw decidedAlready(asked);
  await settle(work, asked, "declined", reason2);
});
var withdrawOverride = (deps, by, input2) => deps.transact(by, async (work) => {
  const asked = await load2(work, input2.id);
  const { gate, override } = asked;
  const isAsker = override.requestedBy === work.by.id && work.by.barred === void 0;
  const mayAsAsker = isAsker && (override.state === "requested" || override.decidedBy === work.by.id);
  if (!mayAsAsker) work.require(gate.approvers, `take back exceptions at \u201C${gate.name}\u201D`);
  const reason2 = requireReason(input2.reason);
  if (override.state !== "requested" && override.state !== "approved") throw decidedAlready(asked);
  await settle(work, asked, "withdrawn", reason2);
});

// src/features/onboarding/hardware-views.ts
var describe2 = (project) => {
  const charge = hardwareCharge(project);
  const what = project.hardwareText ? quote(project.hardwareText) : "";
  const paid = charge && charge.paid.amount > 0n ? `, ${formatMoney(charge.paid)} paid` : "";
  return charge ? `
Invoiced: ${formatMoney(charge.amount)}${paid}.${what}` : what;
};
var gateLine2 = (gate) => {
  if (!gate) return "Nothing has to be paid before it is ordered.";
  const [rule, now] = gate;
  return `${now.open ? "\u2713" : "\u2717"} ${escapeMrkdwn(rule.name)}: ${escapeMrkdwn(now.why)}${now.requested ? " An exception waits for approval." : ""}`;
};
var message = ({ project, title, lines, actions: actions6 }) => {
  const open4 = actions6.length > 0 && project.state === "active";
  const paused = project.state === "active" ? [] : [`The project is ${statusNames[project.state]}.`];
  return {
    text: `${projectRef(project)} ${project.customer.name}: ${title}`,
    blocks: [
      section(`${folderName(project)}: ${title}${describe2(project)}`),
      context(...lines, ...paused),
      ...open4 ? [buttons("hardware", actions6)] : []
    ],
    open: open4
  };
};
var ending = (project) => {
  const { hardware } = project;
  const step = hardwareStep(project);
  if (hardware?.orderedAt) {
    const reference = escapeMrkdwn(hardware.reference ?? "");
    return `Ordered by ${person(hardware.orderedBy ?? "")}, ${moment(hardware.orderedAt)}: ${reference}.`;
  }
  if (step === "none") return "No hardware is due any more.";
  if (step === "waiting") return "Taken back: billing has the folder again.";
  return void 0;
};
var reviewMessage = (project) => {
  const { hardware } = project;
  const reviewed = hardware?.reviewedAt ? `Reviewed by ${person(hardware.reviewedBy ?? "")}, ${moment(hardware.reviewedAt)}.` : void 0;
  const done2 = reviewed ?? ending(project);
  return message({
    project,
    title: done2 ? "hardware order" : "hardware order to review",
    lines: [done2 ?? "Please check what is to be ordered; then it goes to Purchasing."],
    actions: done2 ? [] : [{ text: "Reviewed", action: "hardware.review", value: project.id, style: "primary" }]
  });
};
var orderMessage = (project, gate) => {
  const done2 = ending(project);
  const shut2 = gate !== void 0 && !gate[1].open;
  const order = { text: "Ordered", action: "hardware.order", value: project.id, style: "primary" };
  const ask2 = {
    text: "Ask for an exception",
    action: "gate.override",
    value: `${project.id}:${gate?.[0].key ?? ""}`
  };
  return message({
    project,
    title: done2 ? "hardware order" : shut2 ? "hardware to order, not yet" : "hardware to order",
    lines: done2 ? [done2] : [gateLine2(gate)],
    actions: done2 ? [] : [shut2 ? ask2 : order]
  });
};
var orderModal = (project) => modal({
  callback: "hardware.order",
  title: "Hardware ordered",
  submit: "Ordered",
  data: project.id,
  blocks: [
    section(`${folderName(project)}${describe2(project)}`),
    textInput({ name: "reference", label: "Order number, or where it was placed" })
  ]
});

// src/features/onboarding/order-hardware.ts
init_errors();
var reviewHardware = (deps, by, input2) => deps.transact(by, async (work) => {
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  work.require([hardwareReviewer], "review hardware orders");
  requireActive(project);
  requireDue(project);
  if (!await markHardwareReviewed(work.tx, project.id, work.by.id, work.now)) {
    const { reviewedBy = "", reviewedAt = work.now } = project.hardware ?? {};
    throw new Conflict(`${person(reviewedBy)} reviewed this order already, ${moment(reviewedAt)}.`);
  }
  work.show(hardwareSlot(project.id, hardwareReviewer));
  work.show(hardwareSlot(project.id, hardwareBuyer), { role: hardwareBuyer });
  await tell3(work, project, "hardware.reviewed", `${person(work.by.id)} has reviewed the hardware order.`);
});
var orderHardware = (deps, by, input2) => deps.transact(by, async (work) => {
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  work.require([hardwareBuyer], "order hardware");
  requireActive(project);
  requireDue(project);
  const reference = input2.reference.trim();
  if (reference === "") throw new FieldErrors({ reference: "Write the order's number, or where it was placed." });
  if (hardwareStep(project) === "review") throw new UserError("The reviewer has to look this order through first.");
  if (project.hardware?.orderedAt) {
    const { orderedBy = "", orderedAt } = project.hardware;
    throw new Conflict(`${person(orderedBy)} has ordered it already, ${moment(orderedAt)}.`);
  }
  await requireGate(work, project);
  const order = { by: work.by.id, at: work.now, reference };
  if (!await markHardwareOrdered(work.tx, project.id, order))
    throw new Conflict("Somebody else has just ordered it.");
  work.show(hardwareSlot(project.id, hardwareBuyer));
  const note = `${person(work.by.id)} has ordered the hardware: ${escapeMrkdwn(reference)}.`;
  await tell3(work, project, "hardware.ordered", note, { reference });
});
var requireDue = (project) => {
  const step = hardwareStep(project);
  if (step === "none") throw new UserError("This project needs no hardware any more: there is nothing to order.");
  if (step === "waiting")
    throw new UserError("Billing has not sent the hardware invoice yet: the order comes after it.");
};
var requireGate = async (work, project) => {
  const gate = gateOfFact(project.playbook, "hardware_ordered");
  if (!gate) return;
  const decision = decideGate(gate, projectFacts(project), await work.policy(onboardingPolicy));
  if (decision.open) return;
  throw new UserError(`\u201C${gate.name}\u201D is shut: ${decision.why} Wait for the payment, or ask for an exception.`);
};
var tell3 = async (work, project, action, note, after) => {
  work.audit({
    action,
    subject: projectSubject(project.id),
    customerId: project.customerId,
    ...after ? { after } : {}
  });
  await projectChanged(work, project, { note });
};

// src/features/onboarding/request-override.ts
init_errors();
var agreementMakers = ["billing", "accounting"];
var exceptionAskers = (playbook, gate) => [
  .../* @__PURE__ */ new Set([...desksOf(playbook), "purchasing", ...gate?.approvers ?? []])
];
var requestOverride = (deps, by, input2) => deps.transact(by, async (work) => {
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  const gate = gateOf(project.playbook, input2.gate);
  if (!gate) throw new UserError("This project has no such gate any more. Open the message again.");
  requireAsker(work, project.playbook, gate, input2.kind);
  requireActive(project);
  const reason2 = requireReason(input2.reason);
  const decision = decideGate(gate, projectFacts(project), await work.policy(onboardingPolicy));
  if (decision.open) throw new UserError(`\u201C${gate.name}\u201D is open already: ${decision.why}`);
  if (!gate.exceptions.includes(input2.kind) || input2.kind === "below_amount") {
    throw new FieldErrors({ kind: `\u201C${gate.name}\u201D knows no such exception. Choose another.` });
  }
  const waiting = project.overrides.find((each) => each.gate === gate.key && each.state === "requested");
  if (waiting && needsApprover(input2.kind)) {
    throw new Conflict(
      `${person(waiting.requestedBy)} asked for an exception already, ${moment(waiting.requestedAt)}.`
    );
  }
  const waits = needsApprover(input2.kind);
  const id = await store2(work, project, { ...input2, reason: reason2 }, waits);
  if (waits) await askApprovers(work, gate, id);
  else await settleRequests(work, project, [gate.key], "A purchase agreement was made.");
  const did = waits ? "asked for an exception at" : "recorded at";
  const what = `\u201C${escapeMrkdwn(gate.name)}\u201D: ${exceptionName(input2.kind)}`;
  await gateChanged(work, project, `${person(work.by.id)} ${did} ${what}.${quote(reason2)}`);
  return { id, waits };
});
var requireAsker = (work, playbook, gate, kind) => {
  if (kind === "purchase_agreement") work.require(agreementMakers, "record a purchase agreement");
  else work.require(exceptionAskers(playbook, gate), `ask for an exception at \u201C${gate.name}\u201D`);
};
var store2 = async (work, project, input2, waits) => {
  const id = newId();
  const { gate, kind, reason: reason2 } = input2;
  await insertOverride(work.tx, {
    id,
    projectId: project.id,
    gate,
    kind,
    reason: reason2,
    state: waits ? "requested" : "approved",
    requestedBy: work.by.id,
    requestedAt: work.now,
    ...waits ? {} : { decidedBy: work.by.id, decidedAt: work.now }
  });
  work.audit({
    action: waits ? "override.requested" : "override.recorded",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    after: { override: id, gate, kind },
    reason: reason2
  });
  return id;
};
var askApprovers = async (work, gate, id) => {
  if (gate.approvers.length === 0) {
    throw new UserError(
      `\u201C${gate.name}\u201D names nobody who approves exceptions. Ask an admin to add them to the playbook.`
    );
  }
  work.show({ kind: "override", subjectId: id }, { role: await channelRole(work.tx, gate.approvers) });
};

// src/features/onboarding/gate-slack.ts
var said3 = (text3) => ({ say: { text: text3 } });
var opened = (text3, id) => ({
  say: {
    text: text3,
    blocks: [section(text3), buttons("override", [{ text: "Take back", action: "override.withdraw", value: id }])]
  }
});
var openOverride = async (request3) => {
  const [projectId = "", only] = request3.value.split(":");
  const project = await loadProject(request3.deps.db.prisma, projectId);
  await requireEarly(
    request3,
    [...exceptionAskers(project.playbook, void 0), ...agreementMakers],
    "ask for exceptions"
  );
  const gates = gatesNow(project.playbook, projectFacts(project), await request3.deps.policy(onboardingPolicy));
  const shut2 = gates.filter(([gate, now]) => now.offers.length > 0 && (!only || gate.key === only));
  if (shut2.length === 0) {
    throw new UserError("There is nothing to ask for: every gate is open, or an exception waits for approval already.");
  }
  return { modal: overrideModal(project, shut2) };
};
var exceptionOf = (text3) => required(
  exceptionKinds.find((kind) => kind === text3),
  "kind",
  "Choose which exception it is."
);
var askOverride = async ({ deps, by, data, values }) => {
  const { id, waits } = await requestOverride(deps, by, {
    projectId: data,
    gate: required(values.option("gate"), "gate", "Choose the gate."),
    kind: exceptionOf(values.option("kind")),
    reason: values.text("reason") ?? ""
  });
  return waits ? said3("Asked. You are told as soon as somebody decides.") : opened("Recorded: the gate is open.", id);
};
var approve2 = async ({ deps, by, value }) => {
  await approveOverride(deps, by, { id: value });
  return opened("Approved. The gate is open now.", value);
};
var review = async ({ deps, by, value }) => {
  await reviewHardware(deps, by, { projectId: value });
  return said3("Reviewed. Purchasing has been asked to order.");
};
var openOrder = async (request3) => {
  await requireEarly(request3, [hardwareBuyer], "order hardware");
  const project = await loadProject(request3.deps.db.prisma, request3.value);
  if (!project.hardware) throw new NotFound("hardware order");
  return { modal: orderModal(project) };
};
var gateActions = {
  "gate.override": openOverride,
  "override.approve": approve2,
  "override.decline": async ({ value }) => ({ modal: overrideReasonModal("override.decline", value) }),
  "override.withdraw": async ({ value }) => ({ modal: overrideReasonModal("override.withdraw", value) }),
  "hardware.review": review,
  "hardware.order": openOrder
};
var gateSubmissions = {
  "gate.override": askOverride,
  "override.decline": async ({ deps, by, data, values }) => {
    await declineOverride(deps, by, { id: data, reason: values.text("reason") ?? "" });
    return said3("Declined. The person who asked has been told.");
  },
  "override.withdraw": async ({ deps, by, data, values }) => {
    await withdrawOverride(deps, by, { id: data, reason: values.text("reason") ?? "" });
    return said3("Taken back.");
  },
  "hardware.order": async ({ deps, by, data, values }) => {
    await orderHardware(deps, by, { projectId: data, reference: values.text("reference") ?? "" });
    return said3("Noted as ordered.");
  }
};

// src/features/onboarding/money-slots.ts
init_errors();
var found = (deps, id) => loadProject(deps.db.prisma, id).catch((error) => {
  if (error instanceof NotFound) return void 0;
  throw error;
});
var renderOverride = async (deps, id) => {
  const projectId = await projectOfOverride(deps.db.prisma, id);
  const project = projectId === void 0 ? void 0 : await found(deps, projectId);
  const override = project?.overrides.find((each) => each.id === id);
  if (!project || !override) return void 0;
  const gate = gateOf(project.playbook, override.gate);
  if (!gate) return void 0;
  const decision = decideGate(gate, projectFacts(project), await deps.policy(onboardingPolicy));
  return overrideMessage(project, gate, override, decision);
};
var orderGateOf = async (deps, project) => {
  const gate = gateOfFact(project.playbook, "hardware_ordered");
  return gate && [gate, decideGate(gate, projectFacts(project), await deps.policy(onboardingPolicy))];
};
var renderHardware = async (deps, id, part) => {
  const project = await found(deps, id);
  if (!project) return void 0;
  return part === hardwareReviewer ? reviewMessage(project) : orderMessage(project, await orderGateOf(deps, project));
};
var renderAcknowledgement = async (deps, id, desk = "") => {
  const project = await found(deps, id);
  return project && acknowledgementMessage(project, desk, deps.roleName(desk));
};
var moneySlots = [
  { kind: "override", render: renderOverride },
  { kind: "hardware", render: renderHardware },
  { kind: "acknowledgement", render: renderAcknowledgement }
];

// src/features/onboarding/release-deactivated.ts
var releaseDeactivated = async (work, userId) => {
  for (const { id, projectId } of await openHandoffsOf(work.tx, userId)) {
    const project = await loadProject(work.tx, projectId, { lock: true });
    if (!await unassign(work.tx, id, userId)) continue;
    work.audit({
      action: "handoff.released",
      subject: projectSubject(projectId),
      customerId: project.customerId,
      before: { assignee: userId },
      after: { assignee: null },
      reason: "Deactivated in Slack."
    });
    const handoff = { ...project.handoff, assigneeId: void 0 };
    const note = `${person(userId)} was deactivated in Slack: anyone of this desk can take the folder.`;
    await projectChanged(work, { ...project, handoff }, { note });
  }
};
var releaseReaction2 = on(personDeactivated, (work, { userId }) => releaseDeactivated(work, userId));

// src/features/onboarding/reminders.ts
var byPlace = (due) => {
  const places = /* @__PURE__ */ new Map();
  for (const each of due) {
    const place2 = each.channel ?? each.desk[0];
    if (place2 === void 0) continue;
    const list4 = places.get(place2) ?? [];
    list4.push(each);
    places.set(place2, list4);
  }
  return places;
};
var listed = 40;
var perSection = 8;
var daysThere = (each, { today, zone, holidays }) => businessDaysBetween(todayIn(zone, each.openedAt), today, holidays);
var line2 = (each, now) => {
  const who = each.assigneeId ? person(each.assigneeId) : "nobody yet";
  const name3 = escapeMrkdwn(each.customerName.length > 80 ? `${each.customerName.slice(0, 80)}\u2026` : each.customerName);
  const back = each.cameBy === "returned" ? ", returned" : "";
  const days = plural(daysThere(each, now), "business day");
  return `\u2022 *${projectRef(each)}* ${name3}: ${escapeMrkdwn(each.stageName)} since ${moment(each.openedAt)} (${days}${back}), with ${who}`;
};
var digest2 = (overdue, now) => {
  const sorted = [...overdue].sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime() || a.ref - b.ref);
  const title = `${plural(sorted.length, "folder")} waiting too long here`;
  const lines = sorted.slice(0, listed).map((each) => line2(each, now));
  const blocks = [section(`*${title}*`)];
  for (let from = 0; from < lines.length; from += perSection)
    blocks.push(section(lines.slice(from, from + perSection).join("\n")));
  const more3 = sorted.length - listed;
  const hint = "Open one with `/onboard show P-\u2026`, or see all with `/onboard list`.";
  return {
    text: title,
    blocks: [...blocks, context(more3 > 0 ? `And ${plural(more3, "more", "more")}. ${hint}` : hint)]
  };
};

// src/features/onboarding/remind.ts
var atMost = 5e3;
var remindDesks = async (deps, slotAt) => {
  const today = todayIn(deps.timeZone, slotAt);
  const holidays = holidaysOf(await deps.policy(calendarPolicy));
  if (!isBusinessDay(today, holidays)) return;
  const due = await dueReminders(deps.db.prisma, today, atMost);
  for (const [place2, list4] of byPlace(due)) {
    await remindPlace(deps, place2, list4, { today, zone: deps.timeZone, holidays });
  }
};
var remindPlace = async (deps, place2, due, now) => {
  const next = addBusinessDays(now.today, 1, now.holidays);
  await deps.transact(system, async (work) => {
    const taken = await takeReminders(
      work.tx,
      due.map((each) => each.handoffId),
      now.today,
      next
    );
    const overdue = due.filter((each) => taken.has(each.handoffId));
    const [first] = overdue;
    if (!first) return;
    const customers = await customersByIds(work.tx, [...new Set(overdue.map((each) => each.customerId))]);
    const named3 = overdue.map((each) => ({ ...each, customerName: customers.get(each.customerId)?.name ?? "" }));
    work.post({
      to: first.channel === null ? { role: place2 } : { channel: place2 },
      content: digest2(named3, now),
      key: `onboarding.reminder:${place2}:${now.today}`,
      priority: 2
    });
  });
};
var reminderJob = {
  name: "onboarding.reminders",
  schedule: async (deps) => ({ times: ["09:00"], zone: deps.timeZone }),
  missed: "latest",
  run: remindDesks
};

// src/features/onboarding/money-path.ts
var followTransfer = on(activityChanged, async (work, { subject, type, what }) => {
  if (subject?.type !== "project" || type !== transferActivity || what === "scheduled") return;
  const project = await loadProject(work.tx, subject.id);
  await projectChanged(work, project, what === "completed" ? { note: "The knowledge-transfer meeting was held." } : {});
});
var reactions = [...moneyReactions, followTransfer, releaseReaction2];
var moneyPath = {
  actions: { ...gateActions, ...billingActions },
  submissions: { ...gateSubmissions, ...billingSubmissions },
  slots: moneySlots,
  reactions,
  jobs: [reminderJob]
};

// src/features/onboarding/change-team.ts
init_errors();

// src/features/onboarding/project-status.ts
init_errors();
var projectStewards = ["sales", "project_manager", "management", "admin"];
var states = {
  active: "under way",
  on_hold: "on hold",
  cancelled: "cancelled",
  closed: "finished"
};
var requireState = (project, expected, doing) => {
  if (expected.includes(project.state)) return;
  throw new Conflict(`${projectRef(project)} is ${states[project.state]}: it can't be ${doing}.`);
};
var begin = async (work, input2, doing) => {
  work.require(projectStewards, `${doing} a project`);
  const reason2 = requireReason(input2.reason);
  return { project: await loadProject(work.tx, input2.projectId, { lock: true }), reason: reason2 };
};
var tell4 = async (work, before, after, did, action, reason2) => {
  work.audit({
    action,
    subject: projectSubject(before.id),
    customerId: before.customerId,
    before: { state: before.state, stage: before.stage },
    after: { state: after.state, stage: after.stage },
    reason: reason2
  });
  work.show(handoffSlot(before.handoff));
  const note = didWhat(work, `${did}: ${escapeMrkdwn(reason2)}`);
  work.post({ to: { thread: handoffSlot(before.handoff) }, content: { text: note } });
  const { assigneeId } = before.handoff;
  if (before.handoff.state === "open" && assigneeId !== void 0 && assigneeId !== work.by.id) {
    const name3 = `*${projectRef(before)}* ${escapeMrkdwn(before.customer.name)}`;
    work.post({ to: { user: assigneeId }, content: { text: `${name3}: ${note}` } });
  }
  await refreshSlots(work, after);
};
var change = async (work, before, after) => {
  const to = { state: after.state, stage: after.stage, reason: after.stateReason, endedAt: after.endedAt };
  if (!await setStatus(work.tx, before.id, before.state, to)) {
    throw new Conflict(`Somebody changed ${projectRef(before)} at the same moment. Look at it again.`);
  }
};
var holdProject = (deps, by, input2) => deps.transact(by, async (work) => {
  const { project, reason: reason2 } = await begin(work, input2, "hold");
  requireState(project, ["active"], "put on hold");
  const after = { ...project, state: "on_hold", stateReason: reason2 };
  await change(work, project, after);
  await remindTurn(work.tx, project.handoff.id, void 0);
  await tell4(work, project, after, "put the project on hold", "project.held", reason2);
  return after;
});
var resumeProject = (deps, by, input2) => deps.transact(by, async (work) => {
  const { project, reason: reason2 } = await begin(work, input2, "resume");
  requireState(project, ["on_hold"], "resumed");
  const after = { ...project, state: "active", stateReason: void 0 };
  await change(work, project, after);
  const stage = stageOf(project.playbook, project.stage);
  const holidays = holidaysOf(await work.policy(calendarPolicy));
  if (stage)
    await remindTurn(work.tx, project.handoff.id, remindOnOf(stage, work.today, project.wentLiveOn, holidays));
  await tell4(work, project, after, "resumed the project", "project.resumed", reason2);
  return after;
});
var cancelProject = (deps, by, input2) => deps.transact(by, async (work) => {
  const { project, reason: reason2 } = await begin(work, input2, "cancel");
  requireState(project, ["active", "on_hold"], "cancelled");
  const after = { ...project, state: "cancelled", stateReason: reason2, endedAt: work.now };
  await change(work, project, after);
  await endTurn(work.tx, project.handoff.id, { by: work.by.id, at: work.now, reason: reason2 });
  await tell4(work, project, after, "cancelled the project", "project.cancelled", reason2);
  return after;
});
var reopenedAt = (project) => project.stage === closedStage ? project.playbook.stages.findLast((stage) => stage.next === closedStage && stage.key === project.handoff.stage) : stageOf(project.playbook, project.stage);
var reopenProject = (deps, by, input2) => deps.transact(by, async (work) => {
  const { project, reason: reason2 } = await begin(work, input2, "re-open");
  requireState(project, ["cancelled", "closed"], "re-opened");
  const stage = reopenedAt(project) ?? project.playbook.stages.at(-1);
  if (!stage) throw new Conflict(`${projectRef(project)} has no stage to go on at.`);
  const coming = {
    stage,
    cameFrom: void 0,
    cameBy: "reopened",
    reason: reason2,
    keeper: project.handoff.assigneeId
  };
  const opened3 = await planTurn(work, project, coming);
  const after = {
    ...project,
    state: "active",
    stage: stage.key,
    stateReason: void 0,
    endedAt: void 0,
    handoff: opened3.handoff,
    turns: opened3.handoff.turn
  };
  await change(work, project, after);
  await insertTurn(work.tx, project.id, opened3);
  await tell4(work, project, after, "re-opened the project", "project.reopened", reason2);
  await announceTurn(deps, work, after, stage, didWhat(work, `re-opened the project: ${escapeMrkdwn(reason2)}`));
  return after;
});

// src/features/onboarding/change-team.ts
var followingAssignee = (project, input2) => {
  const assign = stageOf(project.playbook, project.handoff.stage)?.assign;
  if (assign === void 0 || project.handoff.state !== "open") return void 0;
  const [before, after] = assign === "owner" ? [project.ownerId, input2.ownerId] : [project.managerId, input2.managerId];
  return project.handoff.assigneeId === before && before !== after ? after : void 0;
};
var tellNewcomers = (work, project, input2) => {
  const name3 = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  const news = [
    [project.ownerId, input2.ownerId, "owner"],
    [project.managerId, input2.managerId, "project manager"]
  ];
  for (const [before, after, office] of news) {
    if (before === after || after === work.by.id) continue;
    work.post({ to: { user: after }, content: { text: `${didWhat(work, `made you ${office} of`)} ${name3}.` } });
  }
};
var changeTeam = async (deps, by, input2) => {
  const [owners, managers] = [await deps.membersOf(projectCreators), await deps.membersOf(projectManagers)];
  return deps.transact(by, async (work) => {
    work.require(projectStewards, "change who owns or manages a project");
    const reason2 = requireReason(input2.reason);
    const project = await loadProject(work.tx, input2.projectId, { lock: true });
    const { ownerId, managerId } = project;
    if (ownerId === input2.ownerId && managerId === input2.managerId)
      throw new Conflict("They have these offices already: nothing to change.");
    const problems3 = {};
    if (input2.ownerId !== ownerId && !owners.includes(input2.ownerId)) problems3.owner = "Choose somebody of Sales.";
    if (input2.managerId !== managerId && !managers.includes(input2.managerId)) {
      problems3.project_manager = "Choose somebody of Project management.";
    }
    if (Object.keys(problems3).length > 0) throw new FieldErrors(problems3);
    await setTeam(work.tx, project.id, { ownerId: input2.ownerId, managerId: input2.managerId });
    work.audit({
      action: "project.team_changed",
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: { owner: ownerId, manager: managerId },
      after: { owner: input2.ownerId, manager: input2.managerId },
      reason: reason2
    });
    tellNewcomers(work, project, input2);
    const assigneeId = followingAssignee(project, input2);
    const handoff = assigneeId === void 0 ? project.handoff : { ...project.handoff, assigneeId };
    if (assigneeId !== void 0) await assignTurn(work.tx, handoff.id, assigneeId);
    const after = { ...project, ownerId: input2.ownerId, managerId: input2.managerId, handoff };
    const note = `${didWhat(work, "set the team:")} owner ${person(input2.ownerId)}, project manager ${person(input2.managerId)}. ${escapeMrkdwn(reason2)}`;
    await projectChanged(work, after, { note });
    tellAssignee2(work, after, assigneeId, `${didWhat(work, "set the team")}.`);
    return after;
  });
};

// src/features/onboarding/correct-project.ts
init_errors();
var amountCorrectors = ["sales", "billing", "accounting"];
var correctionsOf = (project, amounts2) => chargeKinds.map((kind) => ({ kind, invoice: chargeInvoice(project, kind) })).filter(({ kind, invoice }) => (invoice?.net.amount ?? 0n) !== amounts2[kind].amount);
var atField = async (kind, body) => {
  try {
    await body;
  } catch (error) {
    if (error instanceof UserError) throw new FieldErrors({ [chargeFields[kind]]: error.message });
    throw error;
  }
};
var carryOut = async (work, project, corrections, amounts2, input2) => {
  const { reason: reason2, points } = input2;
  const added = /* @__PURE__ */ new Set();
  for (const { kind, invoice } of corrections) {
    if (!invoice) added.add(kind);
    else if (amounts2[kind].amount === 0n) await atField(kind, voidInvoice(work, { invoiceId: invoice.id, reason: reason2 }));
    else await atField(kind, correctInvoice(work, { invoiceId: invoice.id, net: amounts2[kind], reason: reason2 }));
  }
  if (added.size === 0) return;
  const card = project.invoices.some((each) => each.pickedUp === "card_authorization");
  const picked = card ? { set_up: "card_authorization", first_month: "card_authorization" } : {};
  const charges = chargesOf(project.playbook, amounts2, points, picked).filter(
    ({ kind }) => added.has(kind)
  );
  const subject = projectSubject(project.id);
  await planInvoices(work, { subject, customerId: project.customerId, currency: project.currency, charges });
  if (isPast(project, "present_invoices")) await presentInvoices(work, subject);
};
var describe3 = ({ kind, invoice }, amounts2) => {
  const before = invoice ? formatMoney(invoice.net) : "none";
  return `${chargeLabels[kind]} ${before} \u2192 ${amounts2[kind].amount > 0n ? formatMoney(amounts2[kind]) : "none"}`;
};
var correctProject = (deps, by, input2) => deps.transact(by, async (work) => {
  work.require(amountCorrectors, "correct a project\u2019s amounts");
  const reason2 = requireReason(input2.reason);
  const project = await loadProject(work.tx, input2.projectId, { lock: true });
  if (project.state === "cancelled") throw new UserError("The project was cancelled: re-open it first.");
  const problems3 = {};
  const amounts2 = readAmounts({ currency: project.currency, amounts: input2.amounts }, problems3);
  const points = parseTaxRate(input2.taxRate);
  if (points === void 0) problems3.tax_rate = taxRateProblem;
  if (Object.keys(problems3).length > 0 || points === void 0) throw new FieldErrors(problems3);
  const corrections = correctionsOf(project, amounts2);
  if (corrections.length === 0)
    throw new FieldErrors({ reason: "The amounts are as they were: change one, or cancel." });
  await carryOut(work, project, corrections, amounts2, { ...input2, reason: reason2, points });
  const lines = corrections.map((each) => describe3(each, amounts2));
  work.audit({
    action: "project.corrected",
    subject: projectSubject(project.id),
    customerId: project.customerId,
    before: Object.fromEntries(
      corrections.map(({ kind, invoice }) => [kind, invoice ? formatMoney(invoice.net) : "none"])
    ),
    after: Object.fromEntries(corrections.map(({ kind }) => [kind, formatMoney(amounts2[kind])])),
    reason: reason2
  });
  const after = await loadProject(work.tx, project.id);
  await projectChanged(work, after, {
    note: `${didWhat(work, "corrected the amounts:")} ${lines.join(", ")}. ${escapeMrkdwn(reason2)}`
  });
  await refreshSlots(work, after);
  return after;
});

// src/features/onboarding/project-slack.ts
var amountsOf = (values) => ({
  set_up: values.text(chargeFields.set_up),
  first_month: values.text(chargeFields.first_month),
  hardware: values.text(chargeFields.hardware)
});
var pickedUp = (choice) => choice === "check" || choice === "card_authorization" ? choice : "nothing";
var newProjectOf = ({ userId, values }) => ({
  customerId: values.option("existing_customer"),
  customer: values.text("customer"),
  contactName: values.text("contact_name"),
  email: values.text("email"),
  phone: values.text("phone"),
  playbook: values.option("playbook") ?? "",
  ownerId: values.user("owner") ?? userId,
  managerId: values.user("project_manager"),
  currency: values.text("currency") ?? "",
  amounts: amountsOf(values),
  taxRate: values.text("tax_rate"),
  hardwareText: values.text("hardware_text"),
  pickedUp: {
    set_up: pickedUp(values.option("picked_up_set_up")),
    first_month: pickedUp(values.option("picked_up_first_month"))
  },
  targetGoLiveOn: values.day("target_go_live")
});
var submitNew = async (request3, playbooks) => {
  const project = await createProject(request3.deps, request3.by, playbooks, newProjectOf(request3));
  const name3 = `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;
  const where = escapeMrkdwn(stageName(project.playbook, project.stage));
  return {
    say: { text: `${name3} is created and lies at *${where}*. \`/onboard show ${projectRef(project)}\` shows it.` }
  };
};
var ask = (form2) => async (request3) => {
  const modal2 = form2(await loadProject(request3.deps.db.prisma, request3.value));
  return request3.view ? { replace: modal2 } : { modal: modal2 };
};
var askStatus = (verb) => ask((project) => statusForm(project, verb));
var submitStatus = (change2) => async (request3) => {
  const reason2 = required(request3.values.text("reason"), "reason", "Write a short reason.");
  const project = await change2(request3.deps, request3.by, { projectId: request3.data, reason: reason2 });
  return { replace: await showProject(request3, project.id) };
};
var submitTeam = async (request3) => {
  const { deps, by, data, values } = request3;
  const ownerId = required(values.user("owner"), "owner", "Choose an owner.");
  const managerId = required(values.user("project_manager"), "project_manager", "Choose a project manager.");
  const reason2 = required(values.text("reason"), "reason", "Write a short reason.");
  await changeTeam(deps, by, { projectId: data, ownerId, managerId, reason: reason2 });
  return { replace: await showProject(request3, data) };
};
var submitAmounts = async (request3) => {
  const { deps, by, data, values } = request3;
  const reason2 = required(values.text("reason"), "reason", "Write a short reason.");
  await correctProject(deps, by, {
    projectId: data,
    amounts: amountsOf(values),
    taxRate: values.text("tax_rate"),
    reason: reason2
  });
  return { replace: await showProject(request3, data) };
};
var projectActions = {
  "project.hold": askStatus("project.hold"),
  "project.resume": askStatus("project.resume"),
  "project.cancel": askStatus("project.cancel"),
  "project.reopen": askStatus("project.reopen"),
  "project.team": ask(teamForm),
  "project.correct": ask(correctForm)
};
var projectSubmissionsFor = (playbooks) => ({
  "project.create": (request3) => submitNew(request3, playbooks),
  "project.hold": submitStatus(holdProject),
  "project.resume": submitStatus(resumeProject),
  "project.cancel": submitStatus(cancelProject),
  "project.reopen": submitStatus(reopenProject),
  "project.team": submitTeam,
  "project.correct": submitAmounts
});

// src/features/onboarding/playbook-files.ts
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

// src/features/onboarding/playbook-checks.ts
var pathOf = (parts2) => parts2.map((part) => typeof part === "number" ? `[${part}]` : `.${String(part)}`).join("").replace(/^\./, "") || "(file)";
var quoted = (keys) => keys.map((key3) => `"${key3}"`).join(", ") || "none yet";
var duplicates = (keys, path2, report) => {
  for (const [index, key3] of keys.entries()) {
    if (keys.indexOf(key3) < index) report(path2(index), `"${key3}" is there already: give every one a key of its own.`);
  }
};
var checkRoles = (playbook, builtin, report) => {
  duplicates(
    playbook.roles.map((each) => each.key),
    (at) => `roles[${at}].key`,
    report
  );
  const known5 = [...builtin, ...playbook.roles.map((each) => each.key)];
  const check3 = (role, path2) => {
    if (!known5.includes(role))
      report(path2, `There is no role "${role}": declare it under "roles", or use one of ${quoted(known5)}.`);
  };
  for (const [at, stage] of playbook.stages.entries()) {
    for (const [index, role] of stage.desk.entries()) check3(role, `stages[${at}].desk[${index}]`);
  }
  for (const [at, gate] of playbook.gates.entries()) {
    for (const [index, role] of gate.approvers.entries()) check3(role, `gates[${at}].approvers[${index}]`);
  }
};
var checkGates = (playbook, report) => {
  duplicates(
    playbook.gates.map((each) => each.key),
    (at) => `gates[${at}].key`,
    report
  );
  for (const [at, gate] of playbook.gates.entries()) {
    if (gate.exceptions.some(needsApprover) && gate.approvers.length === 0) {
      report(
        `gates[${at}].approvers`,
        "Expedite and other exceptions need somebody who approves: name at least one role."
      );
    }
    if (gate.paid === void 0 && !gate.exceptions.some(needsApprover)) {
      report(
        `gates[${at}]`,
        'Nothing could ever open this gate: say what must be "paid", or allow the exception "other".'
      );
    }
    if (gate.paid === void 0 && gate.exceptions.includes("below_amount")) {
      report(`gates[${at}].exceptions`, 'A gate without "paid" has no amount: take "below_amount" out.');
    }
  }
};
var checkItems = (playbook, report) => {
  const gates = playbook.gates.map((each) => each.key);
  for (const [at, stage] of playbook.stages.entries()) {
    duplicates(
      stage.items.map((each) => each.key),
      (index) => `stages[${at}].items[${index}].key`,
      report
    );
    const dates2 = stage.items.map((each) => each.kind === "date" ? each.sets : `-${each.key}`);
    duplicates(dates2, (index) => `stages[${at}].items[${index}].sets`, report);
    for (const [index, item] of stage.items.entries()) {
      if (item.gate !== void 0 && !gates.includes(item.gate)) {
        report(
          `stages[${at}].items[${index}].gate`,
          `There is no gate "${item.gate}": declare it under "gates", or use one of ${quoted(gates)}.`
        );
      }
    }
  }
};
var checkStages = (playbook, report) => {
  const keys = playbook.stages.map((each) => each.key);
  duplicates(keys, (at) => `stages[${at}].key`, report);
  for (const [at, stage] of playbook.stages.entries()) {
    if (stage.key === closedStage)
      report(`stages[${at}].key`, `"${closedStage}" is where finished projects are: choose another key.`);
    if (stage.next !== closedStage && !keys.slice(at + 1).includes(stage.next)) {
      report(
        `stages[${at}].next`,
        `"${stage.next}" is no later stage: use "${closedStage}" or one of ${quoted(keys.slice(at + 1))}.`
      );
    }
    for (const [index, back] of stage.back.entries()) {
      if (!keys.slice(0, at).includes(back)) {
        report(
          `stages[${at}].back[${index}]`,
          `"${back}" is no earlier stage: use one of ${quoted(keys.slice(0, at))}.`
        );
      }
    }
  }
  const reached = new Set(keys.slice(0, 1));
  for (const stage of playbook.stages) if (reached.has(stage.key)) reached.add(stage.next);
  for (const [at, key3] of keys.entries()) {
    if (!reached.has(key3))
      report(`stages[${at}]`, `No folder ever gets to "${key3}": name it as an earlier stage's "next", or take it out.`);
  }
};
var checkPlaybook = (raw3, builtin) => {
  const parsed = playbookSchema.safeParse(raw3);
  if (!parsed.success) {
    const problems4 = parsed.error.issues.map((issue) => ({
      path: pathOf(issue.path),
      text: issue.message
    }));
    return { ok: false, problems: problems4 };
  }
  const problems3 = [];
  const report = (path2, text3) => problems3.push({ path: path2, text: text3 });
  checkRoles(parsed.data, builtin, report);
  checkGates(parsed.data, report);
  checkStages(parsed.data, report);
  checkItems(parsed.data, report);
  return problems3.length > 0 ? { ok: false, problems: problems3 } : { ok: true, playbook: parsed.data };
};

// src/features/onboarding/playbook-files.ts
var shipped = fileURLToPath(new URL("./playbooks", import.meta.url));
var parse = (file, text3) => {
  try {
    return JSON.parse(text3);
  } catch (error) {
    throw new Error(
      `${file} is no JSON: ${error instanceof Error ? error.message : error}. Correct the file and start again.`
    );
  }
};
var readOne = async (file, builtin) => {
  const check3 = checkPlaybook(parse(file, (await readFile(file, "utf8")).replace(/^\uFEFF/, "")), builtin);
  if (check3.ok) return check3.playbook;
  const lines = check3.problems.map((problem) => `  ${problem.path}: ${problem.text}`);
  throw new Error(`${file} is no usable playbook. Correct it and start again:
${lines.join("\n")}`);
};
var readDirectory = async (directory, builtin) => {
  const found2 = /* @__PURE__ */ new Map();
  const files = /* @__PURE__ */ new Map();
  for (const file of (await readdir(directory)).filter((each) => each.endsWith(".json")).sort()) {
    const playbook = await readOne(join(directory, file), builtin);
    const other = files.get(playbook.key);
    if (other)
      throw new Error(
        `${join(directory, file)}: key: ${other} has the key "${playbook.key}" too. Give each a key of its own.`
      );
    files.set(playbook.key, basename(file));
    found2.set(playbook.key, playbook);
  }
  return found2;
};
var loadPlaybooks = async (ownDirectory) => {
  const builtin = new Set(builtinRoles.map((each) => each.key));
  const own = ownDirectory ? await readDirectory(ownDirectory, builtin) : /* @__PURE__ */ new Map();
  const all = new Map([...await readDirectory(shipped, builtin), ...own]);
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
};
var rolesOf = (playbooks) => {
  const roles = /* @__PURE__ */ new Map();
  for (const role of playbooks.flatMap((each) => each.roles)) if (!roles.has(role.key)) roles.set(role.key, role);
  return [...roles.values()].filter((role) => !builtinRoles.some((each) => each.key === role.key));
};

// src/features/onboarding/index.ts
var onboardingSlice = (playbooks) => ({
  name: "onboarding",
  commands: commandsFor(playbooks),
  actions: { ...listActionsFor(playbooks), ...folderActions, ...projectActions, ...moneyPath.actions },
  submissions: { ...projectSubmissionsFor(playbooks), ...folderSubmissions, ...moneyPath.submissions },
  slots: [handoffSlotKind, ...moneyPath.slots],
  home: [waitingSection],
  panels: [projectsPanel],
  jobs: moneyPath.jobs,
  policies: [onboardingPolicy],
  reactions: moneyPath.reactions
});

// src/features/licenses/policy.ts
import { z as z8 } from "zod";
var licensesPolicy = {
  key: "licenses",
  title: "Licenses and expiry",
  schema: z8.object({
    confirmationWords: z8.array(z8.string().trim().min(1).max(40)).min(1).max(20),
    allowSelfApproval: z8.boolean(),
    lapseNoticeDays: z8.int().min(0).max(90),
    digestThreshold: z8.int().min(1).max(1e3)
  }),
  defaults: {
    confirmationWords: ["done", "confirmed", "expired", "fatto"],
    allowSelfApproval: false,
    lapseNoticeDays: 7,
    digestThreshold: 20
  },
  fields: {
    confirmationWords: {
      label: "Words that confirm",
      hint: "A reply in the thread that is exactly one of these words confirms the task.",
      kind: "words"
    },
    allowSelfApproval: {
      label: "People may confirm an expiry that they asked for themselves",
      hint: "Only for a workspace of one person.",
      kind: "boolean"
    },
    lapseNoticeDays: { label: "Days before a license lapses that it is named", kind: "integer" },
    digestThreshold: { label: "More tasks than this at one go arrive as a digest", kind: "integer" }
  }
};

// src/features/licenses/store.ts
var licenseOf = (row2) => ({
  id: row2.id,
  customerId: row2.customerId,
  product: row2.product,
  policy: row2.policy,
  key: row2.key,
  state: row2.state,
  expiresOn: fromDbDate(row2.expiresOn),
  periodMonths: row2.periodMonths,
  ...row2.gateway === null ? {} : { gateway: row2.gateway },
  ...row2.gatewaySubscription === null ? {} : { gatewaySubscription: row2.gatewaySubscription }
});
var actionOf = (row2) => ({
  id: row2.id,
  licenseId: row2.licenseId,
  kind: row2.kind,
  state: row2.state,
  isExpired: row2.isExpired,
  forceful: row2.forceful,
  cause: row2.cause,
  hasMessage: row2.hasMessage,
  requestedBy: row2.requestedBy,
  requestedAt: row2.requestedAt,
  ...row2.caseId === null ? {} : { caseId: row2.caseId },
  ...row2.paymentId === null ? {} : { paymentId: row2.paymentId },
  ...row2.waitUntil === null ? {} : { waitUntil: fromDbDate(row2.waitUntil) },
  ...row2.newExpiresOn === null ? {} : { newExpiresOn: fromDbDate(row2.newExpiresOn) },
  ...row2.endedBy === null ? {} : { endedBy: row2.endedBy },
  ...row2.endedAt === null ? {} : { endedAt: row2.endedAt },
  ...row2.endReason === null ? {} : { endReason: row2.endReason }
});
var insertLicense = async (tx, license, createdBy, createdAt) => {
  const { expiresOn, ...rest } = license;
  await tx.license.create({ data: { ...rest, expiresOn: toDbDate(expiresOn), createdBy, createdAt } });
};
var licenseById = async (tx, id) => {
  const row2 = await tx.license.findUnique({ where: { id } });
  return row2 ? licenseOf(row2) : void 0;
};
var licenseByKey = async (tx, key3) => {
  const row2 = await tx.license.findUnique({ where: { key: key3 } });
  return row2 ? licenseOf(row2) : void 0;
};
var lockLicense = async (tx, id) => {
  await tx.$queryRaw`SELECT 1 FROM licenses WHERE id = ${id}::uuid FOR UPDATE`;
  return licenseById(tx, id);
};
var licensesFor = async (tx, customerId) => (await tx.license.findMany({ where: { customerId }, orderBy: [{ expiresOn: "asc" }, { id: "asc" }] })).map(licenseOf);
var licensesByGatewaySubscriptions = async (tx, gateway, subscriptions) => {
  const rows = await tx.license.findMany({ where: { gateway, gatewaySubscription: { in: [...subscriptions] } } });
  return new Map(rows.flatMap((row2) => row2.gatewaySubscription === null ? [] : [[row2.gatewaySubscription, licenseOf(row2)]]));
};
var setLicense = async (tx, id, change2) => {
  await tx.license.update({
    where: { id },
    data: {
      state: change2.state,
      // A moved date is noticed anew when it comes near.
      ...change2.expiresOn === void 0 ? {} : { expiresOn: toDbDate(change2.expiresOn), lapseNoticeOn: null }
    }
  });
};
var lapsing = async (tx, until, limit) => (await tx.license.findMany({
  where: { policy: "manual", state: "active", lapseNoticeOn: null, expiresOn: { lte: toDbDate(until) } },
  orderBy: [{ expiresOn: "asc" }, { id: "asc" }],
  take: limit
})).map(licenseOf);
var markNoticed = async (tx, ids, on2) => {
  const rows = await tx.$queryRaw`
    UPDATE licenses SET lapse_notice_on = ${on2}::date
    WHERE id = ANY(${[...ids]}::uuid[]) AND lapse_notice_on IS NULL RETURNING id`;
  return rows.map((row2) => row2.id);
};
var actionById = async (tx, id) => {
  const row2 = await tx.expiryAction.findUnique({ where: { id } });
  return row2 ? actionOf(row2) : void 0;
};
var openActionsOf = async (tx, licenseIds) => (await tx.expiryAction.findMany({ where: { licenseId: { in: [...licenseIds] }, state: "open" } })).map(actionOf);
var openActions = async (tx, limit) => (await tx.expiryAction.findMany({ where: { state: "open" }, orderBy: [{ requestedAt: "asc" }, { id: "asc" }], take: limit })).map(actionOf);
var countOpenActions = (tx) => tx.expiryAction.count({ where: { state: "open" } });
var endAction = async (tx, id, ending2) => {
  const { count } = await tx.expiryAction.updateMany({
    where: { id, state: "open" },
    data: {
      state: ending2.state,
      endedBy: ending2.by,
      endedAt: ending2.at,
      endReason: ending2.reason ?? null,
      ...ending2.newExpiresOn === void 0 ? {} : { newExpiresOn: toDbDate(ending2.newExpiresOn) }
    }
  });
  return count === 1;
};
var changeAction = async (tx, id, change2) => {
  const { waitUntil, ...rest } = change2;
  const { count } = await tx.expiryAction.updateMany({
    where: { id, state: "open" },
    data: { ...rest, ...waitUntil === void 0 ? {} : { waitUntil: toDbDate(waitUntil) } }
  });
  return count === 1;
};

// src/features/licenses/license.ts
var nextExpiry = (expiresOn, periodMonths, today) => {
  let months = periodMonths;
  while (addMonths(expiresOn, months) <= today) months += periodMonths;
  return addMonths(expiresOn, months);
};

// src/features/licenses/views.ts
var short = (text3, max = 150) => escapeMrkdwn(clip(text3, max));
var titleOf = ({ action, customerName }) => action.kind === "expire" ? `Expire the license of ${customerName}` : `Move the expiry date of ${customerName}`;
var outcome3 = (action) => {
  const who = `${action.endedBy === void 0 ? "Baton" : person(action.endedBy)}${action.endedAt ? `, ${moment(action.endedAt)}` : ""}`;
  const why = action.endReason ? `
>${short(action.endReason, 1e3)}` : "";
  if (action.state === "confirmed") {
    return action.kind === "expire" ? `:white_check_mark: Expired. Confirmed by ${who}` : `:white_check_mark: New expiry date ${action.newExpiresOn ? formatDay(action.newExpiresOn) : ""}. Confirmed by ${who}`;
  }
  return action.state === "refused" ? `:no_entry: Refused by ${who}${why}` : `:leftwards_arrow_with_hook: Withdrawn by ${who}${why}`;
};
var tickLines = ({ action, instructions }) => instructions.ticks.map((tick) => `${(tick.key === "is_expired" ? action.isExpired : action.forceful) ? ":ballot_box_with_check:" : ":white_large_square:"} ${tick.text}`).join("\n");
var openButtons = (action) => [
  { text: "Confirm", action: "expiry.confirm", value: action.id, style: "primary" },
  ...action.kind === "expire" ? [{ text: "Ticks", action: "expiry.ticks", value: action.id }] : [],
  { text: "Refuse", action: "expiry.refuse", value: action.id }
];
var expiryMessage = (facts2) => {
  const { action, license, instructions, today } = facts2;
  const title = titleOf(facts2);
  const isOpen = action.state === "open";
  const waiting = isOpen && action.waitUntil && today < action.waitUntil;
  const blocks = [
    section(`*${short(title, 300)}*
${short(action.cause, 1e3)}`),
    fields([
      ["Product", short(license.product)],
      ["Key", short(license.key)],
      ["Expiry date", formatDay(license.expiresOn)],
      ["Asked by", `${person(action.requestedBy)}, ${moment(action.requestedAt)}`]
    ]),
    ...instructions.ticks.length > 0 ? [section(tickLines(facts2))] : [],
    ...waiting && action.waitUntil ? [section(`:hourglass_flowing_sand: *Please wait until ${formatDay(action.waitUntil)}*: the customer\u2019s card was updated.`)] : [],
    ...isOpen ? [context(...instructions.steps.map((step) => escapeMrkdwn(step))), buttons(`expiry:${action.id}`, openButtons(action))] : [section(outcome3(action))]
  ];
  const state = isOpen ? "waits for Support" : `is ${action.state}`;
  return { text: clip(`${escapeMrkdwn(title)}: ${state}`, 300), blocks, open: isOpen };
};
var openSelect = (choices2) => ({
  type: "actions",
  elements: [
    { type: "static_select", action_id: "expiry.open", placeholder: plain("Open a task", 150), options: choices2.slice(0, 100).map(option) }
  ]
});
var named2 = async (tx, actions6) => {
  const licenses = /* @__PURE__ */ new Map();
  for (const id of new Set(actions6.map((action) => action.licenseId))) {
    const license = await licenseById(tx, id);
    if (license) licenses.set(id, license);
  }
  const customers = await customersByIds(tx, [...new Set([...licenses.values()].map((license) => license.customerId))]);
  return actions6.flatMap((action) => {
    const license = licenses.get(action.licenseId);
    return license ? [{ action, license, name: customers.get(license.customerId)?.name ?? "A customer" }] : [];
  });
};
var line3 = ({ action, license, name: name3 }) => `${action.kind === "expire" ? "Expire" : "Move the date"}: *${short(name3, 60)}* \xB7 ${short(license.key, 30)} \xB7 expires ${formatDay(license.expiresOn)}`;
var choiceOf = ({ action, license, name: name3 }) => ({ text: clip(`${name3} \xB7 ${license.key}`, 75), value: action.id });
var inSections = (lines) => {
  const sections = [];
  for (let from = 0; from < lines.length; from += 12) sections.push(section(lines.slice(from, from + 12).join("\n")));
  return sections;
};
var waitingExpiries = async (tx, actions6, total) => {
  if (actions6.length === 0) return [];
  const rows = await named2(tx, actions6);
  return [...inSections(rows.map(line3)), openSelect(rows.map(choiceOf)), ...total > rows.length ? [context(`and ${total - rows.length} more`)] : []];
};
var ticksModal = (action, instructions, then) => modal({
  callback: then === "save" ? "expiry.ticks" : "expiry.confirm",
  title: then === "save" ? "What is set" : "Confirm the expiry",
  submit: then === "save" ? "Save" : "Confirm",
  data: action.id,
  blocks: [
    ticksInput({
      name: "ticks",
      label: "Set in the product\u2019s administration",
      choices: instructions.ticks.map((tick) => ({ text: tick.text, value: tick.key })),
      initial: [...action.isExpired ? ["is_expired"] : [], ...action.forceful ? ["forceful"] : []]
    })
  ]
});
var moveModal = (action, license, today) => modal({
  callback: "expiry.confirm",
  title: "New expiry date",
  submit: "Confirm",
  data: action.id,
  blocks: [
    section(`${short(license.product)} \xB7 ${short(license.key)}: the present date is *${formatDay(license.expiresOn)}*.`),
    dateInput({ name: "new_expires_on", label: "The date you have set", initial: nextExpiry(license.expiresOn, license.periodMonths, today) })
  ]
});
var refuseModal = (actionId) => modal({
  callback: "expiry.refuse",
  title: "Refuse this task",
  submit: "Refuse",
  data: actionId,
  blocks: [textInput({ name: "reason", label: "Why?", multiline: true, max: 1e3 })]
});
var addLicenseModal = (customerId) => modal({
  callback: "license.add",
  title: "Add a license",
  submit: "Add",
  data: customerId,
  blocks: [
    textInput({ name: "product", label: "Product", max: 100 }),
    textInput({ name: "key", label: "Key or account", hint: "As the product\u2019s administration knows it", max: 100 }),
    selectInput({
      name: "policy",
      label: "Who expires it",
      choices: [
        { text: "Support, by hand", value: "manual" },
        { text: "The product, by itself", value: "automatic" }
      ],
      initial: "manual"
    }),
    dateInput({ name: "expires_on", label: "Expiry date" }),
    textInput({ name: "period_months", label: "Months that one payment pays for", initial: "12", max: 3 }),
    textInput({ name: "gateway_subscription", label: "Subscription at the gateway", optional: true, hint: "So that failed charges find this license", max: 100 })
  ]
});
var licensesPanel = (customerId, licenses, open4) => [
  ...licenses.slice(0, 8).map((license) => {
    const tasks = open4.filter((action) => action.licenseId === license.id);
    const asked = tasks.map((task) => task.kind === "expire" ? " \xB7 asked to expire" : " \xB7 date to be moved").join("");
    const state = license.state === "expired" ? "expired" : `expires ${formatDay(license.expiresOn)}`;
    return section(`*${short(license.product, 80)}* \xB7 ${short(license.key, 60)} \xB7 ${license.policy} \xB7 ${state}${asked}`);
  }),
  ...licenses.length > 8 ? [context(`and ${licenses.length - 8} more`)] : [],
  buttons(`licenses:${customerId}`, [{ text: "Add license", action: "license.add", value: customerId }])
];
var lapseDigest = (rows) => {
  const title = `${rows.length === 1 ? "A license lapses" : `${rows.length} licenses lapse`} soon unless the expiry date is moved`;
  const lines = rows.map(
    ({ license, name: name3, isPaid: isPaid2 }) => `*${short(name3, 60)}* \xB7 ${short(license.product, 40)} \xB7 ${short(license.key, 30)} \xB7 ${formatDay(license.expiresOn)}${isPaid2 ? " \xB7 *paid, the date waits for Support*" : ""}`
  );
  return { text: title, blocks: [section(`:calendar: *${title}*`), ...inSections(lines)] };
};

// src/features/licenses/jobs.ts
var perDigest = 100;
var noticeLapsing = async (deps) => {
  for (let total = 0; ; ) {
    const named3 = await deps.transact(system, async (work) => {
      const { lapseNoticeDays } = await work.policy(licensesPolicy);
      const due = await lapsing(work.tx, addDays(work.today, lapseNoticeDays), perDigest);
      const ours = new Set(await markNoticed(work.tx, due.map((license) => license.id), work.today));
      const licenses = due.filter((license) => ours.has(license.id));
      if (licenses.length === 0) return { due: due.length, named: 0 };
      const customers = await customersByIds(work.tx, [...new Set(licenses.map((license) => license.customerId))]);
      const actions6 = await openActionsOf(work.tx, [...ours]);
      const paid = new Set(actions6.filter((action) => action.kind === "move_date").map((action) => action.licenseId));
      const content = lapseDigest(
        licenses.map((license) => ({ license, name: customers.get(license.customerId)?.name ?? "a customer", isPaid: paid.has(license.id) }))
      );
      for (const role of ["accounting", "support"]) work.post({ to: { role }, content, priority: 2 });
      for (const license of licenses) {
        work.audit({ action: "license.lapse_noticed", subject: { type: "license", id: license.id }, customerId: license.customerId, after: { expiresOn: license.expiresOn } });
      }
      return { due: due.length, named: licenses.length };
    });
    total += named3.named;
    if (named3.due < perDigest) return total;
  }
};
var lapseJob = {
  name: "licenses.lapse-notice",
  schedule: async (deps) => ({ times: ["09:00"], zone: deps.timeZone }),
  missed: "latest",
  run: async (deps) => {
    await noticeLapsing(deps);
  }
};

// src/features/licenses/slack.ts
init_errors();

// src/features/licenses/add-license.ts
init_errors();
var licenseRoles = ["accounting", "support", "admin"];
var problems = (input2) => ({
  ...input2.product.trim() ? {} : { product: "Enter the product\u2019s name." },
  ...input2.key.trim() ? {} : { key: "Enter the license key or account that the product knows it by." },
  ...Number.isInteger(input2.periodMonths) && input2.periodMonths >= 1 && input2.periodMonths <= 36 ? {} : { period_months: "Enter a whole number of months from 1 to 36." }
});
var addLicense = (deps, by, input2) => deps.transact(by, async (work) => {
  work.require(licenseRoles, "add a license");
  const found2 = problems(input2);
  if (Object.keys(found2).length > 0) throw new FieldErrors(found2);
  const customer = await customerById(work.tx, input2.customerId);
  if (!customer) throw new FieldErrors({ product: "This customer does not exist any more: close this window and look the customer up again." });
  const { gateway, gatewaySubscription: subscription } = input2;
  const license = {
    id: newId(),
    customerId: customer.id,
    product: input2.product.trim(),
    key: input2.key.trim(),
    policy: input2.policy,
    state: "active",
    expiresOn: input2.expiresOn,
    periodMonths: input2.periodMonths,
    ...gateway && subscription ? { gateway, gatewaySubscription: subscription } : {}
  };
  if (await licenseByKey(work.tx, license.key)) throw new FieldErrors({ key: "There is a license with this key already." });
  if (gateway && subscription && (await licensesByGatewaySubscriptions(work.tx, gateway, [subscription])).size > 0) {
    throw new FieldErrors({ gateway_subscription: "Another license is paid by this subscription already." });
  }
  await insertLicense(work.tx, license, work.by.id, work.now);
  work.audit({
    action: "license.added",
    subject: { type: "license", id: license.id },
    customerId: customer.id,
    after: license
  });
  return license;
});

// src/features/licenses/confirmation.ts
var trailing = /[\s.,;:!?…]+$/u;
var readConfirmation = (text3, words2) => {
  const whole2 = normal(text3.replace(trailing, ""));
  const known5 = new Set(words2.map((word) => normal(word.replace(trailing, ""))));
  if (known5.has(whole2)) return {};
  const parts2 = /^(.+?) (\d{4}-\d{2}-\d{2})$/u.exec(whole2);
  const on2 = parts2?.[2] === void 0 ? void 0 : parseDay(parts2[2]);
  return parts2?.[1] !== void 0 && on2 && known5.has(parts2[1]) ? { on: on2 } : void 0;
};
var normal = (text3) => text3.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();

// src/features/licenses/decide-expiry.ts
init_errors();

// src/features/licenses/events.ts
var expiryDeciding = eventType("expiry.deciding");
var expiryConfirmed = eventType("expiry.confirmed");
var expiryRefused = eventType("expiry.refused");

// src/features/licenses/expiry-action.ts
var isOwnRequest = (action, userId) => action.kind === "expire" && action.requestedBy === userId;
var mustWait = (action, today) => action.kind === "expire" && action.waitUntil !== void 0 && today < action.waitUntil;

// src/features/licenses/license-admin.ts
var attestedAdmin = {
  name: "attested",
  requestExpiry: async () => ({
    confirmedBy: "person",
    steps: ["Open the account in the product\u2019s administration and set both fields, then confirm here."],
    ticks: [
      { key: "is_expired", text: "\u201CIS EXPIRED?\u201D = YES" },
      { key: "forceful", text: "\u201CApply Forceful Expiry Immediately\u201D = YES" }
    ]
  }),
  requestMove: async (_license, to) => ({
    confirmedBy: "person",
    steps: [`Move the expiry date in the product\u2019s administration (one period later is ${to}), then confirm here with the date you set.`],
    ticks: []
  })
};
var missingTicks = (instructions, set) => instructions.ticks.filter((tick) => !set[tick.key]);

// src/features/licenses/decide-expiry.ts
var expiryRoles = ["support"];
var outcomes2 = { open: "is open", confirmed: "was confirmed", refused: "was refused", withdrawn: "was withdrawn" };
var alreadyEnded = (action) => {
  const by = person(action.endedBy ?? system.userId);
  const when = action.endedAt ? ` on ${moment(action.endedAt)}` : "";
  return new Conflict(`This task ${outcomes2[action.state]} by ${by}${when}. Nothing was changed.`);
};
var lockedAction = async (work, actionId) => {
  const found2 = await actionById(work.tx, actionId);
  if (!found2) throw new NotFound("expiry task");
  if (found2.caseId !== void 0) await work.emit(expiryDeciding, { caseId: found2.caseId });
  const license = await lockLicense(work.tx, found2.licenseId);
  const action = await actionById(work.tx, actionId);
  if (!license || !action) throw new NotFound("expiry task");
  if (action.state !== "open") throw alreadyEnded(action);
  return { action, license };
};
var tell5 = (work, action, text3) => {
  if (!action.hasMessage) return;
  work.show({ kind: "expiry", subjectId: action.id }, { role: "support" });
  work.post({ to: { thread: { kind: "expiry", subjectId: action.id } }, content: { text: text3 } });
};
var tickExpiry = (deps, by, input2) => deps.transact(by, async (work) => {
  work.require(expiryRoles, "tick what was set for an expiry");
  const { action, license } = await lockedAction(work, input2.actionId);
  if (action.kind !== "expire") throw new UserError("This task has nothing to tick: confirm it with the new expiry date.");
  await changeAction(work.tx, action.id, { isExpired: input2.isExpired, forceful: input2.forceful });
  work.audit({
    action: "expiry.ticked",
    subject: { type: "license", id: license.id },
    customerId: license.customerId,
    before: { isExpired: action.isExpired, forceful: action.forceful },
    after: { isExpired: input2.isExpired, forceful: input2.forceful }
  });
  if (action.hasMessage) work.show({ kind: "expiry", subjectId: action.id }, { role: "support" });
});
var checkExpire = async (work, action) => {
  if (isOwnRequest(action, work.by.id) && !(await work.policy(licensesPolicy)).allowSelfApproval) {
    throw new NotAllowed("You asked for this expiry yourself: somebody else in Support has to confirm it.");
  }
  if (mustWait(action, work.today)) {
    throw new UserError(
      `Accounting asks to wait until ${formatDay(action.waitUntil ?? work.today)}: the customer\u2019s card was updated and is tried again before.`
    );
  }
};
var moveTo = (license, on2) => {
  const say2 = (text3) => new FieldErrors({ new_expires_on: text3 }, text3);
  if (on2 === void 0) {
    throw say2("Say the new expiry date too: press Confirm and choose it, or reply with the word and the date, such as \u201Cdone 2027-03-01\u201D.");
  }
  if (on2 <= license.expiresOn) throw say2(`The new date must be after the present one, ${formatDay(license.expiresOn)}.`);
  return on2;
};
var confirmExpiry = (deps, by, input2) => deps.transact(by, async (work) => {
  work.require(expiryRoles, "confirm an expiry");
  const { action, license } = await lockedAction(work, input2.actionId);
  const isExpire = action.kind === "expire";
  const ticks = input2.ticks ?? action;
  if (isExpire) {
    await checkExpire(work, action);
    const missing2 = missingTicks(await attestedAdmin.requestExpiry(license), { is_expired: ticks.isExpired, forceful: ticks.forceful });
    if (missing2.length > 0) {
      const text4 = `Set and tick first: ${missing2.map((tick) => tick.text).join(" and ")}.`;
      throw new FieldErrors({ ticks: text4 }, text4);
    }
  }
  const newExpiresOn = isExpire ? void 0 : moveTo(license, input2.newExpiresOn);
  await changeAction(work.tx, action.id, { isExpired: ticks.isExpired, forceful: ticks.forceful });
  const ending2 = { state: "confirmed", by: work.by.id, at: work.now, ...newExpiresOn ? { newExpiresOn } : {} };
  if (!await endAction(work.tx, action.id, ending2)) throw alreadyEnded(await actionById(work.tx, action.id) ?? action);
  const state = isExpire ? "expired" : "active";
  await setLicense(work.tx, license.id, { state, ...newExpiresOn ? { expiresOn: newExpiresOn } : {} });
  const now = { ...license, state, expiresOn: newExpiresOn ?? license.expiresOn };
  work.audit({
    action: isExpire ? "license.expired" : "license.date_moved",
    subject: { type: "license", id: license.id },
    customerId: license.customerId,
    before: { state: license.state, expiresOn: license.expiresOn },
    after: { state: now.state, expiresOn: now.expiresOn, action: action.id },
    reason: action.cause
  });
  const text3 = newExpiresOn ? `<@${work.by.id}> confirmed: the expiry date is now ${formatDay(newExpiresOn)} (was ${formatDay(license.expiresOn)}).` : `<@${work.by.id}> confirmed: the license is expired.`;
  tell5(work, action, text3);
  await work.emit(expiryConfirmed, { action: { ...action, ...newExpiresOn ? { newExpiresOn } : {} }, license: now });
  return { text: text3 };
});
var refuseExpiry = (deps, by, input2) => deps.transact(by, async (work) => {
  work.require(expiryRoles, "refuse an expiry task");
  const reason2 = input2.reason.trim();
  if (!reason2) throw new FieldErrors({ reason: "Say why, so that accounting knows what to do." });
  const { action, license } = await lockedAction(work, input2.actionId);
  if (!await endAction(work.tx, action.id, { state: "refused", by: work.by.id, at: work.now, reason: reason2 })) throw alreadyEnded(action);
  work.audit({
    action: "expiry.refused",
    subject: { type: "license", id: license.id },
    customerId: license.customerId,
    before: { id: action.id, kind: action.kind, state: action.state },
    after: { id: action.id, kind: action.kind, state: "refused" },
    reason: reason2
  });
  tell5(work, action, `<@${work.by.id}> refused: ${escapeMrkdwn(reason2)}`);
  await work.emit(expiryRefused, { action, license, reason: reason2 });
});
var openExpiryMessage = (deps, by, actionId) => deps.transact(by, async (work) => {
  work.require(expiryRoles, "open an expiry task");
  const { action } = await lockedAction(work, actionId);
  await changeAction(work.tx, action.id, { hasMessage: true });
  work.show({ kind: "expiry", subjectId: action.id }, { role: "support" });
});

// src/features/licenses/slack.ts
var load3 = async (deps, actionId) => {
  const action = await actionById(deps.db.prisma, actionId);
  const license = action && await licenseById(deps.db.prisma, action.licenseId);
  if (!action || !license) return void 0;
  const today = todayIn(deps.timeZone, deps.clock.now());
  const instructions = action.kind === "expire" ? await attestedAdmin.requestExpiry(license) : await attestedAdmin.requestMove(license, nextExpiry(license.expiresOn, license.periodMonths, today));
  return { action, license, instructions };
};
var loaded = async (deps, actionId) => {
  const found2 = await load3(deps, actionId);
  if (!found2) throw new NotFound("expiry task");
  return found2;
};
var say = (text3) => ({ say: { text: text3 } });
var ticksOf = (selected) => ({ isExpired: selected.includes("is_expired"), forceful: selected.includes("forceful") });
var pressConfirm = async ({ deps, by, value, roles }) => {
  const { action, license, instructions } = await loaded(deps, value);
  const held2 = await roles();
  const mayDecide = expiryRoles.some((role) => held2.has(role));
  const ticksLeft = missingTicks(instructions, { is_expired: action.isExpired, forceful: action.forceful }).length > 0;
  if (mayDecide && action.state === "open" && action.kind === "move_date") {
    return { modal: moveModal(action, license, todayIn(deps.timeZone, deps.clock.now())) };
  }
  if (mayDecide && action.state === "open" && ticksLeft) return { modal: ticksModal(action, instructions, "confirm") };
  return say((await confirmExpiry(deps, by, { actionId: value })).text);
};
var confirm = async ({ deps, by, data, values }) => {
  const { action } = await loaded(deps, data);
  const input2 = action.kind === "expire" ? { ticks: ticksOf(values.options("ticks")) } : { newExpiresOn: values.day("new_expires_on") };
  return say((await confirmExpiry(deps, by, { actionId: data, ...input2 })).text);
};
var pressTicks = async ({ deps, value }) => {
  const { action, instructions } = await loaded(deps, value);
  return { modal: ticksModal(action, instructions, "save") };
};
var saveTicks = async ({ deps, by, data, values }) => {
  const ticks = ticksOf(values.options("ticks"));
  await tickExpiry(deps, by, { actionId: data, ...ticks });
  return say(ticks.isExpired && ticks.forceful ? "Both are ticked. Now confirm." : "Noted. Confirm once both are ticked.");
};
var refuse2 = async ({ deps, by, data, values }) => {
  await refuseExpiry(deps, by, { actionId: data, reason: required(values.text("reason"), "reason", "Say why.") });
  return say("Refused; accounting is told.");
};
var openMessage = async ({ deps, by, value }) => {
  await openExpiryMessage(deps, by, value);
  return say(`The task has its own message in ${deps.roleName("support")}\u2019s channel now.`);
};
var add2 = async ({ deps, by, data, values }) => {
  const months = Number(values.text("period_months") ?? "");
  const policy = values.option("policy");
  if (policy !== "manual" && policy !== "automatic") throw new FieldErrors({ policy: "Choose who expires it." });
  const license = await addLicense(deps, by, {
    customerId: data,
    product: values.text("product") ?? "",
    key: values.text("key") ?? "",
    policy,
    expiresOn: required(values.day("expires_on"), "expires_on", "Choose the expiry date."),
    periodMonths: months,
    gateway: "axia",
    gatewaySubscription: values.text("gateway_subscription")
  });
  return say(`Added: ${license.product}.`);
};
var reply = async ({ deps, by, subjectId, text: text3 }) => {
  const { confirmationWords } = await deps.policy(licensesPolicy);
  const confirmation = readConfirmation(text3, confirmationWords);
  if (!confirmation) return void 0;
  return say((await confirmExpiry(deps, by, { actionId: subjectId, newExpiresOn: confirmation.on })).text);
};
var expirySlot = {
  kind: "expiry",
  reply,
  render: async (deps, subjectId) => {
    const found2 = await load3(deps, subjectId);
    if (!found2) return void 0;
    const customer = await customerById(deps.db.prisma, found2.license.customerId);
    return expiryMessage({ ...found2, customerName: customer?.name ?? "a customer", today: todayIn(deps.timeZone, deps.clock.now()) });
  }
};
var home2 = {
  order: 40,
  title: "Expiries to confirm",
  render: async ({ deps, roles }) => {
    if (!(await roles()).has("support")) return [];
    return waitingExpiries(deps.db.prisma, await openActions(deps.db.prisma, 30), await countOpenActions(deps.db.prisma));
  }
};
var panel = {
  subject: "customer",
  order: 20,
  title: "Licenses",
  render: async (deps, customerId) => {
    const licenses = await licensesFor(deps.db.prisma, customerId);
    return licensesPanel(customerId, licenses, await openActionsOf(deps.db.prisma, licenses.map((each) => each.id)));
  }
};
var slackPieces = {
  actions: {
    "license.add": async ({ value }) => ({ modal: addLicenseModal(value) }),
    "expiry.confirm": pressConfirm,
    "expiry.ticks": pressTicks,
    "expiry.refuse": async ({ value }) => ({ modal: refuseModal(value) }),
    "expiry.open": openMessage
  },
  submissions: { "license.add": add2, "expiry.confirm": confirm, "expiry.ticks": saveTicks, "expiry.refuse": refuse2 },
  slots: [expirySlot],
  home: [home2],
  panels: [panel]
};

// src/features/licenses/request-expiry.ts
init_errors();

// src/features/licenses/index.ts
var licensesSlice = {
  name: "licenses",
  ...slackPieces,
  jobs: [lapseJob],
  policies: [licensesPolicy]
};

// src/features/slices.ts
var featureSlices = (playbooks) => [
  documentsSlice,
  customersSlice,
  activitiesSlice,
  subscriptionsSlice,
  invoicingSlice,
  paymentsSlice,
  licensesSlice,
  onboardingSlice(playbooks)
];

// src/platform/admin/bootstrap.ts
var bootstrapAdmins = (transact, userIds) => transact(system, async (work) => {
  const before = await work.tx.roleMember.findMany({ where: { role: adminRole, source: "environment" } });
  const gone = before.filter((member) => !userIds.includes(member.userId)).map((member) => member.userId);
  const added = userIds.filter((userId) => !before.some((member) => member.userId === userId));
  await work.tx.roleMember.deleteMany({ where: { role: adminRole, source: "environment", userId: { in: gone } } });
  await work.tx.roleMember.createMany({ data: added.map((userId) => ({ role: adminRole, userId, source: "environment" })), skipDuplicates: true });
  if (added.length + gone.length > 0) {
    work.audit({ action: "role.bootstrapped", subject: { type: "role", id: adminRole }, after: { added, gone }, reason: "ADMIN_USER_IDS" });
  }
  for (const userId of added) {
    work.post({
      to: { user: userId },
      key: `welcome:${userId}`,
      content: { text: "Baton is running, and you are its admin. Open my Home tab: it walks you through roles, channels and settings, and shows what is still missing." }
    });
  }
});

// src/platform/admin/slice.ts
init_errors();

// src/platform/policies.ts
var readPolicy = (definition, stored2) => {
  const merged2 = { ...definition.defaults, ...typeof stored2 === "object" && stored2 !== null ? stored2 : {} };
  const parsed = definition.schema.safeParse(merged2);
  return parsed.success ? parsed.data : definition.defaults;
};

// src/platform/admin/policy-form.ts
init_errors();
var list3 = (text3) => text3.split(/[,;\n]+/).map((each) => each.trim()).filter(Boolean);
var good = (value) => ({ ok: true, value });
var bad = (error) => ({ ok: false, error });
var parseAmounts = (text3) => {
  const amounts2 = {};
  for (const part of text3.split(/[;\n]+|,(?=\s*[A-Za-z]{3}\s)/).map((each) => each.trim()).filter(Boolean)) {
    const [, currency = "", amount = ""] = /^([A-Za-z]{3})\s+(.+)$/.exec(part) ?? [];
    if (!isCurrency(currency.toUpperCase())) return bad("Write each amount with its currency, such as: USD 500.00, EUR 450.00");
    const parsed = parseAmount(amount, currency.toUpperCase());
    if (!parsed.ok) return bad(parsed.error);
    amounts2[currency.toUpperCase()] = parsed.value.amount.toString();
  }
  return good(amounts2);
};
var parsers = {
  integer: (text3) => /^\d{1,6}$/.test(text3) ? good(Number(text3)) : bad("Write a whole number, such as 7."),
  integers: (text3) => list3(text3).every((each) => /^\d{1,6}$/.test(each)) ? good(list3(text3).map(Number)) : bad("Write whole numbers with commas between them, such as: 15, 16"),
  text: good,
  words: (text3) => good(list3(text3)),
  days: (text3) => list3(text3).every((each) => parseDay(each)) ? good(list3(text3)) : bad("Write dates as 2026-12-25, with commas between them."),
  times: (text3) => list3(text3).length > 0 && list3(text3).every((each) => /^([01]\d|2[0-3]):[0-5]\d$/.test(each)) ? good(list3(text3)) : bad("Write times of day as 02:00, with commas between them."),
  zone: (text3) => isZone(text3) ? good(text3) : bad("Write a time zone by its name, such as Europe/Rome or America/New_York."),
  boolean: (text3) => good(text3 === "yes"),
  amounts: parseAmounts
};
var asText = (kind, value) => {
  if (kind === "boolean") return value === true ? "yes" : "no";
  if (kind === "amounts" && typeof value === "object" && value !== null) {
    return Object.entries(value).map(([currency, minor]) => `${currency} ${formatMoney({ amount: BigInt(String(minor)), currency }).replace(/[^\d.,]/g, "")}`).join(", ");
  }
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
};
var fieldsOf = (definition) => Object.entries(definition.fields);
var policyForm = (definition, current) => modal({
  callback: "policy.save",
  title: definition.title,
  submit: "Save",
  data: definition.key,
  blocks: fieldsOf(definition).map(([name3, field2]) => {
    const spec = { name: name3, label: field2.label, ...field2.hint ? { hint: field2.hint } : {} };
    return field2.kind === "boolean" ? selectInput({ ...spec, choices: [{ text: "Yes", value: "yes" }, { text: "No", value: "no" }], initial: asText("boolean", current[name3]) }) : textInput({ ...spec, initial: asText(field2.kind, current[name3]), max: 2e3, optional: ["words", "days", "integers", "amounts", "text"].includes(field2.kind) });
  })
});
var readPolicyForm = (definition, values) => {
  const errors = {};
  const result = {};
  for (const [name3, field2] of fieldsOf(definition)) {
    const text3 = (field2.kind === "boolean" ? values.option(name3) : values.text(name3)) ?? "";
    const parsed = parsers[field2.kind](text3);
    if (parsed.ok) result[name3] = parsed.value;
    else errors[name3] = parsed.error;
  }
  if (Object.keys(errors).length === 0) {
    const checked = definition.schema.safeParse(result);
    for (const issue of checked.error?.issues ?? []) errors[String(issue.path[0] ?? fieldsOf(definition)[0]?.[0])] = issue.message;
  }
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
  return result;
};

// src/platform/admin/save-policy.ts
init_errors();
var savePolicy = (deps, by, definition, value) => deps.transact(by, async (work) => {
  work.require([adminRole], "change settings");
  if (!definition) throw new NotFound("setting");
  const { key: key3 } = definition;
  const stored2 = await work.tx.policy.findUnique({ where: { key: key3 } });
  const before = readPolicy(definition, stored2?.value);
  const row2 = { value, updatedBy: work.by.id, updatedAt: work.now };
  await work.tx.policy.upsert({ where: { key: key3 }, create: { key: key3, ...row2 }, update: row2 });
  work.audit({ action: "policy.changed", subject: { type: "policy", id: key3 }, before, after: value });
});

// src/platform/admin/save-roles.ts
init_errors();

// src/platform/delivery/channel-of-role.ts
async function channelOfRoleChanged(tx, role, channelId) {
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE message_slots SET lane = ${channelId}
      WHERE role = ${role} AND lane <> ${channelId} AND ts IS NULL AND state IN ('pending', 'parked')
      RETURNING id
    ), posts_moved AS (
      UPDATE posts SET lane = ${channelId}
      WHERE state IN ('pending', 'parked') AND lane <> ${channelId}
        AND ((slot_id IS NULL AND role = ${role}) OR slot_id IN (SELECT id FROM moved))
    )
    UPDATE lanes SET held_reason = NULL, held_since = NULL, failures = 0, next_at = NULL
    WHERE id = ${channelId} AND held_reason IS NOT NULL`;
}

// src/platform/admin/save-roles.ts
var refuseIneligible = async (work, settings) => {
  const ids = [...new Set(settings.flatMap((setting) => setting.members))];
  const people = await work.tx.person.findMany({ where: { id: { in: ids } } });
  const barred = new Set(people.filter((person2) => person2.isDeactivated || person2.isGuest || person2.isStranger || person2.isBot).map((person2) => person2.id));
  const errors = {};
  for (const { role, members } of settings) {
    const names = people.filter((person2) => barred.has(person2.id) && members.includes(person2.id)).map((person2) => person2.name);
    if (names.length > 0) {
      errors[`members_${role}`] = `${names.join(", ")} can't hold a role: apps, guests, deactivated people and people of other organisations cannot decide.`;
    }
  }
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
};
var saveMembers = async (work, { role, members }) => {
  const before = (await work.tx.roleMember.findMany({ where: { role, source: "direct" } })).map((member) => member.userId).sort();
  const after = [...new Set(members)].sort();
  if (before.join() === after.join()) return;
  await work.tx.roleMember.deleteMany({ where: { role, source: "direct", userId: { notIn: after } } });
  await work.tx.roleMember.createMany({ data: after.map((userId) => ({ role, userId })), skipDuplicates: true });
  work.audit({ action: "role.members_changed", subject: { type: "role", id: role }, before: { members: before }, after: { members: after } });
};
var saveChannel = async (work, { role, channel }) => {
  const before = await work.tx.roleChannel.findUnique({ where: { role } });
  if (!channel || before?.channelId === channel) return false;
  const row2 = { channelId: channel, name: channel, problem: null, testedAt: null };
  await work.tx.roleChannel.upsert({ where: { role }, create: { role, ...row2 }, update: row2 });
  await channelOfRoleChanged(work.tx, role, channel);
  work.audit({ action: "role.channel_changed", subject: { type: "role", id: role }, before: { channel: before?.channelId ?? null }, after: { channel } });
  return true;
};
var saveGroup = async (work, { role, group }) => {
  if (group === void 0) return void 0;
  const before = await work.tx.roleGroup.findMany({ where: { role } });
  if (before[0]?.groupId === (group ?? void 0)) return void 0;
  await work.tx.roleGroup.deleteMany({ where: { role } });
  await work.tx.roleMember.deleteMany({ where: { role, source: { in: before.map((each) => each.groupId) } } });
  if (group) await work.tx.roleGroup.create({ data: { role, groupId: group } });
  work.audit({ action: "role.group_changed", subject: { type: "role", id: role }, before: { group: before[0]?.groupId ?? null }, after: { group: group ?? null } });
  return group ?? void 0;
};
var saveRoles = (deps, by, settings) => deps.transact(by, async (work) => {
  work.require([adminRole], "change roles and channels");
  await refuseIneligible(work, settings);
  const channels = [];
  const groups = [];
  for (const setting of settings) {
    await saveMembers(work, setting);
    if (await saveChannel(work, setting)) channels.push(setting.role);
    const group = await saveGroup(work, setting);
    if (group) groups.push(group);
  }
  const admins = await work.tx.roleMember.count({ where: { role: adminRole } });
  if (admins === 0) throw new FieldErrors({ [`members_${adminRole}`]: "Somebody must stay an admin, or nobody could change this again." });
  return { channels, groups };
});

// src/platform/admin/views.ts
var missing = (roles) => {
  const names = (wanted2) => roles.filter(wanted2).map((role) => role.name).join(", ");
  const nobody = names((role) => role.members.length + role.fromGroup.length === 0);
  const nowhere = names((role) => !role.channel);
  const untested = names((role) => role.channel !== void 0 && !role.tested && !role.problem);
  return [
    ...nobody ? [`Nobody holds: ${nobody}.`] : [],
    ...nowhere ? [`No channel yet for: ${nowhere}. What is meant for them waits until there is one.`] : [],
    ...untested ? [`No test message yet for: ${untested}.`] : [],
    ...roles.filter((role) => role.problem).map((role) => `${role.name}: ${role.problem}`)
  ];
};
var roleLine = (role) => {
  const people = [...role.members, ...role.fromGroup.filter((id) => !role.members.includes(id))].map((id) => `<@${id}>`);
  const shown4 = people.length > 8 ? [...people.slice(0, 8), `and ${people.length - 8} more`] : people;
  const mark2 = role.problem ? ":warning:" : role.tested ? ":white_check_mark:" : ":hourglass_flowing_sand:";
  const channel = role.channel ? `<#${role.channel}> ${mark2}` : "no channel";
  return section(`*${escapeMrkdwn(role.name)}*  ${shown4.join(", ") || "_nobody_"}  \xB7  ${channel}`, {
    type: "button",
    action_id: "setup.edit",
    value: role.key,
    text: { type: "plain_text", text: "Edit" }
  });
};
var setupBlocks = (roles) => {
  const open4 = missing(roles);
  return [
    section(
      open4.length > 0 ? `*Still missing*
${open4.map((line5) => `\u2022 ${line5}`).join("\n")}` : ":white_check_mark: Every role has people and a channel that Baton can post to."
    ),
    buttons("setup", [
      { text: "Set up all roles", action: "setup.edit", value: "all", ...open4.length > 0 ? { style: "primary" } : {} },
      { text: "Test all channels", action: "setup.test", value: "all" }
    ]),
    ...roles.map(roleLine)
  ];
};
var roleForm = (roles, groups) => modal({
  callback: "setup.save",
  title: roles.length === 1 ? roles[0]?.name ?? "Role" : "Roles and channels",
  submit: "Save",
  data: roles.map((role) => role.key).join(" "),
  blocks: roles.flatMap((role, index) => [
    ...index > 0 ? [divider()] : [],
    peopleInput({ name: `members_${role.key}`, label: `${role.name}: people`, optional: true, initial: role.members }),
    channelInput({
      name: `channel_${role.key}`,
      label: `${role.name}: channel`,
      optional: true,
      ...role.channel ? { initial: role.channel } : {}
    }),
    ...groups.length > 0 ? [
      selectInput({
        name: `group_${role.key}`,
        label: `${role.name}: everybody in this user group, too`,
        optional: true,
        choices: groups,
        ...role.group ? { initial: role.group } : {}
      })
    ] : []
  ])
});
var settingsBlocks = (policies, describe4) => policies.map(
  (policy) => section(`*${escapeMrkdwn(policy.title)}*  ${escapeMrkdwn(describe4(policy))}`, {
    type: "button",
    action_id: "policy.edit",
    value: policy.key,
    text: { type: "plain_text", text: "Edit" }
  })
);
var notSetUp = () => [
  context("Baton has no admin yet. Whoever runs it names the first one in ADMIN_USER_IDS; that person then finds the set-up here.")
];

// src/platform/admin/slice.ts
var roleStates = async ({ deps }, registry) => {
  const { prisma } = deps.db;
  const [members, groups, channels] = await Promise.all([prisma.roleMember.findMany(), prisma.roleGroup.findMany(), prisma.roleChannel.findMany()]);
  return registry.roles.map((role) => {
    const mine = members.filter((member) => member.role === role.key);
    const channel = channels.find((each) => each.role === role.key);
    const group = groups.find((each) => each.role === role.key)?.groupId;
    return {
      ...role,
      members: mine.filter((member) => !member.source.startsWith("S")).map((member) => member.userId),
      fromGroup: mine.filter((member) => member.source.startsWith("S")).map((member) => member.userId),
      ...group ? { group } : {},
      ...channel ? { channel: channel.channelId, tested: channel.testedAt !== null } : { tested: false },
      ...channel?.problem ? { problem: channel.problem } : {}
    };
  });
};
var requireAdmin = async (request3) => {
  if (!(await request3.roles()).has(adminRole)) throw new NotAllowed("Only admins can change the set-up. Ask one of them.");
};
var createAdminSlice = (ports) => {
  const policies = () => ports.registry().slices.flatMap((slice) => slice.policies ?? []);
  const policyByKey = (key3) => policies().find((policy) => policy.key === key3);
  const editRole = async (request3) => {
    await requireAdmin(request3);
    const states2 = await roleStates(request3, ports.registry());
    const wanted2 = request3.value === "all" ? states2 : states2.filter((role) => role.key === request3.value);
    if (wanted2.length === 0) throw new UserError("This role is gone. Open the Home tab anew.");
    const groups = wanted2.length === 1 ? await ports.userGroups().catch(() => []) : [];
    return { modal: roleForm(wanted2, groups) };
  };
  return {
    name: "admin",
    actions: {
      "setup.edit": editRole,
      "setup.test": async (request3) => {
        await requireAdmin(request3);
        const states2 = await roleStates(request3, ports.registry());
        const roles = states2.filter((role) => role.channel).map((role) => role.key);
        if (roles.length === 0) throw new UserError("No role has a channel yet: choose one for each first.");
        ports.background(ports.checkChannels(roles).then(() => ports.publishHome(request3.userId)));
        return { say: { text: `Baton now posts a test message in the channel of ${roles.map(request3.deps.roleName).join(", ")}. The Home tab then shows what it found.` } };
      },
      "policy.edit": async (request3) => {
        await requireAdmin(request3);
        const definition = policyByKey(request3.value);
        if (!definition) throw new UserError("This setting is gone. Open the Home tab anew.");
        const stored2 = await request3.deps.db.prisma.policy.findUnique({ where: { key: definition.key } });
        return { modal: policyForm(definition, readPolicy(definition, stored2?.value)) };
      }
    },
    submissions: {
      "setup.save": async (request3) => {
        const known5 = new Set(ports.registry().roles.map((role) => role.key));
        const roles = request3.data.split(" ").filter((role) => known5.has(role));
        const settings = roles.map((role) => ({
          role,
          members: request3.values.users(`members_${role}`),
          channel: request3.values.channel(`channel_${role}`),
          ...roles.length === 1 ? { group: request3.values.option(`group_${role}`) ?? null } : {}
        }));
        await Promise.all([...new Set(settings.flatMap((setting) => setting.members))].map(ports.ensurePerson));
        const changed = await saveRoles(request3.deps, request3.by, settings);
        const afterwards = async () => {
          for (const group of changed.groups) await ports.refreshGroup(group);
          await ports.checkChannels(changed.channels);
          await ports.publishHome(request3.userId);
        };
        ports.background(afterwards());
        return { home: true };
      },
      "policy.save": async (request3) => {
        const definition = policyByKey(request3.data);
        const value = definition ? readPolicyForm(definition, request3.values) : {};
        await savePolicy(request3.deps, request3.by, definition, value);
        return { home: true };
      }
    },
    home: [
      {
        order: 80,
        title: "Set-up",
        render: async (request3) => {
          if ((await request3.roles()).has(adminRole)) return setupBlocks(await roleStates(request3, ports.registry()));
          const admins = await request3.deps.db.prisma.roleMember.count({ where: { role: adminRole } });
          return admins === 0 ? notSetUp() : [];
        }
      },
      {
        order: 90,
        title: "Settings",
        render: async (request3) => {
          if (!(await request3.roles()).has(adminRole)) return [];
          const stored2 = new Map((await request3.deps.db.prisma.policy.findMany()).map((row2) => [row2.key, row2.value]));
          return settingsBlocks(policies(), (policy) => {
            const current = readPolicy(policy, stored2.get(policy.key));
            return Object.entries(policy.fields).map(([name3, field2]) => `${field2.label}: ${asText(field2.kind, current[name3]) || "\u2013"}`).join("  \xB7  ").slice(0, 600);
          });
        }
      }
    ]
  };
};

// src/platform/background.ts
import { setTimeout as sleep } from "node:timers/promises";
var createBackground = (log) => {
  const running = /* @__PURE__ */ new Set();
  return {
    run: (work) => {
      const tracked = work.catch((error) => log.warn({ err: error }, "work after an answer failed")).finally(() => running.delete(tracked));
      running.add(tracked);
    },
    settled: async (graceMs) => {
      const stop = new AbortController();
      await Promise.race([Promise.all(running), sleep(graceMs, void 0, { signal: stop.signal }).catch(() => void 0)]);
      stop.abort();
    }
  };
};

// src/platform/db/migrate.ts
import { createHash, randomUUID } from "node:crypto";
import { existsSync as existsSync2, readdirSync as readdirSync2, readFileSync as readFileSync2 } from "node:fs";
import { join as join5 } from "node:path";
import { fileURLToPath as fileURLToPath3 } from "node:url";

// src/platform/db/open.ts
init_database();

// src/platform/db/postgres.ts
init_database();
init_honest_commit();
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { from as copyFromStdin } from "pg-copy-streams";
var patience = 1e4;
function openPostgres({ url, poolSize = 10, log }) {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: patience,
    idleTimeoutMillis: 3e4,
    keepAlive: true,
    application_name: "baton",
    onConnect: prepareConnection
  });
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  return {
    engine: "postgres",
    adapter: honestly(new PrismaPg(pool, { onConnectionError: (error) => logLoss(log, error) })),
    maxWait: patience,
    timeout: 15e3,
    isAlive: () => answers(pool.query("SELECT 1")),
    dedicated: (body) => lend(pool, log, body),
    close: () => pool.end()
  };
}
async function prepareConnection(client) {
  await client.query("SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = '120s'");
}
function logLoss(log, error) {
  log.warn({ err: error }, "a database connection was lost while in use");
}
function honestly(factory) {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const adapter = await factory.connect();
      return {
        provider: adapter.provider,
        adapterName: adapter.adapterName,
        queryRaw: (query) => adapter.queryRaw(query),
        executeRaw: (query) => adapter.executeRaw(query),
        executeScript: (script) => adapter.executeScript(script),
        getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
        startTransaction: async (isolation) => refuseAbortedCommit(await adapter.startTransaction(isolation)),
        dispose: () => adapter.dispose()
      };
    }
  };
}
async function lend(pool, log, body) {
  const client = await pool.connect();
  const onError = (error) => logLoss(log, error);
  client.on("error", onError);
  try {
    return await body(rawClient(client));
  } finally {
    client.off("error", onError);
    client.release(true);
  }
}
var asText2 = (text3) => text3;
var types = {
  getTypeParser(oid, format) {
    if (oid === pg.types.builtins.INT8) return BigInt;
    if (oid === pg.types.builtins.DATE || oid === pg.types.builtins.NUMERIC) return asText2;
    return pg.types.getTypeParser(oid, format);
  }
};
function rawClient(client) {
  return {
    engine: "postgres",
    async query(sql2, params = []) {
      const { rows, rowCount } = await client.query({ text: sql2, values: [...params], types });
      return { rows, count: rowCount ?? 0 };
    },
    async exec(sql2) {
      await client.query(sql2);
    },
    async copyFrom(sql2, source) {
      const target = client.query(copyFromStdin(sql2));
      await pipeline(Readable.from(source, { objectMode: true }), target);
      return target.rowCount ?? 0;
    }
  };
}

// src/platform/db/open.ts
async function openDatabase(options3) {
  const { url, embeddedDir, poolSize, log } = options3;
  if (url) return assemble(openPostgres({ url, log, ...poolSize && { poolSize } }));
  if (embeddedDir) {
    const { openEmbedded: openEmbedded2 } = await Promise.resolve().then(() => (init_embedded(), embedded_exports));
    return assemble(await openEmbedded2({ dir: embeddedDir }));
  }
  throw new Error("openDatabase needs a url or an embeddedDir.");
}

// src/platform/db/migrate.ts
var migrationsDir = fileURLToPath3(new URL("../../../prisma/migrations", import.meta.url));
var MigrationError = class extends Error {
  name = "MigrationError";
};
var lockKey = 72707369;
var bookkeeping = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;
function readMigrations(dir = migrationsDir) {
  if (!existsSync2(dir)) return [];
  return readdirSync2(dir, { withFileTypes: true }).filter((entry2) => entry2.isDirectory()).map((entry2) => entry2.name).sort().map((name3) => {
    const sql2 = readFileSync2(join5(dir, name3, "migration.sql"), "utf8");
    return { name: name3, sql: sql2, checksum: createHash("sha256").update(sql2).digest("hex") };
  });
}
function migrate(db, dir = migrationsDir) {
  const migrations = readMigrations(dir);
  return db.dedicated(async (client) => {
    if (client.engine === "postgres") await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    await client.exec(bookkeeping);
    const missing2 = await notYetApplied(client, migrations);
    for (const migration of missing2) await apply(client, migration);
    return missing2.map((migration) => migration.name);
  });
}
async function notYetApplied(client, migrations) {
  const { rows } = await client.query(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`
  );
  const applied = new Map(rows.map((row2) => [row2.name, row2]));
  const failed2 = rows.find((row2) => !row2.finished);
  if (failed2) {
    throw new MigrationError(
      `Migration ${failed2.name} failed earlier (prisma migrate). Repair the database, then mark it as applied or rolled back in _prisma_migrations.`
    );
  }
  const edited = migrations.find(({ name: name3, checksum }) => (applied.get(name3)?.checksum ?? checksum) !== checksum);
  if (edited) {
    throw new MigrationError(
      `Migration ${edited.name} was edited after it was applied to this database. Restore the file, and put the change into a new migration.`
    );
  }
  return migrations.filter(({ name: name3 }) => !applied.has(name3));
}
async function apply(client, { name: name3, sql: sql2, checksum }) {
  try {
    await client.exec("BEGIN");
    await client.exec(sql2);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name3]
    );
    await client.exec("COMMIT");
  } catch (error) {
    const reason2 = error instanceof Error ? error.message : String(error);
    await client.exec("ROLLBACK").catch(() => {
    });
    throw new MigrationError(`Migration ${name3} failed and was rolled back: ${reason2}`, { cause: error });
  }
}

// src/platform/delivery/client.ts
import { AsyncLocalStorage } from "node:async_hooks";
import { LogLevel, WebClient } from "@slack/web-api";
import { Agent, request } from "undici";

// src/platform/delivery/outcome.ts
var LeaseLost = class extends Error {
  name = "LeaseLost";
  code = "BATON_LEASE_LOST";
};
var pausing = /* @__PURE__ */ new Set([
  "token_revoked",
  "invalid_auth",
  "account_inactive",
  "not_authed",
  "token_expired",
  "org_login_required",
  "team_access_not_granted",
  "ekm_access_denied",
  "missing_scope",
  "access_denied"
]);
var holding = /* @__PURE__ */ new Set([
  "channel_not_found",
  "is_archived",
  "not_in_channel",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_non_threadable_channel",
  "restricted_action_thread_only_channel",
  "channel_type_not_supported",
  "user_not_found",
  "user_disabled",
  "cannot_dm_bot",
  "messages_tab_disabled",
  "users_not_found"
]);
var ambiguous = /* @__PURE__ */ new Set([
  "fatal_error",
  "internal_error",
  "service_unavailable",
  "request_timeout",
  "team_added_to_org"
]);
var neverConnected = /* @__PURE__ */ new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);
var connecting = /* @__PURE__ */ new Set(["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ECONNRESET"]);
var field = (from, key3) => typeof from === "object" && from !== null ? Reflect.get(from, key3) : void 0;
var messageOf = (error) => error instanceof Error ? error.message : String(error);
var ofPlatform = (code) => {
  if (typeof code !== "string" || !/^[a-z][a-z0-9_]{1,79}$/.test(code))
    return { kind: "unknown", problem: "Slack gave no understandable answer." };
  if (code === "message_not_found") return { kind: "gone" };
  if (code === "ratelimited" || code === "rate_limited") return { kind: "rate_limited", retryAfterMs: 3e4 };
  if (ambiguous.has(code)) return { kind: "unknown", problem: code };
  if (pausing.has(code)) return { kind: "paused", problem: code };
  if (holding.has(code)) return { kind: "held", problem: code };
  return { kind: "refused", problem: code };
};
function classify(error) {
  switch (field(error, "code")) {
    case "BATON_LEASE_LOST":
      return { kind: "lost" };
    case "slack_webapi_platform_error":
      return ofPlatform(field(field(error, "data"), "error"));
    case "slack_webapi_rate_limited_error": {
      const seconds = Number(field(error, "retryAfter"));
      return { kind: "rate_limited", retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1e3 : 3e4 };
    }
    case "slack_webapi_http_error":
      return { kind: "unknown", problem: `Slack answered HTTP ${String(field(error, "statusCode"))}.` };
    case "slack_webapi_request_error": {
      const original = field(error, "original");
      const code = field(original, "code");
      if (code === "BATON_LEASE_LOST") return { kind: "lost" };
      const harmless = typeof code === "string" && (neverConnected.has(code) || connecting.has(code) && field(original, "syscall") === "connect");
      if (harmless) return { kind: "unreachable", problem: `Slack cannot be reached (${code}).` };
      return { kind: "unknown", problem: `The connection to Slack broke off (${messageOf(original)}).` };
    }
    default:
      return { kind: "unknown", problem: messageOf(error) };
  }
}
var words = {
  channel_not_found: "the channel does not exist, or Baton is not in it",
  is_archived: "the channel is archived",
  not_in_channel: "Baton is not a member of the channel",
  user_not_found: "the person is not in this workspace",
  user_disabled: "the person is deactivated",
  token_revoked: "Baton was removed from the workspace (token revoked)",
  invalid_auth: "Slack does not accept the bot token",
  account_inactive: "the bot account is deactivated",
  missing_scope: "Baton lacks a permission in Slack: install it again with the scopes of the manifest",
  msg_too_long: "the message is too long",
  invalid_blocks: "Slack refused the layout of the message",
  cant_update_message: "Slack does not let Baton change this message"
};
var inWords = (problem) => words[problem] ?? problem;

// src/platform/delivery/settings.ts
var defaultPace = { messageIntervalMs: 1e3, updatesPerMinute: 50 };
var defaultTiming = {
  leaseMs: 3e4,
  requestTimeoutMs: 1e4,
  settleMs: 1e4,
  pollMs: 250,
  backoffMs: 500,
  maxBackoffMs: 3e4,
  holdRetryMs: 15 * 6e4,
  pauseRetryMs: 3e4
};
var defaultCapacity = (pace) => pace.messageIntervalMs > 0 ? { lanes: 500, requests: 50, batch: 1 } : { lanes: 40, requests: 40, batch: 10 };
var claimLeadMs = 40;
var pacingSafetyMs = 3;
var nextMessageAt = (pace, answeredAt) => pace.messageIntervalMs > 0 ? answeredAt + pace.messageIntervalMs + pacingSafetyMs : 0;
var backoff = (timing, failures, random) => {
  const full = Math.min(timing.maxBackoffMs, timing.backoffMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(full * (0.5 + random / 2));
};
var updateBudget = (pace) => {
  const burst = Math.max(1, Math.floor(pace.updatesPerMinute / 5));
  return { burst, everyMs: Math.ceil(6e4 / Math.max(1, pace.updatesPerMinute - burst)) };
};

// src/platform/delivery/client.ts
var guards = new AsyncLocalStorage();
var guarded = (guard, call) => guards.run(guard, call);
var checkBeforeWriting = (dispatch2) => (options3, handler) => {
  const guard = guards.getStore();
  if (!guard) return dispatch2(options3, handler);
  return dispatch2(options3, {
    onRequestStart(controller, context2) {
      if (!guard()) throw new LeaseLost("The lease ran out before the request could be written.");
      handler.onRequestStart?.(controller, context2);
    },
    onRequestUpgrade: (controller, status, headers, socket) => handler.onRequestUpgrade?.(controller, status, headers, socket),
    onResponseStart: (controller, status, headers, text3) => handler.onResponseStart?.(controller, status, headers, text3),
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error)
  });
};
var single = (value) => value === void 0 ? null : Array.isArray(value) ? value.join(", ") : value;
var fetchThrough = (dispatcher) => async (url, init = {}) => {
  const { method, headers, body, signal } = init;
  if (body !== void 0 && typeof body !== "string") throw new Error("Delivery sends no files.");
  const answer = await request(url, {
    dispatcher,
    method: method === "GET" ? "GET" : "POST",
    ...headers ? { headers } : {},
    ...body === void 0 ? {} : { body },
    ...signal ? { signal } : {}
  });
  return {
    ok: answer.statusCode >= 200 && answer.statusCode < 300,
    status: answer.statusCode,
    statusText: "",
    url: String(url),
    headers: {
      get: (name3) => single(answer.headers[name3.toLowerCase()]),
      entries: () => Object.entries(answer.headers).map(([name3, value]) => [name3, single(value) ?? ""])[Symbol.iterator]()
    },
    arrayBuffer: () => answer.body.arrayBuffer(),
    json: () => answer.body.json(),
    text: () => answer.body.text()
  };
};
function deliveryClient(options3) {
  const agent = new Agent({ connections: options3.connections ?? 100, keepAliveTimeout: 3e4 }).compose(
    checkBeforeWriting
  );
  const silent = () => {
  };
  return new WebClient(options3.token, {
    ...options3.apiUrl ? { slackApiUrl: options3.apiUrl } : {},
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options3.timeoutMs ?? defaultTiming.requestTimeoutMs,
    // Requests are limited before their lease is checked, so the SDK must not queue them afterwards.
    maxRequestConcurrency: 1e4,
    fetch: fetchThrough(agent),
    // Failures are logged by delivery itself, with the message they concern and without its text.
    logger: {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      getLevel: () => LogLevel.ERROR,
      setName: silent
    }
  });
}

// src/platform/delivery/deliverer.ts
import { randomUUID as randomUUID2 } from "node:crypto";

// src/platform/wall.ts
var systemWall = {
  now: () => /* @__PURE__ */ new Date(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  }
};

// src/platform/delivery/grouped.ts
function grouped(run) {
  let waiting = [];
  let running = false;
  const serve = async (callers) => {
    try {
      const answers2 = await run(callers.map((caller) => caller.item));
      for (const [index, caller] of callers.entries()) caller.resolve(answers2[index]);
    } catch (error) {
      for (const caller of callers) caller.reject(error);
    }
  };
  const drain = async () => {
    running = true;
    while (waiting.length > 0) {
      const callers = waiting;
      waiting = [];
      await serve(callers);
    }
    running = false;
  };
  return (item) => new Promise((resolve2, reject) => {
    waiting.push({ item, resolve: resolve2, reject });
    if (!running) {
      running = true;
      setImmediate(() => void drain());
    }
  });
}
function limiter(most) {
  let active = 0;
  const queue = [];
  return async (work) => {
    if (active >= most) await new Promise((resolve2) => queue.push(resolve2));
    else active += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else active -= 1;
    }
  };
}

// src/platform/delivery/slot-key.ts
var slotKey = (slot) => [slot.kind, slot.subjectId, ...slot.part === void 0 ? [] : [slot.part]].join(":");

// src/platform/delivery/write-effects.ts
var rootMissing = "Its message could not be posted.";
var placeOf2 = (to) => {
  if (to === void 0) return { role: null, lane: null };
  if ("role" in to) return { role: to.role, lane: null };
  return { role: null, lane: "user" in to ? to.user : to.channel };
};
var merged = (slots3) => {
  const byKey = /* @__PURE__ */ new Map();
  for (const slot of slots3) {
    const earlier = byKey.get(slot.key);
    const priority = Math.min(slot.priority ?? 0, earlier?.priority ?? 2);
    byKey.set(slot.key, { ...slot, to: earlier?.to ?? slot.to, priority: earlier ? priority : slot.priority ?? 0 });
  }
  return [...byKey.values()];
};
var slotColumns = (slot, index) => ({
  n: index,
  id: newId(),
  key: slot.key,
  kind: slot.kind,
  subject: slot.subjectId,
  part: slot.part ?? null,
  priority: slot.priority ?? 0,
  ...placeOf2(slot.to)
});
var postColumns = (post, index) => ({
  n: index,
  id: post.id,
  key: post.key ?? null,
  payload: post.content,
  priority: post.priority ?? 0,
  ..."thread" in post.to ? { role: null, lane: null, thread: slotKey(post.to.thread) } : { ...placeOf2(post.to), thread: null }
});
async function writeEffects(tx, now, effects) {
  if (effects.slots.length === 0 && effects.posts.length === 0) return;
  const slots3 = JSON.stringify(merged(effects.slots).map(slotColumns));
  const posts = JSON.stringify(effects.posts.map(postColumns));
  const at = now.toISOString();
  const placeless = await tx.$queryRaw`
    WITH s AS MATERIALIZED (
      SELECT s.*, nextval('posts_seq_seq') AS seq FROM (
        SELECT * FROM jsonb_to_recordset(${slots3}::jsonb)
          AS s(n int, id uuid, key text, kind text, subject uuid, part text, role text, lane text, priority int) ORDER BY n) s
    ), shown AS (
      INSERT INTO message_slots AS m (id, key, kind, subject_id, part, role, lane, priority, seq, state, created_at)
      SELECT s.id, s.key, s.kind, s.subject, s.part, s.role,
             COALESCE(s.lane, rc.channel_id, 'role:' || s.role, ''), s.priority, s.seq, 'pending', ${at}::timestamptz
      FROM s LEFT JOIN role_channels rc ON rc.role = s.role
      ORDER BY s.key
      ON CONFLICT (key) DO UPDATE SET
        wanted = m.wanted + 1,
        state = CASE WHEN m.state IN ('idle', 'parked') THEN 'pending' ELSE m.state END,
        seq = CASE WHEN m.state IN ('idle', 'parked') THEN EXCLUDED.seq ELSE m.seq END,
        priority = CASE WHEN m.state = 'idle' THEN EXCLUDED.priority ELSE LEAST(m.priority, EXCLUDED.priority) END,
        attempts = CASE WHEN m.state IN ('idle', 'parked') THEN 0 ELSE m.attempts END,
        next_at = CASE WHEN m.state IN ('idle', 'parked') THEN NULL ELSE m.next_at END,
        problem = CASE WHEN m.state = 'parked' THEN NULL ELSE m.problem END
      RETURNING m.id, m.key, m.lane
    ), p AS (
      SELECT * FROM jsonb_to_recordset(${posts}::jsonb)
        AS p(n int, id uuid, key text, payload jsonb, priority int, role text, lane text, thread text)
    ), posted AS (
      INSERT INTO posts (id, key, lane, role, slot_id, payload, priority, state, problem, created_at)
      SELECT p.id, p.key, COALESCE(p.lane, rc.channel_id, 'role:' || p.role, shown.lane, root.lane, ''), p.role,
             COALESCE(shown.id, root.id), p.payload, p.priority,
             CASE WHEN shown.id IS NULL AND root.ts IS NULL AND root.state IN ('parked', 'idle') THEN 'parked' ELSE 'pending' END,
             CASE WHEN shown.id IS NULL AND root.ts IS NULL AND root.state IN ('parked', 'idle') THEN ${rootMissing} END,
             ${at}::timestamptz
      FROM p
        LEFT JOIN role_channels rc ON rc.role = p.role
        LEFT JOIN shown ON shown.key = p.thread
        LEFT JOIN message_slots root ON root.key = p.thread
      ORDER BY p.n
      ON CONFLICT (key) DO NOTHING
      RETURNING id, lane
    )
    SELECT key AS id FROM shown WHERE lane = '' UNION ALL SELECT id::text FROM posted WHERE lane = ''`;
  const first = placeless[0];
  if (first)
    throw new Error(
      `Nobody said where to send ${first.id}: a slot needs \`to\` the first time, a thread needs its slot.`
    );
}

// src/platform/delivery/hold-lane.ts
var laneName = (lane) => /^[UW]/.test(lane) ? `<@${lane}>` : `<#${lane}>`;
async function holdLane(engine, lane, problem) {
  const since2 = new Date(engine.now());
  const words2 = inWords(problem);
  engine.log.warn({ lane, problem }, "messages to a channel are held");
  await engine.db.tx(async (tx) => {
    const held2 = await tx.lane.updateMany({
      where: { id: lane, heldReason: null },
      data: { heldReason: words2, heldSince: since2 }
    });
    if (held2.count === 0) return;
    const text3 = `Messages to ${laneName(lane)} are held: ${words2}. They are sent once that is mended; the Home tab lists them.`;
    await writeEffects(tx, engine.deps.clock.now(), {
      slots: [],
      posts: [
        {
          id: newId(),
          to: { role: adminRole },
          content: { text: text3, blocks: [section(text3)] },
          key: `delivery.held:${lane}:${since2.getTime()}`,
          priority: 1
        }
      ]
    });
  });
  engine.wake();
}

// src/platform/delivery/lane-state.ts
var laneResult = (lane, release) => ({
  id: lane.id,
  nextAt: lane.nextAt,
  failures: lane.failures,
  channel: lane.channel,
  lastTs: lane.lastTs,
  unheld: lane.unheld,
  release
});

// src/platform/delivery/record.ts
var instant = (ms) => ms > 0 ? new Date(ms).toISOString() : null;
async function recordResults(db, me, sentAt, posts, lanes) {
  const laneRows = lanes.map((lane) => ({ ...lane, nextAt: instant(lane.nextAt) }));
  await db.prisma.$executeRaw`
    WITH p AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(posts)}::jsonb)
        AS p(id uuid, state text, channel text, ts text, problem text)
    ), done AS (
      UPDATE posts SET state = p.state, channel = COALESCE(p.channel, posts.channel), ts = COALESCE(p.ts, posts.ts),
        problem = p.problem, sent_at = CASE WHEN p.state = 'sent' THEN ${sentAt.toISOString()}::timestamptz END
      FROM p WHERE posts.id = p.id AND posts.state <> 'sent' AND (p.state = 'sent' OR (
        posts.state IN ('sending', 'unknown') AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = posts.lane AND o.leased_by = ${me})))
    )
    UPDATE lanes SET
      next_at = l."nextAt", failures = l.failures, channel = COALESCE(l.channel, lanes.channel),
      last_ts = COALESCE(l."lastTs", lanes.last_ts),
      held_reason = CASE WHEN l.unheld THEN NULL ELSE held_reason END,
      held_since = CASE WHEN l.unheld THEN NULL ELSE held_since END,
      leased_by = CASE WHEN l.release THEN NULL ELSE leased_by END,
      lease_until = CASE WHEN l.release THEN NULL ELSE lease_until END
    FROM jsonb_to_recordset(${JSON.stringify(laneRows)}::jsonb)
      AS l(id text, "nextAt" timestamptz, failures int, channel text, "lastTs" text, unheld boolean, release boolean)
    WHERE lanes.id = l.id AND lanes.leased_by = ${me}`;
}
async function recordSlot(db, me, id, result) {
  const problem = "problem" in result ? result.problem ?? null : null;
  switch (result.state) {
    case "posted":
      await db.prisma.$executeRaw`
        WITH slot AS (
          UPDATE message_slots SET channel = ${result.channel}, ts = ${result.ts}, sent = COALESCE(${result.version}::int, 0),
            state = CASE WHEN wanted > COALESCE(${result.version}::int, 0) THEN 'pending' ELSE 'idle' END,
            attempts = 0, next_at = NULL, problem = NULL
          WHERE id = ${id}::uuid AND ts IS NULL RETURNING id)
        UPDATE posts SET state = 'pending', problem = NULL
        WHERE slot_id IN (SELECT id FROM slot) AND state = 'parked' AND problem = ${rootMissing}`;
      return;
    case "settled":
      await db.prisma.$executeRaw`
        UPDATE message_slots SET sent = ${result.version}, attempts = 0,
          state = CASE WHEN wanted > ${result.version} THEN 'pending' ELSE 'idle' END
        WHERE id = ${id}::uuid AND state = 'sending' AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      await parkReplies(db, id);
      return;
    case "pending":
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'pending', problem = ${problem}, next_at = ${instant(result.nextAt ?? 0)}::timestamptz
        WHERE id = ${id}::uuid AND ts IS NULL AND state IN ('sending', 'unknown')
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      return;
    case "unknown":
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'unknown', problem = ${problem}
        WHERE id = ${id}::uuid AND ts IS NULL AND state = 'sending'
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      return;
    case "parked":
      await db.prisma.$executeRaw`
        UPDATE message_slots SET state = 'parked', problem = ${problem}
        WHERE id = ${id}::uuid AND ts IS NULL AND state IN ('sending', 'unknown')
          AND EXISTS (SELECT 1 FROM lanes o WHERE o.id = lane AND o.leased_by = ${me})`;
      await parkReplies(db, id);
  }
}
async function parkReplies(db, slotId) {
  await db.prisma.$executeRaw`
    UPDATE posts SET state = 'parked', problem = ${rootMissing}
    WHERE slot_id = ${slotId}::uuid AND state = 'pending'
      AND EXISTS (SELECT 1 FROM message_slots WHERE id = ${slotId}::uuid AND ts IS NULL AND state IN ('parked', 'idle'))`;
}
async function wantedVersion(db, id) {
  const slot = await db.prisma.messageSlot.findUniqueOrThrow({ where: { id }, select: { wanted: true } });
  return slot.wanted;
}

// src/platform/delivery/render.ts
var mostRenderings = 5;
async function renderSlot(engine, slot) {
  const kind = slot.kind === void 0 ? void 0 : engine.slots.get(slot.kind);
  if (!kind || slot.subjectId === void 0)
    return { kind: "failed", problem: `nobody draws messages of the kind "${slot.kind}"` };
  try {
    const message2 = await kind.render(engine.deps, slot.subjectId, slot.part);
    return message2 ? { kind: "drawn", message: message2 } : { kind: "nothing" };
  } catch (error) {
    engine.log.error({ err: error, kind: slot.kind, subject: slot.subjectId }, "a message could not be drawn");
    return { kind: "failed", problem: "it could not be drawn; the log says why" };
  }
}
var renderTrouble = (engine, attempts, problem) => attempts < mostRenderings ? { state: "pending", problem, nextAt: engine.now() + backoff(engine.timing, attempts, Math.random()) } : { state: "parked", problem };

// src/platform/delivery/send.ts
import { z as z9 } from "zod";
var postEventType = "baton_post";
var posted = z9.object({ ts: z9.string().min(1), channel: z9.string().min(1) });
var stored = z9.object({ text: z9.string(), blocks: z9.array(z9.unknown()).optional() });
async function postMessage(engine, item, content, mayGo2) {
  const { text: text3, blocks } = stored.parse(content);
  const request3 = {
    channel: item.thread?.channel ?? item.lane,
    text: text3,
    ...blocks ? { blocks } : {},
    ...item.thread ? { thread_ts: item.thread.ts } : {},
    metadata: { event_type: postEventType, event_payload: { id: item.id } },
    unfurl_links: false,
    unfurl_media: false
  };
  return attempt(engine, mayGo2, "chat.postMessage", request3);
}
var updateMessage = (engine, target, content, mayGo2) => (
  // No blocks must be said, or Slack keeps the old ones.
  attempt(engine, mayGo2, "chat.update", { ...target, text: content.text, blocks: content.blocks ?? [] })
);
async function attempt(engine, mayGo2, method, request3) {
  if (!mayGo2()) return { kind: "lost" };
  try {
    const answer = await guarded(mayGo2, () => engine.client.apiCall(method, request3));
    const parsed = posted.safeParse(answer);
    engine.metrics.slackUp.set(1);
    return parsed.success ? { kind: "sent", channel: parsed.data.channel, ts: parsed.data.ts } : { kind: "unknown", problem: "Slack gave no understandable answer." };
  } catch (error) {
    const outcome4 = classify(error);
    if (outcome4.kind === "unreachable" || outcome4.kind === "unknown") engine.metrics.slackUp.set(0);
    return outcome4;
  }
}

// src/platform/delivery/lookup.ts
import { z as z10 } from "zod";
var page = z10.object({
  messages: z10.array(
    z10.object({
      ts: z10.string(),
      metadata: z10.object({ event_type: z10.string(), event_payload: z10.record(z10.string(), z10.unknown()).optional() }).optional()
    })
  ),
  has_more: z10.boolean().optional(),
  response_metadata: z10.object({ next_cursor: z10.string().optional() }).optional()
});
var mostPages = 100;
var clockSkewMs = 36e5;
var oldestOf = (items, lastTs) => {
  const earliest = Math.min(...items.map((item) => item.triedAt.getTime())) - clockSkewMs;
  const byTime = (earliest / 1e3).toFixed(6);
  return lastTs !== void 0 && Number(lastTs) > Number(byTime) ? lastTs : byTime;
};
async function lookUp(engine, lane, threadTs, items) {
  const wanted2 = new Set(items.map((item) => item.id));
  const found2 = /* @__PURE__ */ new Map();
  try {
    const channel = items[0]?.thread?.channel ?? lane.channel ?? await conversation(engine, lane.id);
    let cursor;
    for (let pages = 0; pages < mostPages; pages++) {
      const answer = page.parse(
        await engine.gate(
          () => engine.client.apiCall(threadTs === null ? "conversations.history" : "conversations.replies", {
            channel,
            ...threadTs === null ? {} : { ts: threadTs },
            oldest: oldestOf(items, lane.lastTs),
            limit: 200,
            include_all_metadata: true,
            ...cursor ? { cursor } : {}
          })
        )
      );
      for (const message2 of answer.messages) {
        const id = message2.metadata?.event_type === postEventType ? message2.metadata.event_payload?.id : void 0;
        if (typeof id === "string" && wanted2.has(id)) found2.set(id, message2.ts);
      }
      cursor = answer.response_metadata?.next_cursor || void 0;
      if (!cursor || found2.size === wanted2.size) return { kind: "read", channel, ts: found2 };
    }
    return { kind: "unreadable", problem: "the channel has too many newer messages" };
  } catch (error) {
    return ofFailure(error, threadTs, lane.channel ?? lane.id);
  }
}
function ofFailure(error, threadTs, channel) {
  const outcome4 = classify(error);
  switch (outcome4.kind) {
    case "gone":
      return { kind: "read", channel, ts: /* @__PURE__ */ new Map() };
    case "refused":
      if (threadTs !== null && outcome4.problem === "thread_not_found") return { kind: "read", channel, ts: /* @__PURE__ */ new Map() };
      return { kind: "unreadable", problem: inWords(outcome4.problem) };
    case "held":
      return { kind: "unreadable", problem: inWords(outcome4.problem) };
    case "paused":
      return outcome4.problem === "missing_scope" ? { kind: "unreadable", problem: inWords(outcome4.problem) } : { kind: "later", outcome: outcome4 };
    default:
      return { kind: "later", outcome: outcome4 };
  }
}
var opened2 = z10.object({ channel: z10.object({ id: z10.string() }) });
async function conversation(engine, lane) {
  if (!/^[UW]/.test(lane)) return lane;
  const answer = await engine.gate(() => engine.client.apiCall("conversations.open", { users: lane }));
  return opened2.parse(answer).channel.id;
}

// src/platform/delivery/store.ts
async function waitingLanes(db) {
  const rows = await db.prisma.$queryRaw`
    WITH RECURSIVE p AS (
      (SELECT lane FROM posts WHERE state IN ('pending', 'sending', 'unknown') ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT (SELECT x.lane FROM posts x WHERE x.state IN ('pending', 'sending', 'unknown') AND x.lane > p.lane ORDER BY x.lane LIMIT 1)
      FROM p WHERE p.lane IS NOT NULL
    ), s AS (
      (SELECT lane FROM message_slots WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') ORDER BY lane LIMIT 1)
      UNION ALL
      SELECT (SELECT x.lane FROM message_slots x WHERE x.ts IS NULL AND x.state IN ('pending', 'sending', 'unknown') AND x.lane > s.lane ORDER BY x.lane LIMIT 1)
      FROM s WHERE s.lane IS NOT NULL
    )
    SELECT w.lane, GREATEST(l.next_at, l.lease_until) AS due_at, l.id IS NULL AS is_new, rc.role, rc.channel_id
    FROM (SELECT lane FROM p UNION SELECT lane FROM s) w
      LEFT JOIN lanes l ON l.id = w.lane
      LEFT JOIN role_channels rc ON w.lane = 'role:' || rc.role
    WHERE w.lane IS NOT NULL AND (w.lane NOT LIKE 'role:%' OR rc.role IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM delivery_limits WHERE key IN ('hold', 'pause'))
    ORDER BY due_at NULLS FIRST, w.lane`;
  return rows.map((row2) => ({
    lane: row2.lane,
    dueAt: row2.due_at?.getTime() ?? 0,
    isNew: row2.is_new,
    ...row2.role && row2.channel_id ? { adopt: { role: row2.role, channel: row2.channel_id } } : {}
  }));
}
async function leaseLanes(db, me, lanes, at) {
  const fresh = JSON.stringify(lanes.filter((lane) => lane.isNew).map((lane) => lane.lane));
  if (fresh !== "[]") {
    await db.prisma.$executeRaw`
      INSERT INTO lanes (id) SELECT jsonb_array_elements_text(${fresh}::jsonb) ON CONFLICT DO NOTHING`;
  }
  const wanted2 = JSON.stringify(lanes.map((lane) => lane.lane));
  const rows = await db.prisma.$queryRaw`
    UPDATE lanes l SET leased_by = ${me}, lease_until = ${at.until.toISOString()}::timestamptz
    FROM (
      SELECT id FROM lanes
      WHERE id IN (SELECT jsonb_array_elements_text(${wanted2}::jsonb))
        AND (lease_until IS NULL OR lease_until <= ${at.now.toISOString()}::timestamptz)
        AND (next_at IS NULL OR next_at <= ${at.now.toISOString()}::timestamptz)
      FOR UPDATE SKIP LOCKED
    ) free
    WHERE l.id = free.id
    RETURNING l.id, l.channel, l.last_ts, l.failures, l.held_reason IS NOT NULL AS held`;
  if (rows.length === 0) return [];
  const mine = JSON.stringify(rows.map((row2) => row2.id));
  const unsettled = await db.prisma.$queryRaw`
    WITH mine AS (SELECT jsonb_array_elements_text(${mine}::jsonb) AS lane), p AS (
      UPDATE posts SET state = 'unknown'
      WHERE state IN ('pending', 'sending', 'unknown') AND state = 'sending' AND lane IN (SELECT lane FROM mine) RETURNING lane
    ), s AS (
      UPDATE message_slots SET state = 'unknown'
      WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') AND state = 'sending' AND lane IN (SELECT lane FROM mine)
      RETURNING lane
    ), off AS (
      UPDATE lanes SET leased_by = NULL, lease_until = NULL, next_at = ${at.settled.toISOString()}::timestamptz
      WHERE id IN (SELECT lane FROM p UNION SELECT lane FROM s) AND leased_by = ${me} RETURNING id
    )
    SELECT id AS lane, true AS put_off FROM off
    UNION ALL SELECT DISTINCT lane, false FROM posts
      WHERE state IN ('pending', 'sending', 'unknown') AND state = 'unknown' AND lane IN (SELECT lane FROM mine)
    UNION ALL SELECT DISTINCT lane, false FROM message_slots
      WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown') AND state = 'unknown' AND lane IN (SELECT lane FROM mine)`;
  const putOff = new Set(unsettled.filter((row2) => row2.put_off).map((row2) => row2.lane));
  const unknown = new Set(unsettled.map((row2) => row2.lane));
  return rows.filter((row2) => !putOff.has(row2.id)).map(({ last_ts, ...row2 }) => ({ ...row2, lastTs: last_ts, unsettled: unknown.has(row2.id) }));
}
async function renewLeases(db, me, lanes, now, until) {
  const rows = await db.prisma.$queryRaw`
    UPDATE lanes SET lease_until = ${until.toISOString()}::timestamptz
    WHERE id IN (SELECT jsonb_array_elements_text(${JSON.stringify(lanes)}::jsonb))
      AND leased_by = ${me} AND lease_until > ${now.toISOString()}::timestamptz
    RETURNING id`;
  return new Set(rows.map((row2) => row2.id));
}
var itemOf = (row2) => ({
  type: row2.type,
  id: row2.id,
  lane: row2.lane,
  attempts: row2.attempts,
  ...row2.thread_ts ? { thread: { channel: row2.thread_channel ?? row2.lane, ts: row2.thread_ts } } : {},
  ...row2.type === "post" ? { payload: row2.payload } : {},
  ...row2.kind && row2.subject_id ? { kind: row2.kind, subjectId: row2.subject_id } : {},
  ...row2.part === null ? {} : { part: row2.part }
});
async function claimItems(db, me, now, lanes) {
  const at = now.toISOString();
  const rows = await db.prisma.$queryRaw`
    WITH w AS (
      SELECT w.lane, w.n FROM jsonb_to_recordset(${JSON.stringify(lanes)}::jsonb) AS w(lane text, n int)
      JOIN lanes l ON l.id = w.lane AND l.leased_by = ${me} AND l.lease_until > ${at}::timestamptz
    ), pick AS MATERIALIZED (
      SELECT w.lane, x.*, row_number() OVER (PARTITION BY w.lane ORDER BY x.priority, x.seq) AS rank
      FROM w CROSS JOIN LATERAL (
        (SELECT 'post' AS type, p.id, p.priority, p.seq, r.channel AS thread_channel, r.ts AS thread_ts
         FROM posts p LEFT JOIN message_slots r ON r.id = p.slot_id
         WHERE p.lane = w.lane AND p.state IN ('pending', 'sending', 'unknown') AND p.state = 'pending'
           AND (p.slot_id IS NULL OR r.ts IS NOT NULL)
         ORDER BY p.priority, p.seq LIMIT w.n)
        UNION ALL
        (SELECT 'slot', s.id, s.priority, s.seq, NULL, NULL FROM message_slots s
         WHERE s.lane = w.lane AND s.ts IS NULL AND s.state IN ('pending', 'sending', 'unknown') AND s.state = 'pending'
           AND (s.next_at IS NULL OR s.next_at <= ${at}::timestamptz)
         ORDER BY s.priority, s.seq LIMIT w.n)
        ORDER BY 3, 4 LIMIT w.n
      ) x
    ), free AS MATERIALIZED (
      SELECT id FROM message_slots WHERE id IN (SELECT id FROM pick WHERE type = 'slot') AND state = 'pending' FOR UPDATE SKIP LOCKED
    ), taken AS MATERIALIZED (
      SELECT * FROM pick WHERE rank < COALESCE((SELECT min(b.rank) FROM pick b WHERE b.lane = pick.lane AND b.type = 'slot'
        AND b.id NOT IN (SELECT id FROM free)), 1000000)
    ), p AS (
      UPDATE posts SET state = 'sending', attempts = attempts + 1, tried_at = ${at}::timestamptz, thread_ts = t.thread_ts
      FROM taken t WHERE t.type = 'post' AND posts.id = t.id AND posts.state = 'pending'
      RETURNING posts.id, posts.attempts, posts.payload
    ), s AS (
      UPDATE message_slots SET state = 'sending', attempts = attempts + 1, tried_at = ${at}::timestamptz
      FROM taken t WHERE t.type = 'slot' AND message_slots.id = t.id
      RETURNING message_slots.id, attempts, kind, subject_id, part
    )
    SELECT t.type, t.id, t.lane, COALESCE(p.attempts, s.attempts) AS attempts, t.thread_channel, t.thread_ts, p.payload,
           s.kind, s.subject_id, s.part
    FROM taken t LEFT JOIN p ON p.id = t.id LEFT JOIN s ON s.id = t.id
    WHERE p.id IS NOT NULL OR s.id IS NOT NULL
    ORDER BY t.lane, t.rank`;
  return rows.map(itemOf);
}
async function unknownItems(db, lane) {
  const rows = await db.prisma.$queryRaw`
    SELECT * FROM (
      SELECT 'post' AS type, p.id, p.lane, p.attempts, r.channel AS thread_channel, p.thread_ts, NULL AS payload,
             NULL AS kind, NULL::uuid AS subject_id, NULL AS part, p.tried_at, p.seq
      FROM posts p LEFT JOIN message_slots r ON r.id = p.slot_id
      WHERE p.lane = ${lane} AND p.state IN ('pending', 'sending', 'unknown') AND p.state = 'unknown'
      UNION ALL
      SELECT 'slot', s.id, s.lane, s.attempts, NULL, NULL, NULL, s.kind, s.subject_id, s.part, s.tried_at, s.seq
      FROM message_slots s
      WHERE s.lane = ${lane} AND s.ts IS NULL AND s.state IN ('pending', 'sending', 'unknown') AND s.state = 'unknown'
    ) u ORDER BY seq`;
  return rows.map((row2) => ({ ...itemOf(row2), triedAt: row2.tried_at, threadTs: row2.thread_ts }));
}

// src/platform/delivery/settle.ts
var findingOf = (found2, id) => {
  if (found2.kind === "unreadable")
    return { problem: `Slack may have this message or not, and Baton cannot look: ${found2.problem}.` };
  const ts = found2.ts.get(id);
  return ts === void 0 ? void 0 : { ts, channel: found2.channel };
};
var postResult = (id, finding) => {
  if (!finding) return { id, state: "pending" };
  return "problem" in finding ? { id, state: "parked", ...finding } : { id, state: "sent", ...finding };
};
var slotResult = (finding) => {
  if (!finding) return { state: "pending" };
  return "problem" in finding ? { state: "parked", ...finding } : { state: "posted", ...finding, version: null };
};
var label = (finding) => !finding ? "not_found" : "problem" in finding ? "unreadable" : "found";
async function settle2(engine, lane) {
  const items = await unknownItems(engine.db, lane.id);
  const findings = /* @__PURE__ */ new Map();
  for (const threadTs of new Set(items.map((item) => item.threadTs))) {
    const group = items.filter((item) => item.threadTs === threadTs);
    const found2 = await lookUp(engine, lane, threadTs, group);
    if (found2.kind === "later") return later(engine, lane, found2.outcome);
    for (const { id } of group) findings.set(id, findingOf(found2, id));
  }
  for (const finding of findings.values()) {
    engine.metrics.delivered.inc({ outcome: label(finding) });
    if (!finding || "problem" in finding) continue;
    lane.channel = finding.channel;
    if (lane.lastTs === void 0 || Number(finding.ts) > Number(lane.lastTs)) lane.lastTs = finding.ts;
  }
  for (const { type, id } of items) {
    if (type === "slot") await recordSlot(engine.db, engine.me, id, slotResult(findings.get(id)));
  }
  lane.nextAt = nextMessageAt(engine.pace, engine.now());
  const posts = items.filter((item) => item.type === "post").map((item) => postResult(item.id, findings.get(item.id)));
  await engine.record({ posts, lane: laneResult(lane, false) });
  engine.wake();
  return "on";
}
async function later(engine, lane, outcome4) {
  if (outcome4.kind === "paused") {
    await engine.pause(outcome4.problem);
    return "stop";
  }
  lane.failures += outcome4.kind === "rate_limited" ? 0 : 1;
  lane.nextAt = engine.now() + (outcome4.kind === "rate_limited" ? outcome4.retryAfterMs : backoff(engine.timing, lane.failures, Math.random()));
  return "stop";
}

// src/platform/delivery/lane.ts
async function workLane(engine, leased, leaseUntil) {
  const lane = {
    id: leased.id,
    leaseUntil,
    nextAt: 0,
    failures: leased.failures,
    held: leased.held,
    unheld: false,
    channel: leased.channel ?? void 0,
    lastTs: leased.lastTs ?? void 0
  };
  let step = leased.unsettled ? await settle2(engine, lane) : "on";
  let worked = leased.unsettled;
  while (step === "on" && !engine.stopping()) {
    const wait = lane.nextAt - engine.now();
    if (wait > 2 * engine.pace.messageIntervalMs) break;
    if (wait > claimLeadMs) await engine.sleep(wait - claimLeadMs);
    if (engine.stopping()) break;
    if (!await keepLease(engine, lane)) return;
    const items = await engine.claim({ lane: lane.id, n: lane.held ? 1 : engine.capacity.batch });
    if (items.length === 0) {
      if (!worked) lane.nextAt = Math.max(lane.nextAt, engine.now() + engine.timing.pollMs);
      break;
    }
    worked = true;
    step = await sendAll(engine, lane, items);
  }
  if (step !== "lost") await engine.record({ posts: [], lane: laneResult(lane, true) });
}
async function keepLease(engine, lane) {
  if (lane.leaseUntil - engine.now() > engine.timing.leaseMs * 0.6) return true;
  lane.leaseUntil = await engine.renew(lane.id);
  return lane.leaseUntil > 0;
}
var mayGo = (engine, lane) => () => lane.leaseUntil - engine.now() > engine.timing.requestTimeoutMs;
async function sendAll(engine, lane, items) {
  const results = [];
  let step = "on";
  for (const item of items) {
    if (step === "on") step = await sendNext(engine, lane, item, results);
    else if (step === "stop") await putBack(engine, item, results);
  }
  await engine.record({ posts: results, ...step === "lost" ? {} : { lane: laneResult(lane, false) } });
  lane.unheld = false;
  return step;
}
async function putBack(engine, item, results) {
  if (item.type === "slot") await recordSlot(engine.db, engine.me, item.id, { state: "pending" });
  else results.push({ id: item.id, state: "pending" });
}
async function sendNext(engine, lane, item, results) {
  const wait = lane.nextAt - engine.now();
  if (wait > 0) await engine.sleep(wait);
  if (engine.stopping() || lane.nextAt > engine.now()) {
    await putBack(engine, item, results);
    return "stop";
  }
  if (!await keepLease(engine, lane)) return "lost";
  if (item.type === "post") {
    const outcome4 = await engine.gate(() => postMessage(engine, item, item.payload, mayGo(engine, lane)));
    return settlePost(engine, lane, item, outcome4, results);
  }
  return sendSlot(engine, lane, item);
}
async function settlePost(engine, lane, item, outcome4, results) {
  const step = await react(engine, lane, outcome4);
  engine.metrics.delivered.inc({ outcome: outcome4.kind });
  const { id } = item;
  switch (outcome4.kind) {
    case "sent":
      results.push({ id, state: "sent", channel: outcome4.channel, ts: outcome4.ts });
      break;
    case "unknown":
      results.push({ id, state: "unknown", problem: outcome4.problem });
      break;
    case "refused":
      results.push({ id, state: "parked", problem: inWords(outcome4.problem) });
      break;
    case "gone":
      results.push({ id, state: "parked", problem: "The message it answers is no longer there." });
      break;
    case "lost":
      break;
    default:
      results.push({ id, state: "pending", ..."problem" in outcome4 ? { problem: outcome4.problem } : {} });
  }
  return step;
}
async function sendSlot(engine, lane, item) {
  const save = (result) => recordSlot(engine.db, engine.me, item.id, result);
  const version = await wantedVersion(engine.db, item.id);
  const content = await renderSlot(engine, item);
  if (content.kind === "failed") {
    await save(renderTrouble(engine, item.attempts, content.problem));
    return "on";
  }
  if (content.kind === "nothing") {
    await save({ state: "settled", version });
    return "on";
  }
  const outcome4 = await engine.gate(() => postMessage(engine, item, content.message, mayGo(engine, lane)));
  const step = await react(engine, lane, outcome4);
  engine.metrics.delivered.inc({ outcome: outcome4.kind });
  if (outcome4.kind === "sent") {
    await save({ state: "posted", channel: outcome4.channel, ts: outcome4.ts, version });
    engine.wake();
  } else if (outcome4.kind === "unknown") await save({ state: "unknown", problem: outcome4.problem });
  else if (outcome4.kind === "refused") await save({ state: "parked", problem: inWords(outcome4.problem) });
  else if (outcome4.kind === "gone") await save({ state: "parked", problem: "Slack says there is no such message." });
  else if (outcome4.kind !== "lost")
    await save({ state: "pending", ..."problem" in outcome4 ? { problem: outcome4.problem } : {} });
  return step;
}
async function react(engine, lane, outcome4) {
  const { timing } = engine;
  switch (outcome4.kind) {
    case "sent":
      lane.nextAt = nextMessageAt(engine.pace, engine.now());
      lane.failures = 0;
      lane.unheld = lane.held;
      lane.held = false;
      lane.channel = outcome4.channel;
      lane.lastTs = outcome4.ts;
      return "on";
    case "refused":
    case "gone":
      return "on";
    case "lost":
      return "lost";
    case "rate_limited":
      lane.nextAt = engine.now() + outcome4.retryAfterMs;
      return "stop";
    case "unreachable":
      lane.failures += 1;
      lane.nextAt = engine.now() + backoff(timing, lane.failures, Math.random());
      return "stop";
    case "unknown":
      lane.failures += 1;
      lane.nextAt = engine.now() + Math.max(timing.settleMs, backoff(timing, lane.failures, Math.random()));
      return "stop";
    case "held":
      lane.nextAt = engine.now() + timing.holdRetryMs;
      if (!lane.held) await holdLane(engine, lane.id, outcome4.problem);
      lane.held = true;
      return "stop";
    case "paused":
      await engine.pause(outcome4.problem);
      return "stop";
  }
}

// src/platform/delivery/limits.ts
async function restraints(db) {
  const rows = await db.prisma.deliveryLimit.findMany({ where: { key: { in: ["hold", "pause"] } } });
  const of = (key3) => {
    const row2 = rows.find((each) => each.key === key3);
    return row2 && { reason: row2.reason ?? "", since: row2.since ?? /* @__PURE__ */ new Date(0) };
  };
  const hold = of("hold");
  const pause = of("pause");
  return { ...hold ? { hold } : {}, ...pause ? { pause } : {} };
}
async function restrain(db, key3, reason2, since2, until) {
  const { count } = await db.prisma.deliveryLimit.createMany({
    data: [{ key: key3, reason: reason2, since: since2, until: until ?? null }],
    skipDuplicates: true
  });
  return count > 0;
}
async function mayTryAgain(db, now, next) {
  const { count } = await db.prisma.deliveryLimit.updateMany({
    where: { key: "pause", until: { lte: now } },
    data: { until: next }
  });
  return count > 0;
}
async function endPause(db) {
  await db.prisma.deliveryLimit.deleteMany({ where: { key: "pause" } });
}

// src/platform/delivery/on-demand.ts
function onDemand(work, around) {
  let asked = false;
  let running;
  const run = async () => {
    around.begin();
    while (asked && !around.stopping()) {
      asked = false;
      await work().catch(around.failed);
    }
    running = void 0;
    around.end();
  };
  return {
    kick() {
      if (around.stopping()) return;
      asked = true;
      running ??= run();
    },
    done: () => running ?? Promise.resolve()
  };
}

// src/platform/delivery/budget.ts
var key2 = "chat.update";
async function takeUpdates(db, pace, now, wanted2) {
  if (pace.updatesPerMinute <= 0) return wanted2;
  const { burst, everyMs } = updateBudget(pace);
  await db.prisma.$executeRaw`INSERT INTO delivery_limits (key) VALUES (${key2}) ON CONFLICT DO NOTHING`;
  const at = new Date(now).toISOString();
  const rows = await db.prisma.$queryRaw`
    WITH now AS (
      SELECT key, GREATEST(until, ${at}::timestamptz) AS base,
        LEAST(${wanted2}::int, floor((${burst * everyMs}::float8
          - extract(epoch FROM GREATEST(until, ${at}::timestamptz) - ${at}::timestamptz)::float8 * 1000) / ${everyMs}::float8)::int) AS n
      FROM delivery_limits WHERE key = ${key2} FOR UPDATE
    )
    UPDATE delivery_limits l SET until = now.base + make_interval(secs => now.n * ${everyMs / 1e3}::float8)
    FROM now WHERE l.key = now.key AND now.n > 0 RETURNING now.n AS granted`;
  return rows[0]?.granted ?? 0;
}
async function returnUpdates(db, pace, count) {
  if (pace.updatesPerMinute <= 0 || count <= 0) return;
  const seconds = count * updateBudget(pace).everyMs / 1e3;
  await db.prisma.$executeRaw`UPDATE delivery_limits SET until = until - make_interval(secs => ${seconds}::float8) WHERE key = ${key2}`;
}
async function blockUpdates(db, pace, until) {
  const { burst, everyMs } = updateBudget(pace);
  const empty4 = new Date(until + (pace.updatesPerMinute > 0 ? (burst - 1) * everyMs : 0)).toISOString();
  await db.prisma.$executeRaw`
    INSERT INTO delivery_limits (key, until) VALUES (${key2}, ${empty4}::timestamptz)
    ON CONFLICT (key) DO UPDATE SET until = GREATEST(delivery_limits.until, EXCLUDED.until)`;
}

// src/platform/delivery/updates.ts
async function claimStale(db, now, leaseMs, most) {
  const at = now.toISOString();
  const expired = new Date(now.getTime() - leaseMs).toISOString();
  const rows = await db.prisma.$queryRaw`
    UPDATE message_slots m SET state = 'sending', attempts = m.attempts + 1, tried_at = ${at}::timestamptz
    FROM (
      SELECT s.id, l.held_reason IS NOT NULL AS lane_held
      FROM message_slots s LEFT JOIN lanes l ON l.id = s.lane
      WHERE s.ts IS NOT NULL AND s.state IN ('pending', 'sending')
        AND (CASE s.state WHEN 'pending' THEN s.next_at IS NULL OR s.next_at <= ${at}::timestamptz
             ELSE s.tried_at <= ${expired}::timestamptz END)
        AND NOT EXISTS (SELECT 1 FROM delivery_limits WHERE key IN ('hold', 'pause'))
      ORDER BY s.priority, s.seq LIMIT ${most}
      FOR UPDATE OF s SKIP LOCKED
    ) due
    WHERE m.id = due.id
    RETURNING m.id, m.kind, m.subject_id, m.part, m.lane, m.channel, m.ts, m.wanted, m.attempts, m.reposts, m.tried_at, due.lane_held`;
  return rows.map(({ subject_id, tried_at, lane_held, part, ...row2 }) => ({
    ...row2,
    subjectId: subject_id,
    triedAt: tried_at,
    laneHeld: lane_held,
    ...part === null ? {} : { part }
  }));
}
async function anyStale(db, now, leaseMs) {
  const at = now.toISOString();
  const expired = new Date(now.getTime() - leaseMs).toISOString();
  const rows = await db.prisma.$queryRaw`
    SELECT EXISTS (SELECT 1 FROM message_slots s WHERE s.ts IS NOT NULL AND s.state IN ('pending', 'sending')
      AND (CASE s.state WHEN 'pending' THEN s.next_at IS NULL OR s.next_at <= ${at}::timestamptz
           ELSE s.tried_at <= ${expired}::timestamptz END)) AS any`;
  return rows[0]?.any ?? false;
}
async function updateAll(engine) {
  const { db, timing, pace } = engine;
  while (!engine.stopping() && await anyStale(db, new Date(engine.now()), timing.leaseMs)) {
    const granted = await takeUpdates(db, pace, engine.now(), engine.capacity.requests);
    if (granted === 0) return;
    const stale = await claimStale(db, new Date(engine.now()), timing.leaseMs, granted);
    await returnUpdates(db, pace, granted - stale.length);
    if (stale.length === 0) return;
    await Promise.all(stale.map((slot) => updateOne(engine, slot)));
  }
}
async function updateOne(engine, slot) {
  const rendering = await renderSlot(engine, slot);
  if (rendering.kind === "failed") {
    return finish(engine, slot, renderTrouble(engine, slot.attempts, rendering.problem));
  }
  if (rendering.kind === "nothing") return finish(engine, slot, { state: "idle" });
  const ends = slot.triedAt.getTime() + engine.timing.leaseMs;
  const mayGo2 = () => ends - engine.now() > engine.timing.requestTimeoutMs;
  const outcome4 = await engine.gate(() => updateMessage(engine, slot, rendering.message, mayGo2));
  engine.metrics.delivered.inc({ outcome: outcome4.kind === "sent" ? "updated" : outcome4.kind });
  if (outcome4.kind === "gone") return deleted(engine, slot, rendering.message.open);
  await finish(engine, slot, await resultOf(engine, slot, outcome4));
  if (outcome4.kind === "sent" && slot.laneHeld) {
    await engine.db.prisma.lane.updateMany({
      where: { id: slot.lane },
      data: { heldReason: null, heldSince: null, nextAt: null }
    });
  }
}
async function resultOf(engine, slot, outcome4) {
  const { timing } = engine;
  const retryAt = () => engine.now() + backoff(timing, slot.attempts, Math.random());
  switch (outcome4.kind) {
    case "sent":
      return { state: "idle" };
    case "unknown":
      return {
        state: "pending",
        problem: outcome4.problem,
        nextAt: Math.max(engine.now() + timing.settleMs, retryAt())
      };
    case "unreachable":
      return { state: "pending", problem: outcome4.problem, nextAt: retryAt() };
    case "rate_limited":
      await blockUpdates(engine.db, engine.pace, engine.now() + outcome4.retryAfterMs);
      return { state: "pending", nextAt: engine.now() + outcome4.retryAfterMs };
    case "held":
      if (!slot.laneHeld) await holdLane(engine, slot.lane, outcome4.problem);
      return { state: "pending", problem: inWords(outcome4.problem), nextAt: engine.now() + timing.holdRetryMs };
    case "paused":
      await engine.pause(outcome4.problem);
      return { state: "pending" };
    case "refused":
      return { state: "parked", problem: inWords(outcome4.problem) };
    default:
      return { state: "pending" };
  }
}
async function finish(engine, slot, result) {
  const problem = "problem" in result ? result.problem ?? null : null;
  const nextAt = result.state === "pending" && result.nextAt ? new Date(result.nextAt).toISOString() : null;
  const done2 = await engine.db.prisma.$executeRaw`
    UPDATE message_slots SET problem = ${problem}, next_at = ${nextAt}::timestamptz,
      sent = CASE WHEN ${result.state} = 'idle' THEN ${slot.wanted} ELSE sent END,
      attempts = CASE WHEN ${result.state} = 'idle' THEN 0 ELSE attempts END,
      state = CASE WHEN ${result.state} = 'idle' AND wanted > ${slot.wanted} THEN 'pending' ELSE ${result.state} END
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`;
  if (done2 === 0) {
    await engine.db.prisma.$executeRaw`
      UPDATE message_slots SET wanted = wanted + 1, state = CASE state WHEN 'idle' THEN 'pending' ELSE state END
      WHERE id = ${slot.id}::uuid AND ts = ${slot.ts}`;
  }
}
async function deleted(engine, slot, open4) {
  if (!open4 || slot.reposts > 0) return finish(engine, slot, { state: "idle" });
  await engine.db.prisma.$executeRaw`
    UPDATE message_slots SET state = 'pending', ts = NULL, channel = NULL, reposts = reposts + 1, attempts = 0,
      next_at = NULL, seq = nextval('posts_seq_seq')
    WHERE id = ${slot.id}::uuid AND state = 'sending' AND tried_at = ${slot.triedAt.toISOString()}::timestamptz`;
  engine.wake();
}

// src/platform/delivery/deliverer.ts
function startDelivery(options3) {
  const db = options3.db ?? options3.deps.db;
  const wall = options3.wall ?? systemWall;
  const pace = { ...defaultPace, ...options3.pace };
  const timing = { ...defaultTiming, ...options3.timing };
  const capacity = { ...defaultCapacity(pace), ...options3.capacity };
  const { log, metrics } = options3;
  if (timing.requestTimeoutMs * 2 > timing.leaseMs)
    throw new Error("Delivery: the request timeout must be under half the lease.");
  const me = `${options3.instanceId ?? "baton"}:${randomUUID2()}`;
  const now = () => wall.now().getTime();
  const later3 = (ms) => new Date(now() + ms);
  let stopping = false;
  let holdWritten = options3.hold !== true;
  let restrained = {};
  const sleepers = /* @__PURE__ */ new Set();
  const lanes = /* @__PURE__ */ new Map();
  const idlers = [];
  let busy = 0;
  const begin2 = () => {
    busy += 1;
  };
  const end2 = () => {
    busy -= 1;
    if (busy === 0) for (const resolve2 of idlers.splice(0)) resolve2();
  };
  const sleep4 = async (ms) => {
    const until = now() + ms;
    while (!stopping && now() < until) {
      await new Promise((resolve2) => {
        const done2 = () => {
          cancel();
          sleepers.delete(done2);
          begin2();
          resolve2();
        };
        const cancel = wall.after(until - now(), done2);
        sleepers.add(done2);
        end2();
      });
    }
  };
  const engine = {
    db,
    deps: options3.deps,
    me,
    client: options3.client,
    slots: options3.slots,
    wall,
    pace,
    timing,
    capacity,
    log,
    metrics,
    now,
    stopping: () => stopping,
    wake: () => wake(),
    sleep: sleep4,
    gate: limiter(capacity.requests),
    claim: grouped(async (asked2) => {
      const items = await claimItems(db, me, wall.now(), asked2);
      return asked2.map(({ lane }) => items.filter((item) => item.lane === lane));
    }),
    record: grouped(async (results) => {
      const posts = results.flatMap((each) => each.posts);
      const changed = results.flatMap((each) => each.lane ? [each.lane] : []);
      await recordResults(db, me, options3.deps.clock.now(), posts, changed);
      return results.map(() => void 0);
    }),
    renew: grouped(async (asked2) => {
      const until = later3(timing.leaseMs);
      const kept2 = await renewLeases(db, me, asked2, wall.now(), until);
      return asked2.map((lane) => kept2.has(lane) ? until.getTime() : 0);
    }),
    pause: async (problem) => {
      metrics.slackUp.set(0);
      if (await restrain(db, "pause", inWords(problem), wall.now(), later3(timing.pauseRetryMs))) {
        log.error({ problem }, "delivery is paused: Slack refuses this app");
      }
      restrained = await restraints(db);
    }
  };
  const startLane = (leased, leaseUntil) => {
    begin2();
    const work = workLane(engine, leased, leaseUntil).catch((error) => log.error({ err: error, lane: leased.id }, "work on a lane broke off")).finally(() => {
      lanes.delete(leased.id);
      pump();
      end2();
    });
    lanes.set(leased.id, work);
  };
  let dirty = false;
  let cancelTimer = () => {
  };
  const discover = async () => {
    if (!holdWritten) {
      await restrain(db, "hold", "DELIVERY_HOLD is set", wall.now());
      holdWritten = true;
      restrained = await restraints(db);
    }
    const waiting = (await waitingLanes(db)).filter((each) => !lanes.has(each.lane));
    for (const { adopt } of waiting)
      if (adopt) await db.tx((tx) => channelOfRoleChanged(tx, adopt.role, adopt.channel));
    const moment2 = now();
    const channels = waiting.filter((each) => !each.adopt);
    const due = channels.filter((each) => each.dueAt <= moment2).slice(0, Math.max(0, capacity.lanes - lanes.size));
    if (waiting.length > channels.length) dirty = true;
    const next = Math.min(...channels.map((each) => each.dueAt).filter((at) => at > moment2));
    cancelTimer();
    cancelTimer = Number.isFinite(next) ? wall.after(next - moment2, pump) : () => {
    };
    if (due.length === 0 || stopping) return;
    const until = moment2 + timing.leaseMs;
    const leased = await leaseLanes(db, me, due, {
      now: new Date(moment2),
      until: new Date(until),
      settled: later3(timing.settleMs)
    });
    for (const lane of leased) startLane(lane, until);
    if (leased.length < due.length) dirty = true;
  };
  const asked = (name3, work) => onDemand(work, {
    begin: begin2,
    end: end2,
    stopping: () => stopping,
    failed: (error) => log.warn({ err: error }, `delivery: ${name3} failed, trying again`)
  });
  const posting = asked("looking for messages", async () => {
    dirty = false;
    await discover();
    if (dirty) posting.kick();
  });
  const updating = asked("updating", () => updateAll(engine));
  const pump = () => {
    if (!stopping) posting.kick();
  };
  const wake = () => {
    if (stopping) return;
    posting.kick();
    updating.kick();
  };
  const watching = asked("polling", async () => {
    restrained = await restraints(db);
    if (!restrained.pause || !await mayTryAgain(db, wall.now(), later3(timing.pauseRetryMs))) return;
    const outcome4 = await options3.client.auth.test().then(() => void 0, classify);
    if (outcome4 && (outcome4.kind === "paused" || outcome4.kind === "unreachable" || outcome4.kind === "unknown")) return;
    await endPause(db);
    restrained = await restraints(db);
    metrics.slackUp.set(1);
    log.info("delivery goes on: Slack accepts this app again");
  });
  let cancelPoll = () => {
  };
  const poll = () => {
    if (stopping) return;
    watching.kick();
    wake();
    cancelPoll = wall.after(timing.pollMs, poll);
  };
  poll();
  return {
    wake,
    idle: async () => {
      for (let quiet = 0; quiet < 2; quiet++) {
        if (busy > 0) {
          await new Promise((resolve2) => idlers.push(resolve2));
          quiet = -1;
        }
        await new Promise((resolve2) => setImmediate(resolve2));
      }
    },
    stop: async () => {
      stopping = true;
      cancelPoll();
      cancelTimer();
      for (const wakeUp of [...sleepers]) wakeUp();
      await Promise.all([...lanes.values(), posting.done(), updating.done(), watching.done()]);
    },
    status: () => ({ ...restrained, lanes: lanes.size })
  };
}

// src/platform/delivery/find-slot.ts
async function findSlotByMessage(db, channel, ts) {
  const slot = await db.prisma.messageSlot.findFirst({
    where: { channel, ts },
    select: { kind: true, subjectId: true, part: true }
  });
  if (!slot) return void 0;
  return { kind: slot.kind, subjectId: slot.subjectId, ...slot.part === null ? {} : { part: slot.part } };
}

// src/platform/delivery/parked.ts
init_errors();
async function lockParked(tx, id) {
  const [row2] = await tx.$queryRaw`
    WITH p AS (SELECT state, problem, lane FROM posts WHERE id = ${id}::uuid FOR UPDATE),
         s AS (SELECT state, problem, lane FROM message_slots WHERE id = ${id}::uuid FOR UPDATE)
    SELECT 'post' AS type, p.* FROM p UNION ALL SELECT 'slot', s.* FROM s`;
  if (!row2) throw new NotFound("message");
  if (row2.state !== "parked") throw new Conflict("Somebody was first: this message no longer waits for a decision.");
  return row2;
}
var noted = (work, action, id, row2, after, reason2) => work.audit({
  action,
  subject: { type: "message", id },
  before: { state: "parked", problem: row2.problem, lane: row2.lane },
  after,
  reason: reason2
});
var sendAgain = (deps, by, id) => deps.transact(by, async (work) => {
  work.require([adminRole], "send held-back messages again");
  const row2 = await lockParked(work.tx, id);
  if (row2.type === "post") {
    if (row2.problem === rootMissing)
      throw new UserError("This is a reply. Send the message it belongs to again; the reply follows by itself.");
    await work.tx.$executeRaw`UPDATE posts SET state = 'pending', problem = NULL WHERE id = ${id}::uuid`;
  } else {
    await work.tx.$executeRaw`
        UPDATE message_slots SET state = 'pending', wanted = wanted + 1, problem = NULL, attempts = 0, next_at = NULL WHERE id = ${id}::uuid`;
  }
  noted(work, "message.sent_again", id, row2, { state: "pending" });
});
var drop = (deps, by, id, reason2) => deps.transact(by, async (work) => {
  work.require([adminRole], "drop messages");
  const row2 = await lockParked(work.tx, id);
  if (row2.type === "post") await work.tx.$executeRaw`UPDATE posts SET state = 'dropped' WHERE id = ${id}::uuid`;
  else {
    await work.tx.$executeRaw`
        UPDATE posts SET state = 'dropped' WHERE slot_id = ${id}::uuid AND state = 'parked' AND problem = ${rootMissing}`;
    await work.tx.$executeRaw`UPDATE message_slots SET state = 'idle', sent = wanted WHERE id = ${id}::uuid`;
  }
  noted(work, "message.dropped", id, row2, { state: "dropped" }, reason2);
});

// src/platform/delivery/problems.ts
import { z as z11 } from "zod";
var withText = z11.object({ text: z11.string() });
async function problems2(db, page2 = 0, size = 5) {
  const parked2 = await db.prisma.$queryRaw`
    SELECT u.*, (count(*) OVER ())::int AS total FROM (
      SELECT id, lane, problem, payload, NULL AS kind, seq, created_at FROM posts WHERE state = 'parked'
      UNION ALL
      SELECT id, lane, problem, NULL, kind, seq, created_at FROM message_slots WHERE state = 'parked'
    ) u ORDER BY seq LIMIT ${size}::int OFFSET ${page2 * size}::int`;
  const lanes = await db.prisma.$queryRaw`
    SELECT l.id, l.held_reason, l.held_since, (count(*) OVER ())::int AS total,
      (SELECT count(*) FROM posts p WHERE p.lane = l.id AND p.state IN ('pending', 'sending', 'unknown'))::int
      + (SELECT count(*) FROM message_slots s WHERE s.lane = l.id AND s.ts IS NULL AND s.state IN ('pending', 'sending', 'unknown'))::int AS waiting
    FROM lanes l WHERE l.held_reason IS NOT NULL ORDER BY l.held_since, l.id LIMIT ${size}::int`;
  const unsent = await db.prisma.$queryRaw`
    SELECT CASE WHEN lane LIKE 'role:%' THEN substr(lane, 6) END AS lane, count(*)::int AS waiting FROM (
      SELECT lane FROM posts WHERE state IN ('pending', 'sending', 'unknown')
      UNION ALL SELECT lane FROM message_slots WHERE ts IS NULL AND state IN ('pending', 'sending', 'unknown')
    ) w GROUP BY 1 ORDER BY 1`;
  return {
    ...await restraints(db),
    parked: parked2.map((row2) => ({
      id: row2.id,
      lane: row2.lane,
      problem: row2.problem ?? "",
      excerpt: clip(withText.safeParse(row2.payload).data?.text ?? row2.kind ?? "", 150),
      since: row2.created_at
    })),
    parkedCount: parked2[0]?.total ?? 0,
    heldLanes: lanes.map((row2) => ({
      lane: row2.id,
      reason: row2.held_reason,
      since: row2.held_since,
      waiting: row2.waiting
    })),
    heldCount: lanes[0]?.total ?? 0,
    rolesWithoutChannel: unsent.flatMap((row2) => row2.lane === null ? [] : [{ role: row2.lane, waiting: row2.waiting }]),
    waiting: unsent.reduce((sum2, row2) => sum2 + row2.waiting, 0)
  };
}

// src/platform/delivery/release.ts
init_errors();
var releaseLane = (deps, by, lane) => deps.transact(by, async (work) => {
  work.require([adminRole], "release held channels");
  const row2 = await work.tx.lane.findUnique({ where: { id: lane } });
  const freed = await work.tx.lane.updateMany({
    where: { id: lane, heldReason: { not: null } },
    data: { heldReason: null, heldSince: null, nextAt: null, failures: 0 }
  });
  if (freed.count === 0) throw new Conflict("Somebody was first, or the channel works again: it is no longer held.");
  await work.tx.$executeRaw`
      UPDATE message_slots SET next_at = NULL WHERE lane = ${lane} AND ts IS NOT NULL AND state IN ('pending', 'sending') AND state = 'pending'`;
  work.audit({
    action: "channel.released",
    subject: { type: "channel", id: lane },
    before: { reason: row2?.heldReason, since: row2?.heldSince },
    after: {}
  });
});
var releaseHold = (deps, by) => deps.transact(by, async (work) => {
  work.require([adminRole], "release the hold on delivery");
  const row2 = await work.tx.deliveryLimit.findUnique({ where: { key: "hold" } });
  const { count } = await work.tx.deliveryLimit.deleteMany({ where: { key: "hold" } });
  if (count === 0) throw new Conflict("Somebody was first: delivery is no longer held.");
  work.audit({
    action: "delivery.released",
    subject: { type: "delivery", id: "hold" },
    before: { reason: row2?.reason, since: row2?.since },
    after: {}
  });
});

// src/platform/delivery/home.ts
var homeSize = 5;
var since = (at) => `<!date^${Math.floor(at.getTime() / 1e3)}^{date_short_pretty} {time}|${at.toISOString()}>`;
var place = (lane) => lane.startsWith("role:") ? `role ${lane.slice(5)}` : laneName(lane);
var dropButton = (message2) => ({
  text: "Drop",
  action: "delivery.drop",
  value: message2.id,
  style: "danger",
  confirm: {
    title: "Drop this message?",
    text: "It will not be sent. The audit log keeps that you dropped it.",
    yes: "Drop it"
  }
});
var parked = (message2) => [
  section(
    `*${place(message2.lane)}* \xB7 ${since(message2.since)}
${escapeMrkdwn(message2.excerpt)}
_Not sent: ${escapeMrkdwn(message2.problem)}_`
  ),
  buttons(`delivery.parked.${message2.id}`, [
    { text: "Send again", action: "delivery.send_again", value: message2.id },
    dropButton(message2)
  ])
];
var held = (lane) => section(
  `*${place(lane.lane)}* takes no messages: ${escapeMrkdwn(lane.reason)}. ${plural(lane.waiting, "message")} waiting since ${since(lane.since)}.`,
  {
    type: "button",
    text: { type: "plain_text", text: "Try now" },
    action_id: "delivery.release",
    value: lane.lane
  }
);
function problemBlocks(of, roleName) {
  const blocks = [];
  if (of.pause)
    blocks.push(
      section(
        `:octagonal_sign: *Nothing is sent* since ${since(of.pause.since)}: ${escapeMrkdwn(of.pause.reason)}. Baton tries again by itself.`
      )
    );
  if (of.hold) {
    const text3 = `:raised_hand: *Delivery is held* since ${since(of.hold.since)}. ${plural(of.waiting, "message")} would be sent.`;
    blocks.push(
      section(text3),
      buttons("delivery.hold", [
        {
          text: "Release",
          action: "delivery.release_hold",
          value: "hold",
          style: "primary",
          confirm: {
            title: "Send everything?",
            text: `${plural(of.waiting, "message")} will be sent to Slack.`,
            yes: "Send"
          }
        }
      ])
    );
  }
  if (of.rolesWithoutChannel.length > 0) {
    const roles = of.rolesWithoutChannel.map((each) => `${escapeMrkdwn(roleName(each.role))} (${each.waiting})`).join(", ");
    blocks.push(section(`Messages wait until these roles have a channel: ${roles}.`));
  }
  blocks.push(...of.heldLanes.slice(0, homeSize).map(held), ...of.parked.slice(0, homeSize).flatMap(parked));
  const more3 = of.parkedCount + of.heldCount - Math.min(homeSize, of.parked.length) - Math.min(homeSize, of.heldLanes.length);
  if (more3 > 0) blocks.push(context(`\u2026and ${plural(more3, "more", "more")}. They move up as these are settled.`));
  return blocks;
}

// src/platform/delivery/slice.ts
var refreshed = { home: true };
var deliverySlice = {
  name: "delivery",
  home: [
    {
      order: 5,
      title: "Messages that need you",
      render: async ({ deps, roles }) => (await roles()).has(adminRole) ? problemBlocks(await problems2(deps.db, 0, homeSize), deps.roleName) : []
    }
  ],
  actions: {
    "delivery.send_again": async ({ deps, by, value }) => {
      await sendAgain(deps, by, value);
      return refreshed;
    },
    "delivery.drop": async ({ deps, by, value }) => {
      await drop(deps, by, value, "dropped from the Home tab");
      return refreshed;
    },
    "delivery.release": async ({ deps, by, value }) => {
      await releaseLane(deps, by, value);
      return refreshed;
    },
    "delivery.release_hold": async ({ deps, by }) => {
      await releaseHold(deps, by);
      return refreshed;
    }
  }
};

// src/platform/http/server.ts
import { createServer } from "node:http";
var sendJson = (response, status, body) => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
};
var dispatch = (routes, log) => {
  const paths = new Set(Object.keys(routes).map((route) => route.split(" ")[1]));
  return async (request3, response) => {
    const path2 = new URL(request3.url ?? "/", "http://localhost").pathname;
    const handler = routes[`${request3.method} ${path2}`];
    if (!handler) return sendJson(response, paths.has(path2) ? 405 : 404, { error: paths.has(path2) ? "method not allowed" : "not found" });
    try {
      await handler(request3, response);
    } catch (error) {
      log.error({ err: error, path: path2 }, "an HTTP request failed");
      if (!response.headersSent) sendJson(response, 500, { error: "internal error" });
      else response.destroy();
    }
  };
};
var close = (server, graceMs) => new Promise((resolve2) => {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  server.close(() => {
    clearTimeout(timer);
    resolve2();
  });
  server.closeIdleConnections();
});
var startHttp = (options3) => {
  const server = createServer({ requestTimeout: 3e4, headersTimeout: 1e4 }, dispatch(options3.routes, options3.log));
  return new Promise((resolve2, reject) => {
    server.once("error", reject);
    server.listen(options3.port, options3.host, () => {
      server.removeListener("error", reject);
      server.on("error", (error) => options3.log.error({ err: error }, "the HTTP server reported an error"));
      const { port } = server.address();
      resolve2({ port, stop: (graceMs) => close(server, graceMs) });
    });
  });
};

// src/platform/http/health.ts
var healthRoutes = ({ db, metrics, details: details3, stopping }) => ({
  "GET /healthz": (_request, response) => sendJson(response, 200, { alive: true }),
  "GET /readyz": async (_request, response) => {
    const database = await db.isAlive();
    metrics.databaseUp.set(database ? 1 : 0);
    const ready = database && !stopping();
    const more3 = database ? await details3().catch(() => ({})) : {};
    sendJson(response, ready ? 200 : 503, { ready, database: database ? "up" : "down", ...stopping() ? { stopping: true } : {}, ...more3 });
  },
  "GET /metrics": async (_request, response) => {
    metrics.databaseUp.set(await db.isAlive() ? 1 : 0);
    response.writeHead(200, { "content-type": metrics.registry.contentType });
    response.end(await metrics.registry.metrics());
  }
});

// src/platform/jobs/housekeeping.ts
var housekeepingJob = {
  name: "housekeeping",
  schedule: { everyMinutes: 60 },
  missed: "latest",
  run: async ({ db }) => {
    await db.prisma.$executeRaw`DELETE FROM inbox WHERE received_at < LEAST(now(), (SELECT max(received_at) FROM inbox)) - interval '7 days'`;
    await db.prisma.$executeRaw`
      DELETE FROM job_slots s WHERE s.state IN ('done', 'skipped', 'failed') AND s.slot_at < (SELECT max(slot_at) FROM job_slots) - interval '30 days'
        AND EXISTS (SELECT 1 FROM job_slots newer WHERE newer.job = s.job AND newer.slot_at > s.slot_at)`;
  }
};

// src/platform/jobs/runner.ts
import { randomUUID as randomUUID3 } from "node:crypto";
import { schedule as cron } from "node-cron";

// src/platform/jobs/slots.ts
var day2 = 864e5;
function latestSlot(schedule2, now) {
  if ("everyMinutes" in schedule2) {
    const step = schedule2.everyMinutes * 6e4;
    return new Date(Math.floor(now.getTime() / step) * step);
  }
  return slotsBetween(schedule2, new Date(now.getTime() - 3 * day2), now).at(-1);
}
function nextSlot(schedule2, now) {
  const ahead = "everyMinutes" in schedule2 ? schedule2.everyMinutes * 6e4 : 3 * day2;
  return slotsBetween(schedule2, now, new Date(now.getTime() + ahead))[0];
}
function dueSlots(schedule2, missed, last, now) {
  if (last !== void 0 && missed === "every") return slotsBetween(schedule2, last, now);
  const latest2 = latestSlot(schedule2, now);
  return latest2 === void 0 || last !== void 0 && latest2 <= last ? [] : [latest2];
}

// src/platform/jobs/store.ts
async function latestSlots(db) {
  const rows = await db.prisma.$queryRaw`
    WITH RECURSIVE j AS (
      (SELECT job, slot_at FROM job_slots ORDER BY job DESC, slot_at DESC LIMIT 1)
      UNION ALL
      SELECT n.job, n.slot_at FROM j CROSS JOIN LATERAL (
        SELECT x.job, x.slot_at FROM job_slots x WHERE x.job < j.job ORDER BY x.job DESC, x.slot_at DESC LIMIT 1) n
    ) SELECT job, slot_at FROM j`;
  return new Map(rows.map((row2) => [row2.job, row2.slot_at]));
}
async function addSlots(db, job, slots3) {
  await db.prisma.jobSlot.createMany({ data: slots3.map((slotAt) => ({ job, slotAt })), skipDuplicates: true });
}
async function skipOlder(db, job, than, now) {
  await db.prisma.jobSlot.updateMany({
    where: { job, state: "due", slotAt: { lt: than } },
    data: { state: "skipped", endedAt: now }
  });
}
async function claimSlot(db, job, me, now, leaseUntil) {
  const at = now.toISOString();
  const [row2] = await db.prisma.$queryRaw`
    UPDATE job_slots j SET state = 'running', attempts = j.attempts + 1, leased_by = ${me},
      lease_until = ${leaseUntil.toISOString()}::timestamptz, started_at = ${at}::timestamptz, next_at = NULL
    FROM (
      SELECT s.slot_at FROM job_slots s
      WHERE s.job = ${job} AND s.state IN ('due', 'running')
        AND (CASE s.state WHEN 'due' THEN s.next_at IS NULL OR s.next_at <= ${at}::timestamptz ELSE s.lease_until <= ${at}::timestamptz END)
        AND NOT EXISTS (SELECT 1 FROM job_slots e WHERE e.job = s.job AND e.state IN ('due', 'running') AND e.slot_at < s.slot_at)
      FOR UPDATE SKIP LOCKED
    ) open
    WHERE j.job = ${job} AND j.slot_at = open.slot_at
    RETURNING j.slot_at, j.attempts`;
  return row2 && { job, slotAt: row2.slot_at, attempts: row2.attempts };
}
async function renewSlot(db, slot, me, leaseUntil) {
  const { count } = await db.prisma.jobSlot.updateMany({
    where: { job: slot.job, slotAt: slot.slotAt, state: "running", leasedBy: me, attempts: slot.attempts },
    data: { leaseUntil }
  });
  return count > 0;
}
async function endSlot(db, slot, me, now, ending2) {
  await db.prisma.jobSlot.updateMany({
    where: { job: slot.job, slotAt: slot.slotAt, state: "running", leasedBy: me, attempts: slot.attempts },
    data: {
      state: ending2.state,
      endedAt: now,
      leasedBy: null,
      leaseUntil: null,
      nextAt: ending2.nextAt ?? null,
      problem: ending2.problem ?? null
    }
  });
}

// src/platform/jobs/runner.ts
var mostAttempts = 10;
var retryAfterMs = (attempts) => Math.min(30 * 6e4, 3e4 * 2 ** Math.min(20, attempts - 1));
function startJobs(options3) {
  const { deps, jobs: jobs2, log } = options3;
  const wall = options3.wall ?? systemWall;
  const leaseMs = options3.leaseMs ?? 6e4;
  const me = `${options3.instanceId ?? "baton"}:${randomUUID3()}`;
  const later3 = (ms) => new Date(wall.now().getTime() + ms);
  let stopping = false;
  const scheduleOf = async (job) => typeof job.schedule === "function" ? job.schedule(deps) : job.schedule;
  const noteDue = async (job, last) => {
    const due = dueSlots(await scheduleOf(job), job.missed, last, deps.clock.now());
    const latest2 = due.at(-1);
    if (!latest2) return;
    await addSlots(deps.db, job.name, due);
    if (job.missed === "latest") await skipOlder(deps.db, job.name, latest2, wall.now());
  };
  const keepLease2 = (slot) => {
    let cancel = () => {
    };
    const again = () => {
      cancel = wall.after(leaseMs / 3, () => {
        renewSlot(deps.db, slot, me, later3(leaseMs)).then(
          (mine) => {
            if (mine) again();
            else log.warn({ job: slot.job, slot: slot.slotAt }, "a job slot was taken over by another replica");
          },
          (error) => {
            log.warn({ err: error, job: slot.job }, "the lease of a job could not be renewed");
            again();
          }
        );
      });
    };
    again();
    return () => cancel();
  };
  const attempt2 = async (job, slot) => {
    try {
      await job.run(deps, slot.slotAt);
      return { state: "done" };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const isLast = slot.attempts >= mostAttempts;
      log.error(
        { err: error, job: job.name, slot: slot.slotAt, attempts: slot.attempts },
        isLast ? "a job slot failed for good" : "a job slot failed"
      );
      return isLast ? { state: "failed", problem } : { state: "due", problem, nextAt: later3(retryAfterMs(slot.attempts)) };
    }
  };
  const runOpen = async (job) => {
    while (!stopping) {
      const slot = await claimSlot(deps.db, job.name, me, wall.now(), later3(leaseMs));
      if (!slot) return;
      const stopKeeping = keepLease2(slot);
      const ending2 = await attempt2(job, slot).finally(stopKeeping);
      await endSlot(deps.db, slot, me, wall.now(), ending2);
      options3.metrics.jobs.inc({ job: job.name, outcome: ending2.state === "due" ? "retry" : ending2.state });
    }
  };
  const failed2 = (what, job) => (error) => log.error({ err: error, job }, what);
  const runners = jobs2.map((job) => oneAtATime(() => runOpen(job).catch(failed2("a job could not be run", job.name))));
  const note = oneAtATime(async () => {
    const latest2 = await latestSlots(deps.db);
    for (const job of jobs2) {
      await noteDue(job, latest2.get(job.name)).catch(failed2("the due slots of a job could not be found", job.name));
    }
  });
  const tick = async () => {
    if (stopping) return;
    await note().catch(failed2("the due jobs could not be found"));
    await Promise.all(runners.map((run) => run()));
  };
  const wake = options3.awake === false ? void 0 : cron("0 * * * * *", () => void tick(), { suppressMissedWarning: true });
  if (wake) void tick();
  return {
    tick,
    next: async () => {
      const now = deps.clock.now();
      const found2 = [];
      for (const job of jobs2) {
        const schedule2 = await scheduleOf(job);
        const at = nextSlot(schedule2, now);
        if (at) found2.push({ name: job.name, at, periodic: "everyMinutes" in schedule2 });
      }
      found2.sort((a, b) => Number(a.periodic) - Number(b.periodic) || a.at.getTime() - b.at.getTime());
      return found2[0] && { name: found2[0].name, at: found2[0].at };
    },
    stop: async () => {
      stopping = true;
      await wake?.destroy();
      await Promise.all([note().catch(() => void 0), ...runners.map((run) => run())]);
    }
  };
}
function oneAtATime(work) {
  let running = Promise.resolve();
  let queued;
  return () => {
    queued ??= running.catch(() => void 0).then(() => {
      queued = void 0;
      running = work();
      return running;
    });
    return queued;
  };
}

// src/platform/log.ts
import { LogLevel as LogLevel2 } from "@slack/bolt";
import pino from "pino";
var createLogger = (level, secrets, destination) => pino(
  {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorSummary }
  },
  {
    write: (line5) => {
      const clean = scrub(line5, secrets);
      if (destination) destination.write(clean);
      else process.stdout.write(clean);
    }
  }
);
var errorSummary = (error) => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name: name3, message: message2, stack, cause } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : void 0;
  return { name: name3, message: message2, ...code ? { code } : {}, stack, ...cause === void 0 ? {} : { cause: errorSummary(cause) } };
};
var boltLogger = (log) => {
  const child = log.child({ part: "slack-sdk" });
  const line5 = (args) => args.map((arg) => arg instanceof Error ? arg.message : String(arg)).join(" ");
  return {
    debug: (...args) => child.trace(line5(args)),
    info: (...args) => child.debug(line5(args)),
    warn: (...args) => child.info(line5(args)),
    error: (...args) => child.warn(line5(args)),
    setLevel: () => void 0,
    getLevel: () => LogLevel2.DEBUG,
    setName: () => void 0
  };
};

// src/platform/metrics.ts
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
var createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "baton_" });
  const registers = [registry];
  return {
    registry,
    ack: new Histogram({
      name: "baton_ack_seconds",
      help: "Time from a request of Slack to its ack, with everything it changed committed",
      labelNames: ["kind"],
      buckets: [5e-3, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
      registers
    }),
    slackUp: new Gauge({ name: "baton_slack_up", help: "1 while Slack answers", registers }),
    databaseUp: new Gauge({ name: "baton_database_up", help: "1 while the database answers", registers }),
    delivered: new Counter({
      name: "baton_delivery_total",
      help: "Messages by how sending them ended",
      labelNames: ["outcome"],
      registers
    }),
    waiting: new Gauge({ name: "baton_delivery_waiting", help: "Messages not sent yet", labelNames: ["state"], registers }),
    jobs: new Counter({ name: "baton_job_runs_total", help: "Job slots by how they ended", labelNames: ["job", "outcome"], registers })
  };
};

// src/platform/audit/seal.ts
init_client();
import { createHash as createHash2 } from "node:crypto";
var genesis = "0".repeat(64);
var leafSql = prismaNamespace_exports.sql`sha256(convert_to(jsonb_build_array(
  a.id, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), a.actor, a.request_id, a.action,
  a.subject_type, a.subject_id, a.customer_id, a.before, a.after, a.reason)::text, 'UTF8'))`;
var rootOf = (leaves) => createHash2("sha256").update(leaves).digest("hex");
var sealHash = (seal) => createHash2("sha256").update([seal.previous, seal.id, seal.at.toISOString(), seal.count, seal.root].join("\n")).digest("hex");
async function sealBatch(tx, at, most) {
  await tx.$executeRaw`LOCK TABLE audit_seals IN SHARE ROW EXCLUSIVE MODE`;
  const [batch] = await tx.$queryRaw`
    SELECT count(*)::int AS count, array_agg(id ORDER BY id) AS ids, string_agg(leaf, ''::bytea ORDER BY id) AS leaves
    FROM (SELECT a.id, ${leafSql} AS leaf FROM audit_log a WHERE a.seal_id IS NULL ORDER BY a.id LIMIT ${most}::int) b`;
  if (!batch?.ids || !batch.leaves) return void 0;
  const last = await tx.auditSeal.findFirst({ orderBy: { id: "desc" }, select: { id: true, hash: true } });
  const id = (last?.id ?? 0n) + 1n;
  const root = rootOf(batch.leaves);
  const seal = { id, at, count: batch.count, root, previous: last?.hash ?? genesis };
  const hash = sealHash(seal);
  const ids = JSON.stringify(batch.ids.map(String));
  await tx.$executeRaw`
    INSERT INTO audit_seals (id, at, count, ids, leaves, root, previous, hash)
    SELECT ${id}::bigint, ${at.toISOString()}::timestamptz, ${batch.count}, ARRAY(SELECT jsonb_array_elements_text(${ids}::jsonb)::bigint),
      decode(${Buffer.from(batch.leaves).toString("base64")}, 'base64'), ${root}, ${seal.previous}, ${hash}`;
  await tx.$executeRaw`
    UPDATE audit_log SET seal_id = ${id}::bigint
    WHERE id IN (SELECT unnest(ids) FROM audit_seals WHERE id = ${id}::bigint) AND seal_id IS NULL`;
  return { id, count: batch.count, hash };
}
async function sealAudit(db, at, batchSize = 1e4) {
  const made = [];
  for (; ; ) {
    const seal = await db.tx((tx) => sealBatch(tx, at, batchSize), { timeout: 6e4 });
    if (!seal) return made;
    made.push(seal);
    if (seal.count < batchSize) return made;
    await new Promise((resolve2) => setImmediate(resolve2));
  }
}

// src/platform/audit/jobs.ts
var sealJob = {
  name: "audit-seal",
  schedule: { everyMinutes: 1 },
  missed: "latest",
  run: async ({ db, clock, log }) => {
    const made = await sealAudit(db, clock.now());
    const head2 = made.at(-1);
    if (head2)
      log.info(
        { seal: String(head2.id), hash: head2.hash, rows: made.reduce((sum2, seal) => sum2 + seal.count, 0) },
        "the audit log was sealed"
      );
  }
};

// src/platform/platform-slice.ts
var platformSlice = (refreshPeople) => ({
  name: "platform",
  jobs: [
    sealJob,
    housekeepingJob,
    {
      // Slack's own notices may be missed while Baton is down: who has left must not keep deciding. ALL-6
      name: "people",
      schedule: { everyMinutes: 60 },
      missed: "latest",
      run: () => refreshPeople()
    }
  ]
});

// src/platform/registry.ts
var collect = (what, entries) => {
  const map = /* @__PURE__ */ new Map();
  for (const [name3, value] of entries) {
    if (map.has(name3)) throw new Error(`two slices register the ${what} "${name3}"`);
    map.set(name3, value);
  }
  return map;
};
var createRegistry = (slices, roles) => {
  const names = collect("role", roles.map((role) => [role.key, role.name]));
  collect("slice", slices.map((slice) => [slice.name, slice]));
  const commands3 = slices.flatMap((slice) => slice.commands ?? []);
  collect("command", commands3.map((each) => [`${each.command} ${each.word}`, each]));
  return {
    slices,
    roles,
    commands: commands3,
    actions: collect("action", slices.flatMap((slice) => Object.entries(slice.actions ?? {}))),
    submissions: collect("modal", slices.flatMap((slice) => Object.entries(slice.submissions ?? {}))),
    options: collect("option source", slices.flatMap((slice) => Object.entries(slice.options ?? {}))),
    slots: collect("message", slices.flatMap((slice) => (slice.slots ?? []).map((slot) => [slot.kind, slot]))),
    home: slices.flatMap((slice) => slice.home ?? []).sort((a, b) => a.order - b.order),
    panels: (subject) => slices.flatMap((slice) => slice.panels ?? []).filter((panel2) => panel2.subject === subject).sort((a, b) => a.order - b.order),
    roleName: (role) => names.get(role) ?? role
  };
};

// src/platform/slack/app.ts
import { App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";

// src/platform/slack/dispatch.ts
init_errors();

// src/platform/transact.ts
init_errors();

// src/platform/audit/append.ts
async function appendAudit(tx, entries) {
  if (entries.length === 0) return;
  const rows = JSON.stringify(
    entries.map((entry2, n) => ({
      n,
      at: entry2.at,
      actor: entry2.actor,
      request: entry2.requestId ?? null,
      action: entry2.action,
      type: entry2.subject.type,
      subject: entry2.subject.id,
      customer: entry2.customerId ?? null,
      before: entry2.before ?? null,
      after: entry2.after ?? null,
      reason: entry2.reason ?? null
    })),
    // Money is bigint, which JSON has no word for.
    (_key, value) => typeof value === "bigint" ? value.toString() : value
  );
  await tx.$executeRaw`
    INSERT INTO audit_log (at, actor, request_id, action, subject_type, subject_id, customer_id, before, after, reason)
    SELECT r.at, r.actor, r.request, r.action, r.type, r.subject, r.customer, r.before, r.after, r.reason
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(n int, at timestamptz, actor text, request text, action text, type text,
      subject text, customer uuid, before jsonb, after jsonb, reason text)
    ORDER BY r.n`;
}

// src/platform/transact.ts
var Repeated = class extends Error {
  name = "Repeated";
};
var open2 = async (tx, by, now) => {
  const [row2] = await tx.$queryRaw`
    WITH seen AS (
      INSERT INTO inbox (key, received_at)
      SELECT ${by.requestId ?? null}::text, ${now}::timestamptz WHERE ${by.requestId ?? null}::text IS NOT NULL
      ON CONFLICT DO NOTHING RETURNING key)
    SELECT (${by.requestId ?? null}::text IS NULL OR EXISTS (SELECT 1 FROM seen)) AS fresh,
           p.time_zone, p.is_deactivated, p.is_guest, p.is_stranger,
           ARRAY(SELECT DISTINCT role FROM role_members WHERE user_id = ${by.userId}) AS roles
    FROM (SELECT 1) one LEFT JOIN people p ON p.id = ${by.userId}`;
  if (!row2?.fresh) throw new Repeated();
  return row2;
};
var barrier = (row2) => {
  if (row2.is_deactivated) return "your Slack account is deactivated";
  if (row2.is_guest) return "guests cannot decide";
  if (row2.is_stranger) return "people of other organisations cannot decide";
  return void 0;
};
var actorOf = (by, row2, zone) => {
  const barred = barrier(row2);
  return { id: by.userId, roles: new Set(row2.roles), timeZone: row2.time_zone ?? zone, ...barred ? { barred } : {} };
};
var anyOf = (names) => names.length < 2 ? names[0] ?? "nobody" : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
var createTransact = (parts2) => {
  const policiesOf = (tx) => {
    let stored2;
    return async (definition) => {
      stored2 ??= tx.policy.findMany().then((rows) => new Map(rows.map((row2) => [row2.key, row2.value])));
      return readPolicy(definition, (await stored2).get(definition.key));
    };
  };
  return async (by, body, options3) => {
    const result = await parts2.db.tx(async (tx) => {
      const now = parts2.clock.now();
      const actor = actorOf(by, await open2(tx, by, now), parts2.timeZone);
      const audit = [];
      const slots3 = [];
      const posts = [];
      const work = {
        tx,
        now,
        by: actor,
        today: todayIn(parts2.timeZone, now),
        timeZone: parts2.timeZone,
        require: (roles, doing) => {
          if (by.userId === system.userId) return;
          if (actor.barred) throw new NotAllowed(`You can't ${doing}: ${actor.barred}.`);
          if (!roles.some((role) => actor.roles.has(role))) {
            throw new NotAllowed(`Only ${anyOf(roles.map(parts2.roleName))} can ${doing}. Ask one of them, or an admin for the role.`);
          }
        },
        policy: policiesOf(tx),
        audit: (record2) => void audit.push({ ...record2, at: now, actor: actor.id, requestId: by.requestId }),
        show: (slot, to, priority = 0) => void slots3.push({ ...slot, key: slotKey(slot), to, priority }),
        post: (post) => void posts.push({ ...post, id: newId() }),
        emit: async (event, payload) => {
          for (const reaction of parts2.reactions) if (reaction.event === event.name) await reaction.handle(work, payload);
        }
      };
      const outcome4 = await body(work);
      await appendAudit(tx, audit);
      await writeEffects(tx, now, { slots: slots3, posts });
      return outcome4;
    }, options3);
    parts2.committed();
    return result;
  };
};

// src/platform/slack/envelope.ts
import { z as z12 } from "zod";
var envelope = z12.object({ d: z12.string(), c: z12.string().optional(), r: z12.string().optional() });
var stamp = (view, origin) => ({
  ...view,
  private_metadata: JSON.stringify({ d: view.private_metadata ?? "", c: origin.channel, r: origin.responseUrl })
});
var unstamp = (metadata) => {
  try {
    const { d, c, r } = envelope.parse(JSON.parse(metadata));
    return { data: d, origin: { ...c ? { channel: c } : {}, ...r ? { responseUrl: r } : {} } };
  } catch {
    return { data: metadata, origin: {} };
  }
};
var notice = (text3) => modal({ callback: "notice", title: "Baton", blocks: [section(text3)], close: "OK" });

// src/platform/slack/answer.ts
var slackError = (error) => typeof error === "object" && error !== null && "data" in error ? error.data?.error : void 0;
var sayTo = async ({ client, log }, to, content) => {
  const message2 = { text: content.text, ...content.blocks ? { blocks: [...content.blocks] } : {} };
  const { channel, responseUrl } = to.origin;
  if ((to.surface === "modal" || to.surface === "home") && to.triggerId) {
    const view = notice(content.text);
    if (to.surface === "modal") await client.views.push({ trigger_id: to.triggerId, view });
    else await client.views.open({ trigger_id: to.triggerId, view });
    return;
  }
  if (responseUrl) {
    const answer = { ...message2, response_type: "ephemeral", replace_original: false };
    const sent = await fetch(responseUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(answer),
      signal: AbortSignal.timeout(5e3)
    }).catch(() => void 0);
    if (sent?.ok) return;
  }
  if (channel && !channel.startsWith("D")) {
    try {
      await client.chat.postEphemeral({ channel, user: to.userId, ...message2, ...to.threadTs ? { thread_ts: to.threadTs } : {} });
      return;
    } catch (error) {
      log.info({ channel, error: slackError(error) }, "an answer could not be shown in the channel; sent as a direct message");
    }
  }
  await client.chat.postMessage({ channel: to.userId, ...message2, unfurl_links: false, unfurl_media: false });
};
var show3 = async (client, to, view, replace) => {
  if (replace && to.viewId) {
    await client.views.update({ view_id: to.viewId, view });
    return;
  }
  if (!to.triggerId) throw new Error("no trigger to open a modal with");
  if (to.surface === "modal") await client.views.push({ trigger_id: to.triggerId, view });
  else await client.views.open({ trigger_id: to.triggerId, view });
};
var carryOut2 = async (parts2, to, answer) => {
  const view = answer.replace ?? answer.modal;
  if (view) {
    try {
      await show3(parts2.client, to, stamp(view, to.origin), answer.replace !== void 0);
    } catch (error) {
      parts2.log.warn({ err: error, slack: slackError(error), view: view.callback_id }, "a modal could not be shown");
      const text3 = slackError(error) === "push_limit_reached" ? "Slack shows no more than three windows on top of one another. Close one and try again." : "Slack did not open the window in time. Nothing was changed; please try again.";
      await sayTo(parts2, { ...to, surface: "command" }, { text: text3 });
    }
  }
  if (answer.say) await sayTo(parts2, to, answer.say);
  if (answer.home || to.surface === "home") await parts2.publishHome(to.userId);
};

// src/platform/slack/commands.ts
var line4 = (each) => `\`${each.command} ${[each.word, each.usage].filter(Boolean).join(" ")}\`  ${each.help}${each.isDefault ? " _(also without an argument)_" : ""}`;
var help = (registry, command, first) => {
  const lines = registry.commands.filter((each) => each.command === command).map(line4);
  const text3 = [...first ? [first, ""] : [], ...lines, `\`${command} help\`  shows this list`].join("\n");
  return { say: { text: text3, blocks: [section(text3)] } };
};
var runCommand = (registry, command, request3) => {
  const [, word = "", rest = ""] = /^(\S*)\s*([\s\S]*)$/.exec(request3.text.trim()) ?? [];
  const key3 = word.toLowerCase();
  if (key3 === "help") return Promise.resolve(help(registry, command));
  const mine = registry.commands.filter((each) => each.command === command);
  const found2 = mine.find((each) => key3 === "" ? each.isDefault : each.word === key3);
  if (found2) return found2.run({ ...request3, text: rest.trim() });
  const first = key3 === "" ? void 0 : `I don't know \`${command} ${escapeMrkdwn(word.slice(0, 40))}\`. This is what I can do:`;
  return Promise.resolve(help(registry, command, first));
};

// src/platform/slack/errors.ts
init_errors();
import { randomUUID as randomUUID4 } from "node:crypto";
var refusalOf = (error, log) => {
  if (error instanceof Repeated) return void 0;
  if (error instanceof FieldErrors) return { text: error.message, fields: error.fields };
  if (error instanceof UserError || error instanceof NotAllowed || error instanceof Conflict || error instanceof NotFound) {
    return { text: error.message };
  }
  if (error instanceof GatewayError) {
    log.warn({ err: error }, "an external service failed a request");
    return { text: error.message };
  }
  const reference = randomUUID4().slice(0, 8);
  log.error({ err: error, reference }, "a request failed");
  return {
    text: `Something went wrong on Baton's side, and nothing was changed. Please try again; if it happens again, tell an admin this reference: ${reference}.`
  };
};
var asMrkdwn = (text3) => text3.split(/(<@[UW][A-Z0-9]+>|<!date\^[^>]*>)/).map((part, index) => index % 2 === 1 ? part : escapeMrkdwn(part)).join("");

// src/platform/slack/dispatch.ts
var request2 = async ({ deps, directory }, userId, requestId, channel) => ({
  deps,
  userId,
  by: { userId, ...requestId ? { requestId } : {} },
  timeZone: await directory.ensure(userId),
  roles: async () => {
    const rows = await deps.db.prisma.roleMember.findMany({ where: { userId }, select: { role: true } });
    return new Set(rows.map((row2) => row2.role));
  },
  ...channel ? { channel } : {}
});
var answered = async (parts2, produce) => {
  try {
    return await produce();
  } catch (error) {
    const refusal = refusalOf(error, parts2.log);
    return refusal ? { say: { text: asMrkdwn(refusal.text) } } : {};
  }
};
var later2 = (parts2, to, answer) => parts2.background(
  carryOut2(parts2, to, answer).catch((error) => parts2.log.warn({ err: error }, "an answer could not be shown"))
);
var onCommand = async (parts2, body, ack) => {
  const answer = await answered(parts2, async () => {
    const wantsHelp = body.text.trim().toLowerCase() === "help";
    const base = wantsHelp ? { deps: parts2.deps, userId: body.user_id, by: { userId: body.user_id }, timeZone: parts2.deps.timeZone, roles: async () => /* @__PURE__ */ new Set() } : await request2(parts2, body.user_id, body.trigger_id ? `command:${body.trigger_id}` : void 0, body.channel_id);
    return runCommand(parts2.registry, body.command, { ...base, text: body.text });
  });
  const alone = answer.say && !answer.modal && !answer.home;
  await ack(alone ? { response_type: "ephemeral", ...answer.say } : void 0);
  if (alone) return;
  const origin = { channel: body.channel_id, ...body.response_url ? { responseUrl: body.response_url } : {} };
  later2(parts2, { userId: body.user_id, triggerId: body.trigger_id, origin, surface: "command" }, answer);
};
var selection = (element) => {
  const one = element.value ?? element.selected_option?.value ?? element.selected_user ?? element.selected_conversation ?? element.selected_channel ?? element.selected_date;
  if (one !== void 0 && one !== null) return [one];
  return [
    ...(element.selected_options ?? []).flatMap((each) => each.value ? [each.value] : []),
    ...element.selected_users ?? []
  ];
};
var surfaceOf = (body) => {
  if (!body.view) return "message";
  return body.view.type === "home" ? "home" : "modal";
};
var onAction = async (parts2, body, ack) => {
  const element = body.actions[0];
  if (!element) return ack();
  const handler = parts2.registry.actions.get(element.action_id);
  if (!handler && body.view?.type === "modal" && element.type !== "button") return ack();
  const opened3 = body.view ? unstamp(body.view.private_metadata ?? "") : void 0;
  const channel = body.channel?.id ?? body.container?.channel_id;
  const ts = body.container?.message_ts ?? body.message?.ts;
  const selected = selection(element);
  const answer = await answered(parts2, async () => {
    if (!handler) throw new UserError("This button does nothing any more. Open the thing anew, for instance with `/onboard list`.");
    const requestId = body.trigger_id ? `action:${body.trigger_id}:${element.action_ts ?? ""}` : void 0;
    const base = await request2(parts2, body.user.id, requestId, channel ?? opened3?.origin.channel);
    const full = {
      ...base,
      actionId: element.action_id,
      value: selected[0] ?? "",
      selected,
      ...channel && ts ? { message: { channel, ts } } : {},
      ...body.view && opened3 ? { view: { id: body.view.id, data: opened3.data, values: readForm(body.view.state?.values ?? {}) } } : {}
    };
    return handler(full);
  });
  await ack();
  const responseUrl = body.response_url ?? opened3?.origin.responseUrl;
  const originChannel = channel ?? opened3?.origin.channel;
  later2(
    parts2,
    {
      userId: body.user.id,
      surface: surfaceOf(body),
      origin: { ...originChannel ? { channel: originChannel } : {}, ...responseUrl ? { responseUrl } : {} },
      ...body.trigger_id ? { triggerId: body.trigger_id } : {},
      ...body.view ? { viewId: body.view.id } : {},
      ...body.message?.thread_ts ? { threadTs: body.message.thread_ts } : {}
    },
    answer
  );
};
var inputBlocks = (view) => (view.blocks ?? []).flatMap((block) => block.type === "input" && block.block_id ? [block.block_id] : []);
var refuse3 = (view, text3, fields2) => {
  const inputs = inputBlocks(view);
  const placed = Object.entries(fields2).filter(([name3]) => inputs.includes(name3));
  if (placed.length > 0) return { response_action: "errors", errors: Object.fromEntries(placed) };
  const first = inputs[0];
  return first ? { response_action: "errors", errors: { [first]: text3 } } : { response_action: "update", view: notice(asMrkdwn(text3)) };
};
var submissionAck = (answer, origin) => {
  if (answer.replace) return { response_action: "update", view: stamp(answer.replace, origin) };
  if (answer.modal) return { response_action: "push", view: stamp(answer.modal, origin) };
  if (answer.say && !origin.channel && !origin.responseUrl) return { response_action: "update", view: notice(answer.say.text) };
  return void 0;
};
var onSubmission = async (parts2, body, ack) => {
  const { view } = body;
  const { data, origin } = unstamp(view.private_metadata ?? "");
  const handler = parts2.registry.submissions.get(view.callback_id ?? "");
  let answer = {};
  try {
    if (!handler) throw new UserError("This form is of an older version of Baton. Close it and open it anew.");
    const base = await request2(parts2, body.user.id, `form:${view.id}:${view.hash ?? ""}`, origin.channel);
    const state = view.state?.values ?? {};
    answer = await handler({ ...base, data, values: readForm(state) });
  } catch (error) {
    const refusal = refusalOf(error, parts2.log);
    if (refusal) return ack(refuse3(view, refusal.text, refusal.fields ?? {}));
  }
  const response = submissionAck(answer, origin);
  await ack(response);
  const said4 = answer.say && (origin.channel || origin.responseUrl) ? { say: answer.say } : {};
  later2(
    parts2,
    { userId: body.user.id, surface: "submission", origin, ...body.trigger_id ? { triggerId: body.trigger_id } : {} },
    { ...said4, ...answer.home || !origin.channel ? { home: true } : {} }
  );
};
var onOptions = async (parts2, body, ack) => {
  const source = parts2.registry.options.get(body.action_id);
  let options3 = [];
  try {
    if (source) options3 = await source({ ...await request2(parts2, body.user.id, void 0), query: body.value ?? "" });
  } catch (error) {
    if (!(error instanceof Repeated)) parts2.log.warn({ err: error }, "choices could not be looked up");
  }
  await ack({ options: options3.slice(0, 100) });
};

// src/platform/slack/events.ts
var onThreadReply = async (parts2, event, eventId) => {
  const { thread_ts, user, text: text3 } = event;
  if (!thread_ts || !user || !text3 || event.bot_id) return;
  const slot = await findSlotByMessage(parts2.deps.db, event.channel, thread_ts);
  const reply2 = slot && parts2.registry.slots.get(slot.kind)?.reply;
  if (!slot || !reply2) return;
  const answer = await answered(parts2, async () => {
    const base = await request2(parts2, user, `event:${eventId}`, event.channel);
    return await reply2({ ...base, subjectId: slot.subjectId, text: text3 }) ?? {};
  });
  later2(parts2, { userId: user, surface: "command", origin: { channel: event.channel }, threadTs: thread_ts }, answer);
};
var onDeleted = async (parts2, event) => {
  if (!event.deleted_ts) return;
  const slot = await findSlotByMessage(parts2.deps.db, event.channel, event.deleted_ts);
  if (slot) await parts2.deps.transact(system, async (work) => work.show(slot));
};
var onDirectMessage = async (parts2, event, eventId) => {
  const { user } = event;
  if (!user || event.bot_id || event.subtype || event.thread_ts) return;
  await parts2.directory.ensure(user);
  await parts2.deps.transact(
    { userId: user, requestId: `event:${eventId}` },
    async (work) => work.post({
      to: { user },
      content: {
        text: "I work through commands and buttons: try `/onboard`, `/bill` or `/activity`, each also with `help`. My Home tab shows what waits for you."
      }
    })
  );
};
var onMessage = async (parts2, event, eventId) => {
  if (event.subtype === "message_deleted") return onDeleted(parts2, event);
  if (event.subtype && event.subtype !== "file_share") return;
  if (event.thread_ts) return onThreadReply(parts2, event, eventId);
  if (event.channel_type === "im") return onDirectMessage(parts2, event, eventId);
};
var onEvent = async (parts2, event, eventId) => {
  try {
    switch (event.type) {
      case "app_home_opened":
        if (event.tab !== "messages") parts2.background(openHome(parts2, event.user));
        return;
      case "message":
        return await onMessage(parts2, event, eventId);
      case "user_change":
        return await parts2.directory.changed(event.user);
      case "subteam_members_changed":
        return await parts2.directory.refreshGroup(event.subteam_id);
      case "member_joined_channel":
        if (event.user === parts2.botUserId()) parts2.background(parts2.channelChanged(event.channel));
        return;
      case "channel_unarchive":
      case "group_unarchive":
        parts2.background(parts2.channelChanged(event.channel));
        return;
    }
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
  }
};
var openHome = async (parts2, userId) => {
  try {
    await parts2.directory.ensure(userId);
    await parts2.publishHome(userId);
  } catch (error) {
    parts2.log.warn({ err: error }, "a Home tab could not be shown");
  }
};

// src/platform/slack/app.ts
var ackAfterwards = (receiver) => ({
  init: (app) => {
    const process2 = async (event) => {
      if (event.body.type !== "event_callback") return app.processEvent(event);
      await app.processEvent({ ...event, ack: async () => void 0 });
      await event.ack();
    };
    receiver.init(new Proxy(app, { get: (target, name3) => name3 === "processEvent" ? process2 : Reflect.get(target, name3) }));
  },
  start: (...args) => receiver.start(...args),
  stop: (...args) => receiver.stop(...args)
});
var httpReceiver = (options3) => new HTTPReceiver({
  signingSecret: options3.signingSecret ?? "",
  endpoints: "/slack/events",
  bodyLimit: options3.requestLimitBytes,
  logger: boltLogger(options3.log),
  processBeforeResponse: false
});
var closeWhenTooLarge = (listener) => (request3, response) => {
  response.once("finish", () => {
    if (response.statusCode === 413) request3.socket.destroySoon();
  });
  listener(request3, response);
};
var socketReceiver = (options3, appToken) => new SocketModeReceiver({
  appToken,
  logger: boltLogger(options3.log),
  // No retryConfig here: sharing delivery's "no retries" would keep the connection from ever coming back.
  installerOptions: { clientOptions: { slackApiUrl: options3.apiUrl } },
  // An error while an event is worked on leaves it unacknowledged, so that Slack sends it again.
  processEventErrorHandler: async () => false
});
var listen = (app, parts2) => {
  const timed = async (kind, work) => {
    const stop = parts2.metrics.ack.startTimer({ kind });
    await work;
    stop();
  };
  app.command(/.*/, ({ body, ack }) => timed("command", onCommand(parts2, body, ack)));
  app.action(/[\s\S]*/, ({ body, ack }) => timed("action", onAction(parts2, body, ack)));
  app.view(/[\s\S]*/, ({ body, ack }) => timed("form", onSubmission(parts2, body, ack)));
  app.options(/[\s\S]*/, ({ body, ack }) => timed("choices", onOptions(parts2, body, ack)));
  app.event(/.*/, ({ event, body }) => timed("event", onEvent(parts2, event, body.event_id)));
};
var createSlackApp = (options3, parts2) => {
  const http = options3.appToken ? void 0 : httpReceiver(options3);
  const socket = options3.appToken ? socketReceiver(options3, options3.appToken) : void 0;
  const receiver = http ?? socket;
  if (!receiver) throw new Error("no receiver");
  const app = new App({
    receiver: ackAfterwards(receiver),
    authorize: async () => ({ botToken: options3.botToken, ...options3.identity() }),
    clientOptions: { slackApiUrl: options3.apiUrl },
    logger: boltLogger(options3.log),
    deferInitialization: true
  });
  listen(app, parts2);
  app.error(async (error) => {
    options3.log.error({ err: error }, "a request from Slack could not be worked on");
    throw error;
  });
  let stopping = false;
  let connected = false;
  socket?.client.on("connected", () => {
    connected = true;
  });
  socket?.client.on("disconnected", () => {
    connected = false;
  });
  const connect = async (wait) => {
    if (stopping || !socket) return;
    try {
      await socket.start();
    } catch (error) {
      options3.log.warn({ err: error, againInMs: wait }, "Socket Mode could not connect; trying again");
      const timer = setTimeout(() => void connect(Math.min(wait * 2, 3e4)), wait);
      timer.unref();
    }
  };
  return {
    ...http ? { requestListener: closeWhenTooLarge(http.requestListener) } : {},
    connected: () => socket ? connected : true,
    start: async () => {
      await app.init();
      void connect(1e3);
    },
    stop: async () => {
      stopping = true;
      await socket?.stop();
    }
  };
};

// src/platform/slack/channels.ts
var channelProblem = (code) => {
  const problems3 = {
    channel_not_found: "Baton cannot see this channel. If it is private, invite Baton in it: `/invite @Baton`.",
    not_in_channel: "Baton is not in this private channel. Invite it there: `/invite @Baton`.",
    is_archived: "This channel is archived. Unarchive it or choose another one.",
    restricted_action: "Only some people may post in this channel. Allow Baton to, or choose another one.",
    missing_scope: "Baton lacks a permission. Install the app again with its manifest."
  };
  return problems3[code] ?? `Slack refused a message there (${code}). Try again, or choose another channel.`;
};
var codeOf2 = (error) => {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : void 0;
  const code = typeof data === "object" && data !== null && "error" in data ? data.error : void 0;
  return typeof code === "string" ? code : "slack_unreachable";
};
var tryChannel = async (client, channel, roles) => {
  let name3 = channel;
  let isPrivate = false;
  try {
    const info = (await client.conversations.info({ channel })).channel;
    name3 = info?.name ?? channel;
    isPrivate = info?.is_private ?? false;
    if (info?.is_archived) return { name: name3, isPrivate, problem: channelProblem("is_archived") };
    if (!info?.is_member && !isPrivate) await client.conversations.join({ channel });
    await client.chat.postMessage({ channel, text: `Baton will post here what waits for ${roles.join(", ")}.` });
    return { name: name3, isPrivate, problem: null };
  } catch (error) {
    return { name: name3, isPrivate, problem: channelProblem(codeOf2(error)) };
  }
};
var checkChannels = async (parts2, roles) => {
  const rows = await parts2.db.prisma.roleChannel.findMany({ where: { role: { in: [...roles] } } });
  for (const channelId of new Set(rows.map((row2) => row2.channelId))) {
    const mine = rows.filter((row2) => row2.channelId === channelId);
    const names = mine.map((row2) => parts2.registry.roleName(row2.role));
    const checked = await tryChannel(parts2.client, channelId, names);
    if (checked.problem) parts2.log.warn({ channel: channelId, problem: checked.problem }, "a role channel cannot be used yet");
    await parts2.transact(system, async (work) => {
      for (const { role } of mine) {
        const { count } = await work.tx.roleChannel.updateMany({ where: { role, channelId }, data: { ...checked, testedAt: checked.problem ? null : work.now } });
        if (count > 0 && !checked.problem) await channelOfRoleChanged(work.tx, role, channelId);
      }
    });
  }
};
var channelChanged = async (parts2, channelId) => {
  const rows = await parts2.db.prisma.roleChannel.findMany({ where: { channelId, problem: { not: null } } });
  await checkChannels(parts2, rows.map((row2) => row2.role));
};

// src/platform/slack/clients.ts
import { LogLevel as LogLevel3, WebClient as WebClient2 } from "@slack/web-api";
var answerClient = ({ token, apiUrl, log }) => new WebClient2(token, {
  slackApiUrl: apiUrl,
  // The SDK's own retries would post a message again after an unclear outcome, and outlive every trigger (DESIGN §4).
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 5e3,
  maxRequestConcurrency: 400,
  logger: boltLogger(log),
  logLevel: LogLevel3.WARN
});

// src/platform/slack/directory.ts
init_errors();
var createDirectory = ({ db, clock, client, timeZone, transact }) => {
  const zones = /* @__PURE__ */ new Map();
  let homeTeam;
  const team = async () => {
    homeTeam ??= (await client.auth.test()).team_id;
    return homeTeam;
  };
  const rowOf2 = async (user) => ({
    name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || user.id,
    timeZone: user.tz || timeZone,
    isDeactivated: user.deleted ?? false,
    isGuest: (user.is_restricted ?? false) || (user.is_ultra_restricted ?? false),
    isStranger: (user.is_stranger ?? false) || user.team_id !== void 0 && user.team_id !== await team(),
    isBot: user.is_bot ?? false,
    updatedAt: clock.now()
  });
  const store3 = async (user) => {
    const { id } = user;
    const row2 = await rowOf2(user);
    const left = await transact(system, async (work) => {
      const before = await work.tx.person.findUnique({ where: { id } });
      await work.tx.person.upsert({ where: { id }, create: { id, ...row2 }, update: row2 });
      const gone = row2.isDeactivated && before !== null && !before.isDeactivated;
      if (gone) {
        work.audit({ action: "person.deactivated", subject: { type: "person", id } });
        await work.emit(personDeactivated, { userId: id });
      }
      return gone;
    });
    if (left) zones.delete(id);
    else zones.set(id, row2.timeZone);
  };
  const ensure = async (userId) => {
    const known5 = zones.get(userId);
    if (known5) return known5;
    const row2 = await db.prisma.person.findUnique({ where: { id: userId } });
    if (!row2) {
      const { user } = await client.users.info({ user: userId }).catch((cause) => {
        throw new GatewayError("Slack could not tell Baton who you are just now. Nothing was changed; please try again.", {
          service: "slack",
          retryable: true,
          ambiguous: false,
          cause
        });
      });
      if (!user) throw new UserError("Slack does not know who you are. Please try again.");
      await store3({ ...user, id: userId });
      return zones.get(userId) ?? timeZone;
    }
    zones.set(userId, row2.timeZone);
    return row2.timeZone;
  };
  const refreshGroup = async (groupId) => {
    const roles = await db.prisma.roleGroup.findMany({ where: { groupId } });
    if (roles.length === 0) return;
    const { users = [] } = await client.usergroups.users.list({ usergroup: groupId });
    for (const userId of users) await ensure(userId);
    await transact(system, async (work) => {
      for (const { role } of roles) {
        const before = await work.tx.roleMember.findMany({ where: { role, source: groupId } });
        const old = new Set(before.map((member) => member.userId));
        const added = users.filter((userId) => !old.has(userId));
        const removed = before.filter((member) => !users.includes(member.userId)).map((member) => member.userId);
        if (added.length + removed.length === 0) continue;
        await work.tx.roleMember.deleteMany({ where: { role, source: groupId, userId: { in: removed } } });
        await work.tx.roleMember.createMany({ data: added.map((userId) => ({ role, userId, source: groupId })), skipDuplicates: true });
        work.audit({ action: "role.synced", subject: { type: "role", id: role }, after: { group: groupId, added, removed } });
      }
    });
  };
  return {
    ensure,
    changed: async (user) => {
      const { id } = user;
      if (id && await db.prisma.person.findUnique({ where: { id }, select: { id: true } })) await store3({ ...user, id });
    },
    refreshGroup,
    refresh: async () => {
      for await (const page2 of client.paginate("users.list", { limit: 200 })) {
        const { members = [] } = page2;
        const known5 = new Map((await db.prisma.person.findMany({ where: { id: { in: members.flatMap((each) => each.id ?? []) } } })).map((row2) => [row2.id, row2]));
        for (const user of members) {
          const row2 = user.id ? known5.get(user.id) : void 0;
          if (!row2 || !user.id) continue;
          const fresh = await rowOf2({ ...user, id: user.id });
          const same = fresh.name === row2.name && fresh.timeZone === row2.timeZone && fresh.isDeactivated === row2.isDeactivated;
          if (!same || fresh.isGuest !== row2.isGuest || fresh.isStranger !== row2.isStranger) await store3({ ...user, id: user.id });
        }
      }
      const groups = await db.prisma.roleGroup.findMany({ distinct: ["groupId"] });
      for (const { groupId } of groups) await refreshGroup(groupId);
    },
    membersOf: async (roles) => {
      const rows = await db.prisma.$queryRaw`
        SELECT DISTINCT m.user_id FROM role_members m LEFT JOIN people p ON p.id = m.user_id
        WHERE m.role = ANY(${[...roles]}) AND NOT coalesce(p.is_deactivated OR p.is_guest OR p.is_stranger, false)
        ORDER BY m.user_id`;
      return rows.map((row2) => row2.user_id);
    }
  };
};

// src/platform/slack/files.ts
init_errors();
var failed = (text3, cause) => new GatewayError(text3, { service: "slack", retryable: true, ambiguous: false, cause });
var fileOpener = (client, botToken) => async (fileId) => {
  const { file } = await client.files.info({ file: fileId }).catch((cause) => {
    throw failed("Slack did not hand out this file. Upload it again.", cause);
  });
  const url = file?.url_private_download ?? file?.url_private;
  if (!url) throw failed("Slack did not say where this file is. Upload it again.");
  const response = await fetch(url, { headers: { authorization: `Bearer ${botToken}` } }).catch((cause) => {
    throw failed("This file could not be fetched from Slack just now.", cause);
  });
  const isPage = response.headers.get("content-type")?.startsWith("text/html") && !file?.mimetype?.includes("html");
  if (!response.ok || !response.body || isPage) {
    throw failed(`Slack did not hand out this file (HTTP ${response.status}${isPage ? ", a login page" : ""}). Baton needs the files:read permission.`);
  }
  return { name: file?.name ?? fileId, size: file?.size ?? 0, body: response.body };
};

// src/platform/slack/home.ts
var mostBlocks = 100;
var drawn = async (section2, request3, log) => {
  try {
    const blocks = await section2.render(request3);
    return blocks.length > 0 ? [header(section2.title), ...blocks, divider()] : [];
  } catch (error) {
    log.error({ err: error, section: section2.title }, "a section of the Home tab could not be drawn");
    return [header(section2.title), context("This part could not be read just now. Open the Home tab again in a moment."), divider()];
  }
};
var homeBlocks = async (registry, request3, log) => {
  const blocks = [];
  for (const section2 of registry.home) {
    const next = await drawn(section2, request3, log);
    if (blocks.length + next.length < mostBlocks) blocks.push(...next);
  }
  if (blocks.length === 0) blocks.push(header("Nothing waits for you"), context("`/onboard new` begins a project, `/onboard list` shows all of them."));
  return blocks;
};
var publishHome = async (client, userId, blocks) => {
  await client.views.publish({ user_id: userId, view: { type: "home", blocks: [...blocks] } });
};

// src/platform/slack/identity.ts
import { setTimeout as sleep3 } from "node:timers/promises";
var createIdentity = (client, log) => {
  let known5 = {};
  let reached = false;
  return {
    current: () => known5,
    slackAnswers: () => reached,
    find: async (signal) => {
      for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 3e4)) {
        try {
          const { user_id, bot_id } = await client.auth.test();
          known5 = { ...user_id ? { botUserId: user_id } : {}, ...bot_id ? { botId: bot_id } : {} };
          reached = true;
          return;
        } catch (error) {
          log.warn({ reason: error instanceof Error ? error.message : String(error), againInMs: wait }, "Slack does not answer yet");
          await sleep3(wait, void 0, { signal, ref: false }).catch(() => void 0);
        }
      }
    }
  };
};

// src/platform/slack/user-groups.ts
var userGroups = async (client) => {
  const { usergroups = [] } = await client.usergroups.list();
  return usergroups.flatMap(({ id, name: name3, handle }) => id ? [{ value: id, text: `${name3 ?? id} (@${handle ?? id})` }] : []);
};

// src/main.ts
var secretsOf = (config2) => [config2.SLACK_BOT_TOKEN, config2.SLACK_SIGNING_SECRET, config2.SLACK_APP_TOKEN, config2.DATABASE_URL].filter((secret) => secret !== void 0);
var open3 = async (config2, log) => {
  const db = await openDatabase({ url: config2.DATABASE_URL, embeddedDir: config2.EMBEDDED_DATABASE_DIR, poolSize: config2.DATABASE_POOL_SIZE, log });
  try {
    const applied = await migrate(db);
    if (applied.length > 0) log.info({ migrations: applied }, "the database was brought up to date");
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
};
var startBaton = async ({ config: config2, clock = systemClock, log: givenLog, db: givenDb }) => {
  const log = givenLog ?? createLogger(config2.LOG_LEVEL, secretsOf(config2));
  const instanceId = randomUUID5();
  const metrics = createMetrics();
  const background = createBackground(log);
  const isWeb = config2.PROCESS !== "worker";
  const isWorker = config2.PROCESS !== "web";
  const playbooks = await loadPlaybooks(config2.PLAYBOOKS_DIR);
  const db = givenDb ?? await open3(config2, log);
  const slackAccess = { token: config2.SLACK_BOT_TOKEN, apiUrl: config2.SLACK_API_URL, log };
  const client = answerClient(slackAccess);
  const admin = createAdminSlice({
    registry: () => registry,
    userGroups: () => userGroups(client),
    checkChannels: (roles) => checkChannels(channelParts(), roles),
    refreshGroup: (groupId) => directory.refreshGroup(groupId),
    ensurePerson: (userId) => directory.ensure(userId),
    publishHome: (userId) => publish(userId),
    background: background.run
  });
  const slices = [...featureSlices(playbooks), deliverySlice, platformSlice(() => directory.refresh()), admin];
  const registry = createRegistry(slices, [...builtinRoles, ...rolesOf(playbooks)]);
  let wake = () => void 0;
  const transact = createTransact({
    db,
    clock,
    timeZone: config2.TIME_ZONE,
    reactions: slices.flatMap((slice) => slice.reactions ?? []),
    roleName: registry.roleName,
    committed: () => wake()
  });
  const directory = createDirectory({ db, clock, client, timeZone: config2.TIME_ZONE, transact });
  const channelParts = () => ({ db, client, registry, transact, log });
  const deps = {
    db,
    clock,
    log,
    timeZone: config2.TIME_ZONE,
    transact,
    policy: async (definition) => readPolicy(definition, (await db.prisma.policy.findUnique({ where: { key: definition.key } }))?.value),
    membersOf: directory.membersOf,
    roleName: registry.roleName,
    panels: registry.panels,
    openFile: fileOpener(client, config2.SLACK_BOT_TOKEN)
  };
  const identity = createIdentity(client, log);
  const publish = async (userId) => {
    const asker = await request2({ deps, directory }, userId, void 0);
    await publishHome(client, userId, await homeBlocks(registry, asker, log));
  };
  const slack = createSlackApp(
    {
      botToken: config2.SLACK_BOT_TOKEN,
      signingSecret: config2.SLACK_SIGNING_SECRET,
      appToken: isWeb ? config2.SLACK_APP_TOKEN : void 0,
      apiUrl: config2.SLACK_API_URL,
      requestLimitBytes: config2.REQUEST_LIMIT_KB * 1024,
      identity: identity.current,
      log
    },
    {
      deps,
      registry,
      directory,
      client,
      log,
      metrics,
      background: background.run,
      publishHome: publish,
      channelChanged: (channel) => channelChanged(channelParts(), channel),
      botUserId: () => identity.current().botUserId
    }
  );
  const delivery = isWorker ? startDelivery({
    db,
    deps,
    slots: registry.slots,
    client: deliveryClient({ token: config2.SLACK_BOT_TOKEN, apiUrl: config2.SLACK_API_URL }),
    wall: systemWall,
    instanceId,
    // Without a pace for messages there is none for updates: both are for a Slack that limits.
    pace: { messageIntervalMs: config2.MESSAGE_INTERVAL_MS, ...config2.MESSAGE_INTERVAL_MS === 0 ? { updatesPerMinute: 0 } : {} },
    hold: config2.DELIVERY_HOLD === "1",
    log,
    metrics
  }) : void 0;
  wake = () => delivery?.wake();
  const jobs2 = startJobs({ deps, jobs: slices.flatMap((slice) => slice.jobs ?? []), wall: systemWall, instanceId, log, metrics, awake: isWorker });
  let stopping = false;
  const health = healthRoutes({
    db,
    metrics,
    stopping: () => stopping,
    details: async () => ({ slack: { mode: config2.SLACK_APP_TOKEN ? "socket" : "http", connected: slack.connected(), answers: identity.slackAnswers() }, delivery: await delivery?.status() })
  });
  const routes = { ...health, ...isWeb && slack.requestListener ? { "POST /slack/events": slack.requestListener } : {} };
  const leaving = new AbortController();
  let http;
  try {
    await bootstrapAdmins(transact, config2.ADMIN_USER_IDS);
    http = await startHttp({ port: config2.PORT, host: config2.HOST, routes, log });
    if (isWeb) await slack.start();
  } catch (error) {
    await Promise.allSettled([jobs2.stop(), delivery?.stop(), http?.stop(0)]);
    await db.close();
    throw error;
  }
  background.run(identity.find(leaving.signal));
  log.info({ port: http.port, process: config2.PROCESS, engine: db.engine, slack: config2.SLACK_APP_TOKEN ? "socket" : "http" }, "Baton is ready");
  return {
    deps,
    registry,
    port: http.port,
    checkChannels: (roles) => checkChannels(channelParts(), roles),
    delivered: async () => {
      await background.settled(1e4);
      await delivery?.idle();
    },
    tick: async () => {
      await jobs2.tick();
      delivery?.wake();
    },
    nextJob: jobs2.next,
    stop: async (reason2) => {
      if (stopping) return;
      stopping = true;
      log.info({ reason: reason2 }, "Baton stops: no new work is taken");
      leaving.abort();
      await Promise.allSettled([slack.stop(), http.stop(5e3)]);
      await background.settled(5e3);
      await Promise.allSettled([jobs2.stop(), delivery?.stop()]);
      await db.close();
      log.info("Baton has stopped");
    }
  };
};

// src/start.ts
var main = async () => {
  const baton = await startBaton({ config: readConfig(process.env) });
  let stopping;
  const stop = (signal) => {
    stopping ??= baton.stop(signal).then(
      () => process.exit(0),
      (error) => {
        baton.deps.log.fatal({ err: error }, "could not stop cleanly");
        process.exit(1);
      }
    );
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("unhandledRejection", (error) => {
    baton.deps.log.fatal({ err: error }, "a fault nobody caught");
    process.exit(1);
  });
};
main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}
`);
  process.exit(1);
});
