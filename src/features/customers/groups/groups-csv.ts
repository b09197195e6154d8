import { FieldErrors } from '../../../core/errors.ts';
import { allSellers } from '../../billing/sellers/index.ts';
import { csvKind, eachEntry } from '../../entries/index.ts';
import { contractsOf } from '../contracts/store.ts';
import { nameKey, tidyName } from '../customer.ts';
import { called, cellDay } from '../details/details-csv.ts';
import { readAddresses } from '../details/tab.ts';
import { customerByName } from '../store.ts';
import { allTerms } from '../terms/store.ts';
import { type GroupEntries, groupEditors } from './group.ts';
import { makeGroup, requireGroup } from './write-group.ts';

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
    const allOfThem = await allTerms(work.tx);
    const sellers = await allSellers(work.tx);
    return eachEntry(entries, async ({ customer: name, group, terms, contract, seller }) => {
      const customer = await customerByName(work.tx, name);
      if (!customer)
        throw new FieldErrors({ customer: 'Baton knows no customer of this name. Import the customers first.' });
      const contracts = contract ? await contractsOf(work.tx, [customer.id]) : [];
      const found = contracts.find((each) => contract && nameKey(each.number) === nameKey(contract));
      if (contract && !found) throw new FieldErrors({ contract: 'The customer has no contract of this number.' });
      const termsId = terms ? called(allOfThem, terms, 'terms', 'payment terms').id : null;
      const soldBy = sellers.find(({ name: known }) => seller && nameKey(known) === nameKey(seller));
      if (seller && !soldBy)
        throw new FieldErrors({ seller: 'There is no seller of this name: `/bill setup` adds them.' });
      const sellerId = soldBy?.id ?? null;
      await makeGroup(work, customer.id, { ...group, termsId, contractId: found?.id ?? null, sellerId }).catch(
        atColumns,
      );
    });
  },
});
