import { FieldErrors } from '../../../core/errors.ts';
import { groupBy } from '../../../core/group.ts';
import { allSellers } from '../../billing/sellers/index.ts';
import { csvKind, eachEntry } from '../../entries/index.ts';
import { contractsOf } from '../contracts/store.ts';
import { nameKey, tidyName } from '../customer.ts';
import { called, cellDay } from '../details/details-csv.ts';
import { readAddresses } from '../details/tab.ts';
import { customersByNames } from '../store.ts';
import { allTerms } from '../terms/store.ts';
import { type GroupEntries, groupEditors } from './group.ts';
import { groupsOfCustomers } from './store.ts';
import { groupsInHand, requireGroup } from './write-group.ts';

interface Row {
  readonly customer: string;
  readonly group: GroupEntries;
  readonly terms?: string | undefined;
  readonly contract?: string | undefined;
  readonly seller?: string | undefined;
}

/** The columns of a group's fields, where they are called otherwise. */
const columnOf: Readonly<Record<string, string>> = { name: 'group' };

const atColumns = (error: unknown): never => {
  if (!(error instanceof FieldErrors)) throw error;
  throw new FieldErrors(
    Object.fromEntries(Object.entries(error.fields).map(([field, text]) => [columnOf[field] ?? field, text])),
  );
};

/** Billing groups of customers that Baton knows. BIL-21, CUS-3 */
export const groupsCsv = csvKind<Row>({
  kind: 'groups',
  columns: [
    { name: 'customer', required: true, example: 'Larkspur Legal' },
    { name: 'group', required: true, example: 'Hosting', most: 100 },
    { name: 'start_on', required: true, example: '2026-01-01' },
    { name: 'end_on', example: '2026-12-31' },
    { name: 'terms', example: 'Net 14' },
    { name: 'purchase_order', example: 'PO-1', most: 60 },
    { name: 'addressees', example: 'it@example.com', most: 2000 },
    { name: 'contract', example: 'C-2026-1', most: 100 },
    { name: 'seller', example: 'Harbor Services Inc.', most: 200 },
  ],
  roles: groupEditors,
  read: (cells) => {
    const startOn = cellDay(cells, 'start_on');
    if (!startOn) throw new FieldErrors({ start_on: 'Write the day it starts.' });
    const group: GroupEntries = {
      name: tidyName(cells.group ?? ''),
      startOn,
      endOn: cellDay(cells, 'end_on') ?? null,
      termsId: null,
      purchaseOrder: cells.purchase_order ?? null,
      addressees: readAddresses(cells.addressees),
      contractId: null,
      sellerId: null,
    };
    try {
      requireGroup(group);
    } catch (error) {
      atColumns(error);
    }
    return {
      customer: cells.customer ?? '',
      group,
      terms: cells.terms,
      contract: cells.contract,
      seller: cells.seller,
    };
  },
  store: async (work, entries) => {
    const customers = await customersByNames(
      work.tx,
      entries.map(({ value }) => value.customer),
    );
    const ids = [...customers.values()].map(({ id }) => id);
    const [allOfThem, sellers, contracts, known] = await Promise.all([
      allTerms(work.tx),
      allSellers(work.tx),
      contractsOf(work.tx, ids),
      groupsOfCustomers(work.tx, ids),
    ]);
    const contractsOfEach = groupBy(contracts, ({ customerId }) => customerId);
    const { take, write } = groupsInHand(work, known);
    const refused = await eachEntry(entries, ({ customer: name, group, terms, contract, seller }) => {
      const customer = customers.get(nameKey(name));
      if (!customer)
        throw new FieldErrors({ customer: 'Baton knows no customer of this name. Import the customers first.' });
      const theirs = contractsOfEach.get(customer.id) ?? [];
      const found = theirs.find((each) => contract && nameKey(each.number) === nameKey(contract));
      if (contract && !found) throw new FieldErrors({ contract: 'The customer has no contract of this number.' });
      const agreed = terms ? called(allOfThem, terms, 'terms', 'payment terms') : undefined;
      const soldBy = sellers.find(({ name: each }) => seller && nameKey(each) === nameKey(seller));
      if (seller && !soldBy)
        throw new FieldErrors({ seller: 'There is no seller of this name: `/bill setup` adds them.' });
      const pointsTo = { termsId: agreed?.id ?? null, contractId: found?.id ?? null, sellerId: soldBy?.id ?? null };
      const names = { terms: agreed?.name, contract: found?.number, seller: soldBy?.name };
      try {
        take(customer.id, { ...group, ...pointsTo }, names);
      } catch (error) {
        atColumns(error);
      }
    });
    if (refused.length === 0) await write();
    return refused;
  },
});
