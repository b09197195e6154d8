import { Conflict } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import { newId } from '../../../core/ids.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type GatewayName, linkGatewayCustomer } from '../../customers/index.ts';
import {
  approvalsOf,
  auditable,
  type Charge,
  type CollectionCase,
  chargesPaid,
  linkedBy,
  lockUnmatched,
  rowOf,
  updateCases,
  withLicense,
} from '../cases/index.ts';

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
  await tellLinked(work, linked, customerId);
};

/** Its message, and its payments: they are the customer's. */
const tellLinked = async (work: Work, of: CollectionCase, customerId: string): Promise<void> => {
  if (of.hasMessage) work.show({ kind: 'case', subjectId: of.id }, { role: 'accounting' });
  // What was paid of it before anybody knew by whom: now the payments can be recorded, and COL-6 applies.
  const charges = (await approvalsOf(work.tx, of)).map(
    (approval): Charge => ({
      gateway: of.gateway,
      customerId,
      caseId: of.id,
      ...(of.licenseId === undefined ? {} : { licenseId: of.licenseId }),
      subscription: of.gatewaySubscription,
      period: of.period,
      approval,
    }),
  );
  await work.emit(chargesPaid, charges);
};

/** A locked case is another customer's than it was linked to; its license is looked for anew. ALL-10 */
export const relink = async (work: Work, of: CollectionCase, customerId: string, reason: string): Promise<void> => {
  const { licenseId: _, ...rest } = of;
  const linked = await withLicense(work, { ...rest, hasLicense: false, customerId });
  await updateCases(work.tx, [linked]);
  work.audit({
    action: 'case.link_corrected',
    subject: { type: 'case', id: of.id },
    customerId,
    before: { ...auditable(of), customer: of.customerId ?? null },
    after: { ...auditable(linked), customer: customerId },
    reason,
  });
  await tellLinked(work, linked, customerId);
};

/** ALL-3: says who was first, and when. */
const alreadyLinked = async (work: Work, caseId: string): Promise<Conflict> => {
  const first = await linkedBy(work.tx, caseId);
  const who = first ? ` by ${person(first.actor)} on ${moment(first.at)}` : '';
  return new Conflict(`This case was linked already${who}. Nothing was changed.`);
};

/** All unmatched cases of what the gateway calls by this name are this customer's. COL-1 */
const linkAll = async (
  work: Work,
  unmatched: readonly CollectionCase[],
  customerId: string,
  nameWasOf: string | undefined,
): Promise<{ readonly count: number; readonly decision: string }> => {
  const decision = newId();
  for (const each of unmatched) await link(work, each, { customerId, decision, nameWasOf });
  return { count: unmatched.length, decision };
};

/** It became known otherwise how the gateway names these customers: their failed charges no longer wait for that. COL-1 */
export const linkNamed = async (work: Work, names: readonly GatewayName[]): Promise<void> => {
  for (const [gateway, mine] of groupBy(names, (name) => name.gateway)) {
    const owners = new Map(mine.map(({ reference, customerId }) => [reference, customerId]));
    const unmatched = groupBy(
      await lockUnmatched(work.tx, gateway, [...owners.keys()]),
      (each) => each.reportedCustomer,
    );
    for (const [reference, theirs] of unmatched) {
      const customerId = owners.get(reference);
      if (customerId !== undefined) await linkAll(work, theirs, customerId, undefined);
    }
  }
};

/** This case's, and all others that wait under the same name. @throws Conflict when somebody was first. ALL-3 */
export const linkTo = async (work: Work, of: CollectionCase, customerId: string) => {
  const unmatched = await lockUnmatched(work.tx, of.gateway, [of.reportedCustomer]);
  if (!unmatched.some((each) => each.id === of.id)) throw await alreadyLinked(work, of.id);
  const naming: GatewayName = { gateway: of.gateway, reference: of.reportedCustomer, customerId };
  return linkAll(work, unmatched, customerId, await linkGatewayCustomer(work, naming));
};

export const linkedText = (count: number): string =>
  count === 1 ? 'Linked.' : `Linked, with ${count - 1} more of the same customer.`;
