/**
 * What may happen, told independently of the code that is watched: the stages of DOMAIN §1, the case table of §5, money,
 * and that every change and every message has a cause.
 */
import type { Row, Snapshot } from './snapshot.ts';

export interface Step {
  readonly kind: 'begin' | 'click' | 'form' | 'repeat' | 'report' | 'clock' | 'fault' | 'crash' | 'command';
  /** Who acted, if a person did. */
  readonly who?: string;
  readonly what: string;
}

interface Stage {
  readonly key: string;
  readonly desk: readonly string[];
  readonly ticks: readonly string[];
}

const stages: readonly Stage[] = [
  { key: 'intake', desk: ['sales'], ticks: ['paperwork_signed', 'amounts_entered', 'contact_entered', 'picked_up'] },
  { key: 'review', desk: ['reviewer'], ticks: ['figures_checked', 'signatures_checked'] },
  { key: 'billing', desk: ['billing', 'accounting'], ticks: [] },
  { key: 'profile-check', desk: ['sales'], ticks: ['profile_reviewed', 'details_agreed'] },
  { key: 'planning', desk: ['project_manager'], ticks: ['customer_contacted', 'confirmed'] },
  { key: 'delivery', desk: ['service'], ticks: [] },
  { key: 'start-billing', desk: ['accounting'], ticks: ['credit_checked'] },
  { key: 'follow-up', desk: ['sales'], ticks: ['satisfaction_asked', 'adjusted'] },
];
const place = (key: unknown): number => stages.findIndex((stage) => stage.key === key);

/** COL-0, with what a payment that is reversed and a request that is withdrawn lead back to. */
const caseMoves: Readonly<Record<string, readonly string[]>> = {
  retrying: ['failed', 'advised', 'recovered'],
  failed: ['advised', 'recovered'],
  advised: ['expired', 'failed', 'retrying', 'recovered'],
  expired: ['recovered'],
  recovered: ['retrying', 'failed', 'advised', 'expired'],
};

/** Support asked, and failed on the way there: both may happen in one report or one long wait. */
const longMoves: Readonly<Record<string, readonly string[]>> = {
  retrying: ['failed', 'advised', 'recovered'],
  failed: ['advised', 'recovered'],
};

const byId = (rows: readonly Row[]): Map<string, Row> => new Map(rows.map((row) => [String(row.id), row]));
const n = (value: unknown): bigint => BigInt(String(value ?? 0));

/** The role in whose channel somebody works, by the demo people's ids. */
export type RoleOf = (userId: string) => string | undefined;

export const check = (before: Snapshot, after: Snapshot, step: Step, roleOf: RoleOf): string[] => {
  const wrong: string[] = [];
  const must = (fine: boolean, text: string) => void (fine || wrong.push(text));
  checkProjects(before, after, roleOf, must);
  checkGates(before, after, must);
  checkBlocking(after, must);
  checkMoney(before, after, must);
  checkCases(before, after, step, must);
  checkCauses(before, after, step, must);
  return wrong;
};

type Must = (fine: boolean, text: string) => void;

const openHandoffs = (snapshot: Snapshot, project: unknown): Row[] =>
  snapshot.handoffs.filter((row) => row.project_id === project && row.state === 'open');

const checkProjects = (before: Snapshot, after: Snapshot, roleOf: RoleOf, must: Must): void => {
  const old = byId(before.projects);
  for (const project of after.projects) {
    const name = `P-${project.ref}`;
    const was = old.get(String(project.id));
    const open = openHandoffs(after, project.id);
    const isLive = project.state === 'active' || project.state === 'on_hold';
    must(open.length === (isLive ? 1 : 0), `${name} is ${project.state} and has ${open.length} open turns`);
    if (isLive)
      must(open[0]?.stage === project.stage, `${name} lies at ${project.stage}, its open turn at ${open[0]?.stage}`);
    must(
      project.state === 'closed' ? project.stage === 'closed' : place(project.stage) >= 0,
      `${name} is ${project.state} at ${project.stage}`,
    );
    for (const handoff of after.handoffs)
      if (handoff.project_id === project.id)
        must(
          `${handoff.state}` !== 'open' || after.slots.includes(`handoff:${handoff.id}`),
          `${name}: an open turn without its message`,
        );
    if (!was)
      must(
        project.state === 'active' && project.stage === 'intake',
        `${name} began as ${project.state} at ${project.stage}`,
      );
    else checkMove(before, after, was, project, roleOf, must);
  }
  must(
    before.projects.every((row) => byId(after.projects).has(String(row.id))),
    'a project is gone',
  );
  must(
    before.handoffs.every((row) => byId(after.handoffs).has(String(row.id))),
    'a turn is gone',
  );
};

const checkMove = (before: Snapshot, after: Snapshot, was: Row, is: Row, roleOf: RoleOf, must: Must): void => {
  const name = `P-${is.ref}`;
  if (
    was.state === is.state &&
    was.stage === is.stage &&
    openHandoffs(before, is.id)[0]?.id === openHandoffs(after, is.id)[0]?.id
  )
    return;
  const turn = openHandoffs(before, is.id)[0];
  const same = turn && byId(after.handoffs).get(String(turn.id));
  const now = openHandoffs(after, is.id)[0];
  const from = was.state === 'closed' ? stages.length : place(was.stage);
  const to = is.state === 'closed' ? stages.length : place(is.stage);
  const text = `${name} went from ${was.state} ${was.stage} to ${is.state} ${is.stage}`;
  if (same?.state === 'approved' && was.state === 'active') {
    must(to === from + 1 && (is.state === 'active' || is.state === 'closed'), `${text} by approval`);
    must(
      stages[from]?.desk.includes(roleOf(String(same.decided_by)) ?? '') ?? false,
      `${text}, approved by ${same.decided_by}`,
    );
    checkComplete(before, is, from, must, text);
  } else if (same?.state === 'returned' && was.state === 'active') {
    must(to < from && to >= 0 && is.state === 'active', `${text} by return`);
    must(Boolean(same.decision_reason), `${text} without a reason`);
    must(
      stages[from]?.desk.includes(roleOf(String(same.decided_by)) ?? '') ?? false,
      `${text}, returned by ${same.decided_by}`,
    );
  } else if (
    same?.state === 'undone' ||
    (was.state === 'closed' && is.state === 'active' && turn === undefined && to === stages.length - 1)
  ) {
    const decided = now && byId(before.handoffs).get(String(now.id));
    must(
      is.state === 'active' &&
        (decided === undefined ? was.state === 'closed' : decided.state === 'approved' || decided.state === 'returned'),
      `${text} by undoing`,
    );
  } else if (same?.state === 'cancelled') {
    must(is.state === 'cancelled' && was.stage === is.stage, `${text} by cancelling`);
    const subscription = after.subscriptions.find((row) => row.subject_id === is.id);
    const armed = after.templates.some((row) => row.subscription_id === subscription?.id && row.armed);
    must(!armed, `${text} with armed billing`);
    const asking = after.invoices.filter(
      (row) => row.subject_id === is.id && (row.state === 'open' || row.state === 'draft') && row.in_doubt === null,
    );
    must(asking.length === 0, `${text} with invoices that nobody asks about`);
  } else if (was.state === 'cancelled') {
    // ONB-19: behind the desk that arms billing nobody would see that cancelling has disarmed it.
    const stage = place(was.stage) > place('start-billing') ? 'start-billing' : was.stage;
    must(is.state === 'active' && (is.stage === stage || is.stage === was.stage), `${text} by re-opening`);
  } else {
    must(
      (was.state === 'active' && is.state === 'on_hold') || (was.state === 'on_hold' && is.state === 'active'),
      `${text}, turn ${same?.state ?? 'none'}`,
    );
    must(was.stage === is.stage && now?.id === turn?.id, `${text} while held`);
  }
};

/** What a desk must have done before its folder can be handed on. */
const checkComplete = (before: Snapshot, project: Row, stage: number, must: Must, text: string): void => {
  const mine = <T extends Row>(rows: readonly T[]) => rows.filter((row) => row.project_id === project.id);
  const ticked = new Set(
    mine(before.ticks)
      .filter((row) => row.ticked && row.stage === stages[stage]?.key)
      .map((row) => row.item),
  );
  const old = before.projects.find((row) => row.id === project.id);
  for (const tick of stages[stage]?.ticks ?? []) must(ticked.has(tick), `${text} without ${tick}`);
  const invoices = ['set_up', 'first_month', 'hardware']
    .map((kind) => due(before, project.id, kind))
    .filter((row) => row !== undefined);
  const subscription = before.subscriptions.find((row) => row.subject_id === project.id);
  const template = before.templates.find((row) => row.subscription_id === subscription?.id);
  switch (stages[stage]?.key) {
    case 'billing':
      must(
        invoices.every((row) => row.state !== 'void' && row.sent_on !== null),
        `${text} with an invoice that was not sent`,
      );
      must(
        Boolean(subscription?.coverage) &&
          Boolean(template) &&
          before.items.some((row) => row.subscription_id === subscription?.id),
        `${text} without a whole subscription`,
      );
      return;
    case 'profile-check':
      return;
    case 'planning':
      must(old?.eta_on !== null, `${text} without an ETA`);
      return;
    case 'delivery':
      must(old?.go_live_on !== null && old?.went_live_on !== null, `${text} without going live`);
      must(
        !invoices.some((row) => row.kind === 'hardware') ||
          mine(before.hardware).some((row) => row.ordered_at !== null),
        `${text} without hardware ordered`,
      );
      return;
    case 'start-billing':
      must(mine(before.acks).length >= 2, `${text} without both acknowledgements`);
      must(template?.armed === true, `${text} without armed billing`);
      return;
  }
};

/** The invoice of a charge that is due: a void one counts until the reviewer has said that nothing is. ONB-19 */
const due = (snapshot: Snapshot, project: unknown, kind: string): Row | undefined => {
  const all = snapshot.invoices.filter((row) => row.subject_id === project && row.kind === kind);
  const standing = all.find((row) => row.state !== 'void');
  const last = standing ?? all.sort((a, b) => Number(a.ref) - Number(b.ref)).at(-1);
  return last?.waived_at === null ? last : undefined;
};

const gateOpen = (snapshot: Snapshot, project: unknown, gate: string, kind: string): boolean => {
  const invoice = due(snapshot, project, kind);
  if (!invoice || n(invoice.paid) >= n(invoice.amount)) return true;
  if (invoice.state !== 'void' && kind === 'hardware' && n(invoice.amount) < 500_00n) return true;
  return snapshot.overrides.some((row) => row.project_id === project && row.gate === gate && row.state === 'approved');
};

/** ONB-18: the gates that keep the desk from going on, as `/onboard list` is to find them. */
const blocking = (snapshot: Snapshot, project: Row): readonly string[] => {
  const shut = (gate: string, kind: string) => !gateOpen(snapshot, project.id, gate, kind);
  const isTicked = (item: string) =>
    snapshot.ticks.some((row) => row.project_id === project.id && row.item === item && row.ticked === true);
  const isOrdered = snapshot.hardware.some((row) => row.project_id === project.id && row.ordered_at !== null);
  if (project.stage === 'planning') {
    const isUndone = project.eta_on === null || !isTicked('confirmed');
    return isUndone && shut('schedule-resources', 'set_up') ? ['schedule-resources'] : [];
  }
  if (project.stage !== 'delivery') return [];
  const isOrderDue = due(snapshot, project.id, 'hardware') !== undefined && !isOrdered;
  const isUndone = project.go_live_on === null || project.went_live_on === null;
  return [
    ...(isOrderDue && shut('order-hardware', 'hardware') ? ['order-hardware'] : []),
    ...(isUndone && shut('go-live', 'first_month') ? ['go-live'] : []),
  ];
};

const checkBlocking = (after: Snapshot, must: Must): void => {
  for (const project of after.projects) {
    const [turn] = openHandoffs(after, project.id);
    if (!turn) continue;
    const [stored, now] = [JSON.stringify(turn.blocked_by), JSON.stringify(blocking(after, project))];
    must(
      stored === now,
      `P-${project.ref} at ${project.stage}: ${stored} is stored as what blocks it, and it is ${now}`,
    );
  }
};

/** ONB-4, ONB-5, ONB-7, ONB-13: what money blocks happens only while its gate is open. */
const checkGates = (before: Snapshot, after: Snapshot, must: Must): void => {
  const old = byId(before.projects);
  for (const project of after.projects) {
    const was = old.get(String(project.id));
    const newly = (field: string) => project[field] !== null && project[field] !== was?.[field];
    const opened = (gate: string, kind: string) => gateOpen(before, project.id, gate, kind);
    if (newly('eta_on'))
      must(opened('schedule-resources', 'set_up'), `P-${project.ref}: ETA set while the set-up fee is unpaid`);
    if (newly('go_live_on'))
      must(opened('go-live', 'first_month'), `P-${project.ref}: go-live scheduled while the first month is unpaid`);
    if (newly('went_live_on'))
      must(opened('go-live', 'first_month'), `P-${project.ref}: went live while the first month is unpaid`);
    const order = after.hardware.find((row) => row.project_id === project.id);
    const ordered = before.hardware.find((row) => row.project_id === project.id)?.ordered_at;
    if (order?.ordered_at && !ordered)
      must(opened('order-hardware', 'hardware'), `P-${project.ref}: hardware ordered while it is unpaid`);
  }
  for (const override of after.overrides) {
    const approved = override.state === 'approved' && override.decided_by !== null;
    if (approved && ['expedite', 'other'].includes(String(override.kind)))
      must(
        override.decided_by !== override.requested_by,
        `an exception approved by who asked for it, ${override.decided_by}`,
      );
  }
};

/** Which of an invoice's sums an allocation raises. */
const sumOf: Readonly<Record<string, 'paid' | 'credited' | 'written_off'>> = {
  payment: 'paid',
  credit_note: 'credited',
  write_off: 'written_off',
  tolerance: 'written_off',
};

const total = (rows: readonly Row[]): bigint => rows.reduce((sum, row) => sum + n(row.amount), 0n);

/** What an invoice says of itself is what is allocated to it; nothing is allocated twice, or of money that came back. BIL-15 */
const checkAllocations = (after: Snapshot, must: Must): void => {
  const live = after.allocations.filter((row) => row.ended_at === null);
  for (const invoice of after.invoices) {
    const own = live.filter((row) => row.target_kind === 'invoice' && row.target_id === invoice.id);
    for (const sum of ['paid', 'credited', 'written_off'] as const) {
      const allocated = total(own.filter((row) => sumOf[String(row.source_kind)] === sum));
      must(
        allocated === n(invoice[sum]),
        `invoice ${invoice.ref}: ${sum} says ${invoice[sum]}, allocations say ${allocated}`,
      );
    }
  }
  for (const payment of after.payments) {
    const used = total(live.filter((row) => row.source_kind === 'payment' && row.source_id === payment.id));
    const most = payment.reversed_at === null ? n(payment.amount) : 0n;
    must(
      used <= most,
      `${used} is allocated of a payment of ${payment.amount}${most === 0n ? ' that was reversed' : ''}`,
    );
  }
};

/** An invoice is paid when all of it is settled; money that was received never changes or goes away. */
const checkMoney = (before: Snapshot, after: Snapshot, must: Must): void => {
  checkAllocations(after, must);
  for (const invoice of after.invoices) {
    const received = n(invoice.paid) + n(invoice.credited) + n(invoice.written_off);
    must(
      n(invoice.amount) === n(invoice.net) + n(invoice.tax),
      `invoice ${invoice.ref}: net and tax are not its amount`,
    );
    must(
      received <= n(invoice.amount) || invoice.state === 'void',
      `invoice ${invoice.ref}: more was settled than it asks for`,
    );
    if (invoice.state === 'paid')
      must(received >= n(invoice.amount), `invoice ${invoice.ref} is paid with ${received} of ${invoice.amount}`);
    if (invoice.state === 'open' || invoice.state === 'draft')
      must(
        received < n(invoice.amount) || n(invoice.amount) === 0n,
        `invoice ${invoice.ref} is ${invoice.state} though it is paid in full`,
      );
    if (invoice.presented_at !== null)
      must(after.slots.includes(`invoice:${invoice.id}`), `invoice ${invoice.ref} without its message`);
  }
  const keys = after.payments.flatMap((row) => (typeof row.key === 'string' ? [row.key] : []));
  must(new Set(keys).size === keys.length, 'a transaction of the gateway is two payments');
  const now = byId(after.payments);
  for (const payment of before.payments) {
    const same = now.get(String(payment.id));
    must(
      same?.amount === payment.amount && same?.invoice_id === payment.invoice_id,
      'a payment was changed or is gone',
    );
    must(payment.reversed_at === null || same?.reversed_at === payment.reversed_at, 'a reversal was taken back');
  }
  must(
    before.invoices.every((row) => byId(after.invoices).has(String(row.id))),
    'an invoice is gone',
  );
};

const checkCases = (before: Snapshot, after: Snapshot, step: Step, must: Must): void => {
  const old = byId(before.cases);
  for (const each of after.cases) {
    const was = old.get(String(each.id));
    const state = String(each.state);
    const moves =
      step.kind === 'report' || step.kind === 'clock' || step.kind === 'fault' || step.kind === 'crash'
        ? longMoves
        : caseMoves;
    const allowed = was
      ? [String(was.state), ...(moves[String(was.state)] ?? []), ...(caseMoves[String(was.state)] ?? [])]
      : ['retrying', 'failed', 'recovered'];
    must(allowed.includes(state), `case ${each.ref} went from ${was?.state ?? 'nothing'} to ${state}`);
    // COL-0: recovered is what is paid in full; a part of it leaves a case as it was.
    const received = after.payments
      .filter((row) => row.subject_id === each.id && row.reversed_at === null)
      .reduce((sum, row) => sum + n(row.amount), 0n);
    if (state === 'recovered')
      must(n(each.paid) >= n(each.amount), `case ${each.ref} is recovered with ${each.paid} of ${each.amount}`);
    else must(received < n(each.amount), `case ${each.ref} is ${state} though ${received} of ${each.amount} came`);
    // One request serves all cases of a license.
    const asked = after.actions.filter((row) => row.license_id === each.license_id && row.kind === 'expire');
    if (state === 'advised')
      must(
        asked.some((row) => row.state === 'open'),
        `case ${each.ref} is advised and nothing is asked of Support`,
      );
    if (state === 'expired')
      must(
        asked.some((row) => row.state === 'confirmed'),
        `case ${each.ref} is expired and nobody confirmed it`,
      );
    if (state === 'recovered')
      must(
        !asked.some((row) => row.state === 'open' && row.case_id === each.id),
        `case ${each.ref} is recovered and Support is still asked to expire`,
      );
    if (each.has_message) must(after.slots.includes(`case:${each.id}`), `case ${each.ref} without its message`);
  }
  const licenses = byId(before.licenses);
  const ended = (kind: string, license: unknown) =>
    after.actions.some(
      (row) =>
        row.license_id === license &&
        row.kind === kind &&
        row.state === 'confirmed' &&
        byId(before.actions).get(String(row.id))?.state !== 'confirmed',
    );
  for (const license of after.licenses) {
    const was = licenses.get(String(license.id));
    if (was?.state === 'active' && license.state === 'expired')
      must(ended('expire', license.id), 'a license expired and nobody confirmed it');
    if (was && was.expires_on !== license.expires_on && was.state === license.state && license.state === 'active')
      must(
        ended('move_date', license.id) ||
          after.audit.some((row) => row.action === 'license.corrected' && row.subject_id === license.id),
        'an expiry date moved and nobody confirmed or corrected it',
      );
  }
  for (const action of after.actions) {
    const was = byId(before.actions).get(String(action.id));
    const isUndone = after.audit.some((row) => row.action === 'expiry.undone' && row.subject_id === action.license_id);
    must(
      was === undefined || was.state === 'open' || was.state === action.state || (isUndone && action.state === 'open'),
      `an expiry task went from ${was?.state} to ${action.state}`,
    );
    if (action.state === 'confirmed' && action.kind === 'expire')
      must(action.is_expired === true && action.forceful === true, 'an expiry was confirmed without both ticks');
    if (action.state === 'confirmed' && was?.state === 'open' && action.kind === 'move_date') {
      const license = licenses.get(String(action.license_id));
      must(
        license?.state !== 'expired' ||
          action.back_to !== null ||
          (action.is_expired === true && action.forceful === true),
        'a date of an expired license moved, and its customer stays locked out',
      );
      must(
        action.not_after === null || String(action.new_expires_on) <= String(action.not_after),
        'a date moved further than what was paid',
      );
    }
    if (action.has_message) must(after.slots.includes(`expiry:${action.id}`), 'an expiry task without its message');
  }
};

const watched = [
  'projects',
  'handoffs',
  'invoices',
  'payments',
  'cases',
  'licenses',
  'actions',
  'overrides',
  'acks',
  'hardware',
  'ticks',
] as const;

/** When somebody is reminded next is Baton's own note, not something that happened. */
const facts = (rows: readonly Row[]): string =>
  JSON.stringify(rows, (key, value: unknown) => (key === 'remind_on' || key === 'next_action_on' ? undefined : value));

/** ALL-2: nothing changes and nothing is said without an audit row; what did not happen leaves none. */
const checkCauses = (before: Snapshot, after: Snapshot, step: Step, must: Must): void => {
  const changed = watched.filter((name) => facts(before[name]) !== facts(after[name]));
  if (changed.length > 0) must(after.audit.length > 0, `${changed.join(', ')} changed without an audit row`);
  if (after.posts.length > 0 && step.kind !== 'clock')
    must(after.audit.length > 0, `${after.posts.length} messages without a cause`);
  must(after.repeated.length === 0, `a request that came twice had effects twice: ${after.repeated.join(', ')}`);
  // An import that broke off is taken up later, in the name of who gave the report.
  const importers = before.imports.map((row) => String(row.requested_by));
  const allowed = new Set(['baton', ...(step.who ? [step.who] : []), ...importers]);
  if (step.kind === 'click' || step.kind === 'form' || step.kind === 'clock')
    for (const row of after.audit)
      must(allowed.has(String(row.actor)), `${row.action} by ${row.actor}, while ${step.who ?? 'nobody'} acted`);
  const decided = after.handoffs.filter(
    (row) =>
      (row.state === 'approved' || row.state === 'returned') &&
      byId(before.handoffs).get(String(row.id))?.state === 'open',
  );
  if (decided.length > 0)
    must(
      after.posts.some((row) => row.slot_id !== null),
      'a decision that its thread does not tell',
    );
};
