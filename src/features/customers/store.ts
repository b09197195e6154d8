import { Conflict, NotFound } from '../../core/errors.ts';
import { type Day, todayIn } from '../../core/time/calendar.ts';
import { type Customer as CustomerRow, Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../../platform/db/open.ts';
import { asModel, columnsOf } from '../../platform/db/rows/as-model.ts';
import type { Work } from '../../platform/work/work.ts';
import { type Customer, type NewCustomer, nameKey } from './customer.ts';
import { contactChanged } from './events.ts';

const all = Prisma.CustomerScalarFieldEnum;
/** What every click reads of a customer; how it is billed is its details' to know. */
const fields = {
  id: all.id,
  name: all.name,
  nameKey: all.nameKey,
  contactName: all.contactName,
  email: all.email,
  phone: all.phone,
  address: all.address,
  currency: all.currency,
  timeZone: all.timeZone,
  language: all.language,
  active: all.active,
  version: all.version,
  erasedBy: all.erasedBy,
  erasedAt: all.erasedAt,
};
const columns = columnsOf(fields);

type Row = Pick<CustomerRow, keyof typeof fields>;

const toCustomer = (row: Row): Customer => ({
  id: row.id,
  name: row.name,
  ...(row.contactName ? { contactName: row.contactName } : {}),
  ...(row.email ? { email: row.email } : {}),
  ...(row.phone ? { phone: row.phone } : {}),
  ...(row.address ? { address: row.address } : {}),
  currency: row.currency,
  timeZone: row.timeZone,
  language: row.language,
  active: row.active,
  version: row.version,
  ...(row.erasedBy && row.erasedAt ? { contactErased: { by: row.erasedBy, at: row.erasedAt } } : {}),
});

export const customerById = async (tx: Tx, id: string): Promise<Customer | undefined> => {
  const [row] = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM customers WHERE id = ${id}::uuid`);
  return row && toCustomer(row);
};

/** Which day it is where the customer is: what is counted in days with a customer is counted in theirs. ALL-4 */
export const customersDay = async (tx: Tx, customerId: string, now: Date): Promise<Day> => {
  const customer = await customerById(tx, customerId);
  if (!customer) throw new NotFound('customer');
  return todayIn(customer.timeZone, now);
};

export const customerByNameKey = async (tx: Tx, key: string): Promise<Customer | undefined> => {
  const row = await tx.customer.findUnique({ where: { nameKey: key } });
  return row ? toCustomer(row) : undefined;
};

/** The currency of the customer that was entered last. */
export const lastCurrency = async (tx: Tx): Promise<string | undefined> =>
  (await tx.customer.findFirst({ orderBy: { id: 'desc' }, select: { currency: true } }))?.currency;

/** However it is written: case and blanks don't count. */
export const customerByName = (tx: Tx, name: string): Promise<Customer | undefined> =>
  customerByNameKey(tx, nameKey(name));

/** Of many names, by `nameKey`; names that nobody has are left out. */
export const customersByNames = async (tx: Tx, names: readonly string[]): Promise<ReadonlyMap<string, Customer>> => {
  const keys = [...new Set(names.map(nameKey))];
  const rows = await asModel<Row>(tx.$queryRaw`SELECT ${columns} FROM customers WHERE name_key = ANY(${keys}::text[])`);
  return new Map(rows.map((row) => [row.nameKey, toCustomer(row)]));
};

/** By id; ids that don't exist are left out. */
export const customersByIds = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Customer>> => {
  if (ids.length === 0) return new Map();
  const rows = await asModel<Row>(
    tx.$queryRaw`SELECT ${columns} FROM customers WHERE id = ANY(${[...new Set(ids)]}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, toCustomer(row)]));
};

/** Customers whose name contains the text, exact and leading matches first; all when the text is blank. */
export const searchCustomers = async (tx: Tx, query: string, limit: number): Promise<readonly Customer[]> => {
  const key = nameKey(query);
  const escaped = key.replace(/[\\%_]/g, '\\$&');
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customers WHERE name_key LIKE ${`%${escaped}%`}
    ORDER BY name_key <> ${key}, name_key NOT LIKE ${`${escaped}%`}, name_key LIMIT ${limit}`;
  const byId = await customersByIds(
    tx,
    found.map((row) => row.id),
  );
  return found.flatMap(({ id }) => byId.get(id) ?? []);
};

/** @returns false when somebody else made one of that name, perhaps just now */
export const insertCustomer = async (
  work: Work,
  id: string,
  key: string,
  input: NewCustomer & { readonly timeZone: string },
): Promise<boolean> => {
  const { count } = await work.tx.customer.createMany({
    data: {
      id,
      name: input.name,
      nameKey: key,
      contactName: input.contactName ?? null,
      email: input.email ?? null,
      phone: input.phone ?? null,
      address: input.address ?? null,
      currency: input.currency,
      timeZone: input.timeZone,
      language: input.language ?? 'en',
      createdBy: work.by.id,
      createdAt: work.now,
    },
    // A name that is taken makes no error, which would end the transaction, but no row.
    skipDuplicates: true,
  });
  return count === 1;
};

/** @returns false when the customer was edited since that version */
export const updateCustomer = async (
  work: Work,
  id: string,
  version: number,
  entries: Record<'contactName' | 'email' | 'phone' | 'address', string | null> & { readonly timeZone: string },
): Promise<boolean> => {
  const { count } = await work.tx.customer.updateMany({
    where: { id, version },
    data: { ...entries, version: { increment: 1 }, editedBy: work.by.id, editedAt: work.now },
  });
  if (count === 1) await work.emit(contactChanged, { customerId: id });
  return count === 1;
};

/** Locks the customer's row and reads it. */
export const lockCustomer = async (work: Work, id: string): Promise<Customer | undefined> => {
  await work.tx.$queryRaw`SELECT id FROM customers WHERE id = ${id}::uuid FOR UPDATE`;
  return customerById(work.tx, id);
};

/**
 * BIL-11: whoever writes an amount of a customer holds their currency until it is committed: somebody who changes it waits, and sees
 * the amount then. Weaker than `lockCustomer`: it keeps nobody from anything else.
 * @throws Conflict where it was changed meanwhile; NotFound
 */
export const holdCurrency = (work: Work, customerId: string, currency: string): Promise<void> =>
  holdCurrencies(work, new Map([[customerId, currency]]));

/** Of many customers, by their ids. */
export const holdCurrencies = async (work: Work, currencies: ReadonlyMap<string, string>): Promise<void> => {
  const customers = await work.tx.$queryRaw<{ id: string; name: string; currency: string }[]>`
    SELECT id, name, currency FROM customers WHERE id = ANY(${[...currencies.keys()]}::uuid[]) ORDER BY id FOR KEY SHARE`;
  if (customers.length < currencies.size) throw new NotFound('customer');
  const other = customers.find(({ id, currency }) => currency !== currencies.get(id));
  if (!other) return;
  throw new Conflict(
    `${other.name} is billed in ${other.currency}, not in ${currencies.get(other.id)}. Nothing was saved: open the form again, and enter the amounts in ${other.currency}.`,
  );
};

/** ALL-7. Counts as an edit: a form that was opened before cannot bring the values back. */
export const clearContact = async (work: Work, id: string): Promise<void> => {
  await work.tx.customer.update({
    where: { id },
    data: {
      contactName: null,
      email: null,
      phone: null,
      address: null,
      extraEmails: [],
      information: {},
      invoiceNote: null,
      version: { increment: 1 },
      editedBy: work.by.id,
      editedAt: work.now,
      erasedBy: work.by.id,
      erasedAt: work.now,
    },
  });
  await work.emit(contactChanged, { customerId: id });
};

export const lastEdit = async (tx: Tx, id: string): Promise<{ readonly by: string; readonly at: Date } | undefined> => {
  const row = await tx.customer.findUnique({ where: { id }, select: { editedBy: true, editedAt: true } });
  return row?.editedBy && row.editedAt ? { by: row.editedBy, at: row.editedAt } : undefined;
};

/** Remembers how a gateway names a customer; a later word replaces an earlier one. @returns whose name it was until now */
export const linkGatewayCustomer = async (
  work: Work,
  input: { readonly gateway: string; readonly reference: string; readonly customerId: string },
): Promise<string | undefined> => {
  const { gateway, reference, customerId } = input;
  const [before] = await work.tx.$queryRaw<{ customer_id: string }[]>`
    SELECT customer_id FROM gateway_customers WHERE gateway = ${gateway} AND reference = ${reference} FOR UPDATE`;
  if (before?.customer_id === customerId) return customerId;
  await work.tx.$executeRaw`
    INSERT INTO gateway_customers (gateway, reference, customer_id) VALUES (${gateway}, ${reference}, ${customerId}::uuid)
    ON CONFLICT (gateway, reference) DO UPDATE SET customer_id = excluded.customer_id`;
  work.audit({
    action: 'customer.linked',
    subject: { type: 'customer', id: customerId },
    customerId,
    ...(before ? { before: { gateway, reference, customer: before.customer_id } } : {}),
    after: { gateway, reference, customer: customerId },
  });
  return before?.customer_id;
};

/** Forgets how a gateway names a customer, unless the name has become another's. ALL-5 */
export const unlinkGatewayCustomer = async (
  work: Work,
  input: { readonly gateway: string; readonly reference: string; readonly customerId: string },
): Promise<void> => {
  const { gateway, reference, customerId } = input;
  const { count } = await work.tx.gatewayCustomer.deleteMany({ where: { gateway, reference, customerId } });
  if (count === 0) return;
  work.audit({
    action: 'customer.unlinked',
    subject: { type: 'customer', id: customerId },
    customerId,
    before: { gateway, reference, customer: customerId },
  });
};

/** Customer ids by the gateway's reference; unknown references are left out. */
export const customerByGateway = async (
  tx: Tx,
  gateway: string,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (references.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ reference: string; customer_id: string }[]>`
    SELECT reference, customer_id FROM gateway_customers
    WHERE gateway = ${gateway} AND reference = ANY(${[...references]}::text[])`;
  return new Map(rows.map((row) => [row.reference, row.customer_id]));
};
