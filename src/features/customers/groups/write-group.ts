import { FieldErrors, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import { cardNumberRefused } from '../../../platform/block-kit/form.ts';
import type { Work } from '../../../platform/work/work.ts';
import { sellerById } from '../../billing/sellers/index.ts';
import { contractById } from '../contracts/store.ts';
import { nameKey } from '../customer.ts';
import { addressesProblem } from '../details/detail-problems.ts';
import { termsById } from '../terms/store.ts';
import { type BillingGroup, type GroupEntries, groupProblems } from './group.ts';
import { insertGroups } from './store.ts';

/** Terms, contract and seller as they are called: the log and the window show no ids. */
export interface GroupNames {
  readonly terms?: string | undefined;
  readonly contract?: string | undefined;
  readonly seller?: string | undefined;
}

/** What terms, contract and seller it points to. @throws FieldErrors when they are none, or another customer's */
export const namesOf = async (work: Work, customerId: string, entries: GroupEntries): Promise<GroupNames> => {
  const terms = entries.termsId ? await termsById(work.tx, entries.termsId) : undefined;
  const contract = entries.contractId ? await contractById(work.tx, entries.contractId) : undefined;
  const seller = entries.sellerId ? await sellerById(work.tx, entries.sellerId) : undefined;
  if (entries.termsId && !terms) throw new FieldErrors({ terms_id: 'These payment terms are gone. Choose again.' });
  if (entries.contractId && contract?.customerId !== customerId)
    throw new FieldErrors({ contract_id: 'This contract is not this customer’s. Choose again.' });
  if (entries.sellerId && !seller) throw new FieldErrors({ seller_id: 'There is no such seller. Choose again.' });
  return { terms: terms?.name, contract: contract?.number, seller: seller?.name };
};

/** @throws FieldErrors */
export const requireGroup = (entries: GroupEntries): void => {
  const addresses = addressesProblem(entries.addressees);
  const problems = {
    ...groupProblems(entries),
    ...(addresses ? { addressees: addresses } : {}),
    ...(containsCardNumber(entries.name) ? { name: cardNumberRefused } : {}),
    ...(containsCardNumber(entries.purchaseOrder ?? '') ? { purchase_order: cardNumberRefused } : {}),
  };
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
};

/** What the log keeps of a group. The addressees stay in its row, from which they can be erased. ALL-7 */
export const groupFacts = (entries: GroupEntries, names: GroupNames) => ({
  name: entries.name,
  startOn: entries.startOn,
  endOn: entries.endOn,
  terms: names.terms ?? null,
  contract: names.contract ?? null,
  seller: names.seller ?? null,
  purchaseOrder: entries.purchaseOrder,
  addressees: entries.addressees.length,
});

const auditAdded = (work: Work, group: BillingGroup, names: GroupNames): void =>
  work.audit({
    action: 'group.added',
    subject: { type: 'group', id: group.id },
    customerId: group.customerId,
    after: { decision: group.id, ...groupFacts(group, names) },
  });

const nameTaken = () => new FieldErrors({ name: 'The customer has a billing group of this name already.' });

/** Makes a group of a customer. CUS-3 @throws FieldErrors */
export const makeGroup = async (work: Work, customerId: string, entries: GroupEntries): Promise<BillingGroup> => {
  requireGroup(entries);
  const names = await namesOf(work, customerId, entries);
  const group = { id: newId(), customerId, ...entries };
  if ((await insertGroups(work, [group])) === 0) throw nameTaken();
  auditAdded(work, group, names);
  return group;
};

/** The same of many at once, beside the groups that these customers have: each is checked, then all are written or none. */
export const groupsInHand = (work: Work, known: readonly BillingGroup[]) => {
  const keyOf = ({ customerId, name }: Pick<BillingGroup, 'customerId' | 'name'>) => `${customerId} ${nameKey(name)}`;
  const taken = new Set(known.map(keyOf));
  const fresh: { readonly group: BillingGroup; readonly names: GroupNames }[] = [];
  return {
    /** @throws FieldErrors */
    take: (customerId: string, entries: GroupEntries, names: GroupNames): void => {
      requireGroup(entries);
      const group = { id: newId(), customerId, ...entries };
      if (taken.has(keyOf(group))) throw nameTaken();
      taken.add(keyOf(group));
      fresh.push({ group, names });
    },
    /** @throws UserError where somebody made one of them just now */
    write: async (): Promise<void> => {
      const added = await insertGroups(
        work,
        fresh.map(({ group }) => group),
      );
      if (added < fresh.length)
        throw new UserError('Somebody added some of these groups just now. Enter the file again: it says which.');
      for (const { group, names } of fresh) auditAdded(work, group, names);
    },
  };
};
