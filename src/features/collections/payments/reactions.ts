import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type PaymentEvent, paymentChanging, paymentRecorded, paymentReversed } from '../../billing/payments/index.ts';
import { contactChanged, gatewayCustomerNamed } from '../../customers/index.ts';
import {
  type ExpiryAction,
  expiryConfirmed,
  expiryDeciding,
  expiryRefused,
  expiryUndoing,
  expiryUndone,
  type License,
  licenseAdded,
  licenseCorrected,
  licensePaid,
  licensePaymentReversed,
  lockLicense,
} from '../../licenses/index.ts';
import { applyEvent, inThread, requestWithdrawn, tellAccounting } from '../cases/case-event.ts';
import { withLicense } from '../cases/find-license.ts';
import { policyReaction } from '../cases/follow-policy.ts';
import { bulkOf } from '../cases/report-in-hand.ts';
import {
  caseById,
  lockAdvised,
  lockCase,
  lockCaseAndAdvised,
  lockUnlicensed,
  shownCasesOf,
  unpaidOf,
  updateCases,
} from '../cases/store.ts';
import type { CollectionCase } from '../cases/table/case.ts';
import { caseTitle, stillUnpaid } from '../cases/titles.ts';
import { undoSupport } from '../cases/undo-case.ts';
import { lockCasesOfLicense } from '../cases/undo-store.ts';
import { linkNamed } from '../links/link-case.ts';
import { heldReactions } from './held-reactions.ts';
import { endOf, receivedFor } from './received.ts';

const subjectOf = (payment: PaymentEvent): Subject | undefined => payment.subject ?? payment.invoice?.subject;

const cause = (of: CollectionCase | undefined, payment: PaymentEvent): string =>
  `${of ? `${caseTitle(of)}: the` : 'The'} payment of ${formatDay(payment.receivedOn)} arrived. The license expires unless its expiry date is moved.`;

/** COL-6: every payment for a `manual` license asks Support to move the date, and withdraws a request to expire. */
const paidFor = async (work: Work, licenseId: string, payment: PaymentEvent, of?: CollectionCase): Promise<void> => {
  const bulk = bulkOf(work);
  // What a payment of one charge pays for ends where another, unpaid, begins.
  const unpaid = of ? await unpaidOf(work.tx, licenseId, of.id) : [];
  const { move, withdrawn, paidUntil } = await licensePaid(work, {
    licenseId,
    paymentId: payment.paymentId,
    cause: `${cause(of, payment)}${stillUnpaid(unpaid)}`,
    ...(unpaid.length > 0 ? { isOneTerm: true } : {}),
    ...(of ? { caseId: of.id } : {}),
    ...(bulk?.isQuiet ? { quiet: true } : {}),
  });
  if (move && bulk) bulk.moves.push(move.id);
  if (withdrawn) await requestWithdrawn(work, licenseId);
  if (paidUntil && of)
    tellAccounting(
      work,
      of,
      `The expiry date is not moved: this payment pays until ${formatDay(paidUntil)}, which is past.${stillUnpaid(unpaid)}`,
    );
};

const onPaid = async (work: Work, payment: PaymentEvent): Promise<void> => {
  const subject = subjectOf(payment);
  if (subject?.type === 'case') {
    await lockCaseAndAdvised(work.tx, subject.id);
    const received = await receivedFor(work, subject);
    // What an import found counts already: it is in `received`, and not added again.
    const { after } = await applyEvent(work, subject.id, {
      type: 'paid',
      received,
      at: endOf(work, payment.receivedOn),
    });
    // A part of it moves no date.
    if (received.amount < after.amount.amount) return;
    const linked = await withLicense(work, after);
    if (linked.licenseId !== undefined) await paidFor(work, linked.licenseId, payment, linked);
  } else if (subject?.type === 'license') {
    await lockAdvised(work.tx, subject.id);
    await paidFor(work, subject.id, payment);
  }
};

/** Cases and licenses are locked before their payments. */
const onChanging = async (work: Work, { subject }: { readonly subject?: Subject }): Promise<void> => {
  if (subject?.type === 'case') await lockCaseAndAdvised(work.tx, subject.id);
  if (subject?.type === 'license') {
    await lockAdvised(work.tx, subject.id);
    await lockLicense(work.tx, subject.id);
  }
};

/** BIL-17: a case is open again unless other payments pay it. */
const onReversed = async (work: Work, payment: PaymentEvent & { readonly reason: string }): Promise<void> => {
  const subject = subjectOf(payment);
  const of = subject?.type === 'case' ? await lockCase(work.tx, subject.id) : undefined;
  const move = await licensePaymentReversed(work, payment.paymentId, `The payment was reversed: ${payment.reason}`);
  if (of && subject)
    await applyEvent(
      work,
      of.id,
      { type: 'payment_reversed', received: await receivedFor(work, subject), isLicensed: move === 'confirmed' },
      { reason: payment.reason },
    );
};

/** A case whose license was not known finds it as soon as it is written down: from now on Support can be asked. COL-0 */
const onLicenseAdded = async (work: Work, { license }: { readonly license: License }): Promise<void> => {
  for (const of of await lockUnlicensed(work.tx, license.customerId)) {
    const linked = await withLicense(work, of);
    if (linked.licenseId === undefined) continue;
    await updateCases(work.tx, [linked]);
    work.audit({
      action: 'case.license_linked',
      subject: { type: 'case', id: of.id },
      customerId: of.customerId,
      before: { licenseId: null },
      after: { licenseId: linked.licenseId },
    });
    if (!of.hasMessage) continue;
    work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
    inThread(work, of, `License ${license.key} is known now: Support can be asked to expire it.`);
  }
};

/** A charge may find its license by what was corrected; those that have it show what it is now. ALL-10 */
const onLicenseCorrected = async (work: Work, event: { readonly license: License }): Promise<void> => {
  await onLicenseAdded(work, event);
  for (const of of await unpaidOf(work.tx, event.license.id))
    if (of.hasMessage) work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
};

/** Tells accounting how a date was moved, where the case is. */
const tellMoved = async (work: Work, action: ExpiryAction, text: string): Promise<void> => {
  const of = action.caseId === undefined ? undefined : await caseById(work.tx, action.caseId);
  if (of) tellAccounting(work, of, text);
};

export const reactions: readonly Reaction[] = [
  on(paymentRecorded, onPaid),
  on(paymentReversed, onReversed),
  on(paymentChanging, onChanging),
  policyReaction,
  ...heldReactions,
  on(expiryDeciding, (work, { caseId }) => lockCaseAndAdvised(work.tx, caseId)),
  on(expiryConfirmed, async (work, { action, license, decision }) => {
    if (action.kind === 'move_date')
      return tellMoved(work, action, `Support moved the expiry date to ${formatDay(license.expiresOn)}.`);
    for (const id of await lockAdvised(work.tx, license.id))
      await applyEvent(work, id, { type: 'support_confirmed' }, { decision });
  }),
  on(expiryRefused, async (work, { action, license, reason, decision }) => {
    if (action.kind === 'move_date') {
      const text = `Support refused to move the expiry date of license ${license.key}: ${reason}`;
      if (action.caseId !== undefined) return tellMoved(work, action, text);
      return work.post({ to: { role: 'accounting' }, content: { text: escapeMrkdwn(text) }, priority: 1 });
    }
    for (const id of await lockAdvised(work.tx, license.id))
      await applyEvent(work, id, { type: 'support_refused', reason }, { reason, decision });
  }),
  on(expiryUndoing, (work, { licenseId }) => lockCasesOfLicense(work.tx, licenseId)),
  on(expiryUndone, async (work, { action, license, decision }) => {
    if (action.kind === 'expire') return undoSupport(work, license.id, decision);
    const text = `Support took its decision back: the expiry date of license ${license.key}, ${formatDay(license.expiresOn)}, waits to be moved.`;
    if (action.caseId !== undefined) return tellMoved(work, action, text);
    work.post({ to: { role: 'accounting' }, content: { text: escapeMrkdwn(text) }, priority: 1 });
  }),
  on(licenseAdded, onLicenseAdded),
  on(licenseCorrected, onLicenseCorrected),
  // The alert shows phone and email while the charge waits.
  on(contactChanged, async (work, { customerId }) => {
    for (const id of await shownCasesOf(work.tx, customerId))
      work.show({ kind: 'case', subjectId: id }, { role: 'accounting' });
  }),
  on(gatewayCustomerNamed, linkNamed),
];
