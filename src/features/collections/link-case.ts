import { todayIn } from '../../core/calendar.ts';
import { Conflict, FieldErrors, NotFound } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { moment, person } from '../../platform/slack/mentions.ts';
import type { By, Deps, Work } from '../../platform/work.ts';
import { customerById, linkGatewayCustomer } from '../customers/index.ts';
import { receivePayment } from '../payments/index.ts';
import { auditable } from './apply.ts';
import type { CollectionCase } from './case.ts';
import { withLicense } from './find-license.ts';
import { caseRoles } from './handle-case.ts';
import { approvalsOf, caseById, linkedBy, lockUnmatched, updateCases } from './store.ts';
import { rowOf } from './undo-store.ts';

/** What a link's entry in the audit log says besides the case: by which it is taken back, and whose the name was. ALL-5 */
interface Link {
  readonly customerId: string;
  readonly decision: string;
  readonly nameWasOf: string | undefined;
}

const link = async (work: Work, of: CollectionCase, { customerId, decision, nameWasOf }: Link): Promise<void> => {
  const linked = await withLicense(work, { ...of, customerId });
  await updateCases(work.tx, [linked]);
  work.audit({
    action: 'case.linked',
    subject: { type: 'case', id: of.id },
    customerId,
    before: { ...auditable(of), row: rowOf(of), nameWasOf: nameWasOf ?? null },
    after: { ...auditable(linked), row: rowOf(linked), decision },
  });
  if (linked.hasMessage) work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
  if (linked.state !== 'recovered') return;
  // It was paid before anybody knew by whom: now the payment can be recorded, and COL-6 applies.
  for (const approval of await approvalsOf(work.tx, of)) {
    await receivePayment(work, {
      customerId,
      amount: { amount: approval.amount, currency: approval.currency },
      method: 'card',
      reference: approval.transactionId,
      receivedOn: todayIn(work.timeZone, approval.at),
      subject: { type: 'case', id: of.id },
      key: `${of.gateway}:${approval.transactionId}`,
    });
  }
};

/** ALL-3: says who was first, and when. */
const alreadyLinked = async (work: Work, caseId: string): Promise<Conflict> => {
  const first = await linkedBy(work.tx, caseId);
  const who = first ? ` by ${person(first.actor)} on ${moment(first.at)}` : '';
  return new Conflict(`This case was linked already${who}. Nothing was changed.`);
};

/**
 * Accounting says whose an unmatched case is. Baton remembers how the gateway names that customer, and links its other
 * unmatched cases too. COL-1
 */
export const linkCase = (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly customerId: string },
): Promise<{ readonly count: number; readonly decision: string }> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'link a case');
    const found = await caseById(work.tx, input.caseId);
    if (!found) throw new NotFound('case');
    const customer = await customerById(work.tx, input.customerId);
    if (!customer) throw new FieldErrors({ customer: 'This customer does not exist any more.' });
    const unmatched = await lockUnmatched(work.tx, found.gateway, found.reportedCustomer);
    if (!unmatched.some((each) => each.id === found.id)) throw await alreadyLinked(work, found.id);
    const nameWasOf = await linkGatewayCustomer(work, {
      gateway: found.gateway,
      reference: found.reportedCustomer,
      customerId: customer.id,
    });
    const decision = newId();
    for (const each of unmatched) await link(work, each, { customerId: customer.id, decision, nameWasOf });
    return { count: unmatched.length, decision };
  });
