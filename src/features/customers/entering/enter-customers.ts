/** Many customers who exist already, each with how it is billed and its number at the gateway. CUS-1, BIL-21 */
import { setImmediate } from 'node:timers/promises';
import { ahead } from '../../../core/ahead.ts';
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { idSeries } from '../../../core/ids.ts';
import { sqlStateOf } from '../../../platform/db/failures/sql-state.ts';
import { auditLine, copyAudit } from '../../../platform/work/append-audit.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Entry, eachEntry, type RowProblem } from '../../entries/index.ts';
import { usualGateway } from '../../gateways.ts';
import type { EnteredCustomer } from '../create-customer.ts';
import { customerSubject, tidyName } from '../customer.ts';
import type { CustomerDetails, FieldKey } from '../details/details.ts';
import { type DetailRow, detailsReader } from '../details/details-csv.ts';
import { detailsEntered } from '../details/edit-details.ts';
import { factsOf, type Tell, tellNames } from '../details/logged.ts';
import { type GatewayName, gatewayCustomersNamed } from '../events.ts';
import { copyCustomers, type NewCustomerRow, namesTaken, numbersTaken } from './store.ts';

export interface ListedCustomer extends EnteredCustomer {
  /** By which it is the same as another. */
  readonly key: string;
  readonly details: DetailRow;
}

interface Made extends NewCustomerRow {
  readonly gatewayCustomer: string | undefined;
  /** What its row says besides who it is. */
  readonly entered: readonly FieldKey[];
}

/** Who it is; what a file leaves open besides has its default. One literal: a customer that is put together of parts takes five times as long. */
const blank = (work: Work, row: EnteredCustomer): CustomerDetails => ({
  name: tidyName(row.name),
  contactName: row.contactName ?? null,
  email: row.email ?? null,
  extraEmails: [],
  phone: row.phone ?? null,
  address: row.address ?? null,
  contractTypeId: null,
  active: true,
  paymentMethod: 'invoice',
  cardBrand: null,
  cardLast4: null,
  cardExpMonth: null,
  cardExpYear: null,
  cardToken: null,
  startOn: null,
  endOn: null,
  salespeople: [],
  invoiceNote: null,
  language: row.language ?? 'en',
  currency: row.currency,
  timeZone: row.timeZone ?? work.timeZone,
  termsId: null,
  purchaseOrder: null,
  purchaseOrderRequired: false,
  invoicePer: 'customer',
  vendorNumber: null,
  taxNumber: null,
  taxJurisdiction: null,
  taxTreatment: 'taxable',
  taxReason: null,
  presentation: 'mail',
  information: {},
});

/** How rows become customers, by what was looked up once for all of them. The maker throws FieldErrors by column. */
const customerMaker = async (work: Work, rows: readonly ListedCustomer[]): Promise<(row: ListedCustomer) => Made> => {
  const numbers = rows.flatMap(({ gatewayCustomer }) => gatewayCustomer ?? []);
  const [detailsOf, named, numbered] = await Promise.all([
    detailsReader(work),
    namesTaken(
      work.tx,
      rows.map(({ key }) => key),
    ),
    numbersTaken(work.tx, usualGateway, numbers),
  ]);
  const nextId = idSeries();
  return (row) => {
    const { key, gatewayCustomer } = row;
    const twin = named.get(key);
    const holder = gatewayCustomer && numbered.get(gatewayCustomer);
    if (twin || holder)
      throw new FieldErrors({
        ...(twin ? { customer: `There is a customer of that name already: ${twin}.` } : {}),
        ...(holder ? { gateway_customer: `${holder} has this number at the gateway already.` } : {}),
      });
    const entered = detailsOf(row.details);
    const details = detailsEntered(blank(work, row), entered);
    return { id: nextId(), nameKey: key, details, gatewayCustomer, entered: Object.keys(entered) as FieldKey[] };
  };
};

const alreadyThere = '23505';

/** Somebody entered one of them in the same moment. ALL-3 */
const enteredJustNow = (error: unknown): never => {
  if (sqlStateOf(error) !== alreadyThere) throw error;
  throw new UserError(
    'Somebody entered a customer of one of these names, or numbers at the gateway, just now. Enter the file again: the row is named then.',
  );
};

/** What the log says of it. */
const logged = ({ by, now }: Work, { id, details, gatewayCustomer: reference, entered }: Made, tell: Tell): string => {
  const { name, currency, timeZone } = details;
  const about = { at: now, actor: by.id, subject: customerSubject(id), customerId: id };
  const after = { name, currency, timeZone, ...factsOf(details, entered, tell) };
  const created = auditLine({ action: 'customer.created', ...about, after });
  if (!reference) return created;
  const linked = { gateway: usualGateway, reference, customer: id };
  return created + auditLine({ action: 'customer.linked', ...about, after: linked });
};

const nameOf = ({ id: customerId, gatewayCustomer: reference }: Made): readonly GatewayName[] =>
  reference ? [{ gateway: usualGateway, reference, customerId }] : [];

/** So many are made and written at a time: what is held is let go while it is young. */
const atOnce = 1000;

/** Customers part by part, and what is wrong with those that are none. Others have their turn in between. */
async function* partsOf(
  entries: readonly Entry<ListedCustomer>[],
  make: (row: ListedCustomer) => Made,
): AsyncGenerator<{ readonly made: readonly Made[]; readonly refused: readonly RowProblem[] }> {
  for (let at = 0; at < entries.length; at += atOnce) {
    await setImmediate();
    const made: Made[] = [];
    const refused = await eachEntry(entries.slice(at, at + atOnce), (row) => made.push(make(row)));
    yield { made, refused };
  }
}

/** Enters all of them; once one is wrong, no more are written, and the caller keeps none. @returns what is wrong with which */
export const enterCustomers = async (
  work: Work,
  entries: readonly Entry<ListedCustomer>[],
): Promise<readonly RowProblem[]> => {
  const make = await customerMaker(
    work,
    entries.map(({ value }) => value),
  );
  const tell = await tellNames(work.tx, ['termsId', 'contractTypeId']);
  const problems: RowProblem[] = [];
  const names: GatewayName[] = [];
  for await (const { made, refused } of ahead(partsOf(entries, make))) {
    problems.push(...refused);
    if (problems.length > 0) continue;
    const theirs = made.flatMap(nameOf);
    await copyCustomers(work, made, theirs).catch(enteredJustNow);
    await copyAudit(
      work.tx,
      made.map((each) => logged(work, each, tell)),
    );
    names.push(...theirs);
  }
  await work.emit(gatewayCustomersNamed, names);
  return problems;
};
