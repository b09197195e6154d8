import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import { system, type Work } from '../../../platform/work/work.ts';
import {
  askToWait,
  licensesByGatewaySubscriptions,
  licensesFor,
  requestExpiry,
  tellOfExpiry,
  withdrawExpiry,
} from '../../licenses/index.ts';
import { lockAdvised, lockCase, unpaidOf, updateCases } from './store.ts';
import type { CaseEvent, CaseFacts, CollectionCase, Effect } from './table/case.ts';
import { decide } from './table/decide.ts';
import { collectionsPolicy } from './table/policy.ts';
import { authored, caseTitle, stillUnpaid } from './titles.ts';
import { rowOf } from './undo-store.ts';

/** A case goes where its facts lead: with the state comes who brought it there. */
export const moved = (from: CollectionCase, facts: CaseFacts, by: string, at: Date): CollectionCase => ({
  id: from.id,
  ref: from.ref,
  gateway: from.gateway,
  gatewaySubscription: from.gatewaySubscription,
  period: from.period,
  reportedCustomer: from.reportedCustomer,
  reportedName: from.reportedName,
  hasMessage: from.hasMessage,
  openedAt: from.openedAt,
  ...(from.customerId === undefined ? {} : { customerId: from.customerId }),
  ...(from.licenseId === undefined ? {} : { licenseId: from.licenseId }),
  ...(from.importId === undefined ? {} : { importId: from.importId }),
  ...(from.contactedAt === undefined ? {} : { contactedAt: from.contactedAt }),
  ...facts,
  // Behind the facts, which may be those of a whole case with the author that it had.
  ...(facts.state === from.state ? { stateBy: from.stateBy, stateAt: from.stateAt } : { stateBy: by, stateAt: at }),
});

/** What the audit log keeps of a case. */
export const auditable = (of: CollectionCase) => ({
  state: of.state,
  amount: formatMoney(of.amount),
  ...(of.paid > 0n ? { paid: formatMoney({ ...of.amount, amount: of.paid }) } : {}),
  attempts: of.attempts,
  deadlineOn: of.deadlineOn ?? null,
  nextAttemptOn: of.nextAttemptOn ?? null,
  snoozedUntil: of.snoozedUntil ?? null,
  contacts: of.contacts,
});

/** What an import's transaction opened for Support, when there is so much of it that it comes as a digest. */
export interface ReportInHand {
  readonly isQuiet: boolean;
  readonly moves: string[];
}

const inHand = new WeakMap<Work, ReportInHand>();

/** Reactions inside this transaction open Support's tasks without a message each, and note them down here. */
export const takeReportInHand = (work: Work, isQuiet: boolean): ReportInHand => {
  const report: ReportInHand = { isQuiet, moves: [] };
  inHand.set(work, report);
  return report;
};

export const reportInHand = (work: Work): ReportInHand | undefined => inHand.get(work);

/** Who writes into a thread, in front of what they did; Baton itself is not named. */
const saying = (work: Work): string => {
  if (reportInHand(work)) return 'From the report: ';
  return work.by.id === system.userId ? '' : `${person(work.by.id)}: `;
};

/** COL-2: FAILED, and Support advised, give a case its own message even when it came in a digest. */
const deservesMessage = (before: CollectionCase, after: CaseFacts): boolean =>
  before.hasMessage || (before.state !== after.state && (after.state === 'failed' || after.state === 'advised'));

/** A line in the thread of a case that has a message, with who did it. `broadcast`: it asks accounting to act. */
export const inThread = (work: Work, of: CollectionCase, text: string, broadcast = false): void => {
  work.post({
    to: { thread: { kind: 'case', subjectId: of.id } },
    content: { text: `${saying(work)}${escapeMrkdwn(text)}` },
    broadcast,
  });
};

/** In the case's thread and again in the channel; where it has none, in the channel alone. */
export const tellAccounting = (work: Work, of: CollectionCase, text: string): void => {
  if (of.hasMessage) inThread(work, of, text, true);
  else
    work.post({
      to: { role: 'accounting' },
      content: { text: `${saying(work)}${escapeMrkdwn(`${caseTitle(of)}: ${text}`)}` },
      priority: 1,
    });
};

const carryOut = async (work: Work, of: CollectionCase, effect: Effect, decision: string): Promise<void> => {
  switch (effect.do) {
    case 'show':
      if (of.hasMessage) work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
      return;
    case 'log':
      if (of.hasMessage) inThread(work, of, effect.text);
      return;
    case 'tell_accounting':
      return tellAccounting(work, of, effect.text);
  }
  if (of.licenseId === undefined) return;
  if (effect.do === 'request_expiry')
    await requestExpiry(work, {
      licenseId: of.licenseId,
      caseId: of.id,
      cause: `${caseTitle(of)}. ${effect.cause}`,
      decision,
    });
  if (effect.do === 'tell_support') await tellOfExpiry(work, of.licenseId, `${caseTitle(of)}: ${effect.text}`);
  if (effect.do === 'ask_to_wait')
    await askToWait(work, of.licenseId, effect.until, 'The customer’s card was updated.', decision);
  if (effect.do === 'withdraw_expiry') await withdrawPaid(work, of.licenseId, effect.reason);
};

/** A charge was paid: Support need not expire its license; what else is unpaid is said, and is accounting's again. */
export const withdrawPaid = async (work: Work, licenseId: string, reason: string): Promise<void> => {
  const unpaid = await unpaidOf(work.tx, licenseId);
  if (await withdrawExpiry(work, licenseId, `${reason}${stillUnpaid(unpaid)}`)) await requestWithdrawn(work, licenseId);
};

/** One request to expire serves all cases of a license: with it withdrawn, the others are accounting's again. */
export const requestWithdrawn = async (work: Work, licenseId: string): Promise<void> => {
  for (const id of await lockAdvised(work.tx, licenseId)) await happenTo(work, id, { type: 'request_withdrawn' });
};

export interface Happened {
  readonly before: CollectionCase;
  readonly after: CollectionCase;
  /** By which all that it wrote can be taken back. ALL-5 */
  readonly decision: string;
}

/** Taken back are people's decisions only; the log keeps the whole row for those, and the telling facts for all. ALL-5 */
const kept = (of: CollectionCase, event: CaseEvent) =>
  undoableEvents.has(event.type) ? { ...auditable(of), row: rowOf(of) } : auditable(of);

const undoableEvents: ReadonlySet<CaseEvent['type']> = new Set([
  'contacted',
  'card_updated',
  'snoozed',
  'support_advised',
  'support_confirmed',
  'support_refused',
]);

/** The license that a case is about: the one its subscription pays for, else the customer's only one. */
const licenseFor = async (work: Work, of: CollectionCase, customerId: string): Promise<string | undefined> => {
  const bySubscription = await licensesByGatewaySubscriptions(work.tx, of.gateway, [of.gatewaySubscription]);
  const found = bySubscription.get(of.gatewaySubscription);
  if (found?.customerId === customerId) return found.id;
  const all = await licensesFor(work.tx, customerId);
  return all.length === 1 ? all[0]?.id : undefined;
};

/** A license may have been written down after its case was opened. */
export const withLicense = async (work: Work, of: CollectionCase): Promise<CollectionCase> => {
  if (of.licenseId !== undefined || of.customerId === undefined) return of;
  const licenseId = await licenseFor(work, of, of.customerId);
  return licenseId === undefined ? of : { ...of, licenseId, hasLicense: true };
};

/**
 * Lets something happen to a case: locks it, decides by COL-0, writes, audits, and carries the effects out, all in the
 * caller's transaction.
 * @throws Conflict when the case has left the states in which it may happen, naming who was first (ALL-3); UserError when
 *   what was asked for is not possible
 */
export const happenTo = async (
  work: Work,
  id: string,
  event: CaseEvent,
  options: { readonly reason?: string; readonly decision?: string } = {},
): Promise<Happened> => {
  const { reason, decision: decisionId = newId() } = options;
  const found = await lockCase(work.tx, id);
  if (!found) throw new NotFound('case');
  const before = await withLicense(work, found);
  const decision = decide(before, event, await work.policy(collectionsPolicy), work.today);
  if (!decision.ok) {
    if (before.state === 'retrying' || before.state === 'failed') throw new UserError(decision.why);
    throw new Conflict(`${decision.why} (${authored(before.stateBy, before.stateAt)})`);
  }
  if (decision.effects.length === 0) return { before, after: before, decision: decisionId };
  const after: CollectionCase = {
    ...moved(before, decision.next, work.by.id, work.now),
    hasMessage: deservesMessage(before, decision.next),
    ...(event.type === 'contacted' ? { contactedAt: work.now } : {}),
  };
  await updateCases(work.tx, [after]);
  work.audit({
    action: `case.${event.type}`,
    subject: { type: 'case', id },
    customerId: after.customerId,
    before: kept(before, event),
    after: { ...kept(after, event), decision: decisionId },
    reason,
  });
  for (const effect of decision.effects) await carryOut(work, after, effect, decisionId);
  return { before, after, decision: decisionId };
};
