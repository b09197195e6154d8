/** Writes thousands of customers at once, and finds which of them are there already. */
import type { Tx } from '../../../platform/db/open.ts';
import { copyLine, copyLines, copyTexts } from '../../../platform/db/rows/copy-line.ts';
import type { Work } from '../../../platform/work/work.ts';
import type { CustomerDetails } from '../details/details.ts';
import type { GatewayName } from '../events.ts';

export interface NewCustomerRow {
  readonly id: string;
  readonly nameKey: string;
  readonly details: CustomerDetails;
}

/** Column by column, in the order in which `values` gives them. */
const columns = `id, name, name_key, contact_name, email, phone, address, currency, time_zone, language, active, extra_emails,
  contract_type_id, payment_method, card_brand, card_last4, card_exp_month, card_exp_year, card_token, information, start_on,
  end_on, salespeople, invoice_note, terms_id, purchase_order, purchase_order_required, invoice_per, vendor_number, tax_number,
  tax_jurisdiction, tax_treatment, tax_reason, presentation, created_by, created_at`;

const values = ({ id, nameKey, details: of }: NewCustomerRow): readonly unknown[] => [
  ...[id, of.name, nameKey, of.contactName, of.email, of.phone, of.address, of.currency, of.timeZone, of.language],
  ...[of.active, copyTexts(of.extraEmails), of.contractTypeId, of.paymentMethod, of.cardBrand, of.cardLast4],
  ...[of.cardExpMonth, of.cardExpYear, of.cardToken, of.information, of.startOn, of.endOn, copyTexts(of.salespeople)],
  ...[of.invoiceNote, of.termsId, of.purchaseOrder, of.purchaseOrderRequired, of.invoicePer, of.vendorNumber],
  ...[of.taxNumber, of.taxJurisdiction, of.taxTreatment, of.taxReason, of.presentation],
];

/** Fails where one of the names, or of the numbers at the gateway, is taken by now. */
export const copyCustomers = async (
  { tx, by, now }: Work,
  customers: readonly NewCustomerRow[],
  names: readonly GatewayName[],
): Promise<void> => {
  const made = [by.id, now];
  const customer = (row: NewCustomerRow) => copyLine([...values(row), ...made]);
  await tx.$copyFrom(`COPY customers (${columns}) FROM STDIN`, copyLines(customers, customer));
  const name = ({ gateway, reference, customerId }: GatewayName) => copyLine([gateway, reference, customerId]);
  if (names.length > 0)
    await tx.$copyFrom('COPY gateway_customers (gateway, reference, customer_id) FROM STDIN', copyLines(names, name));
};

/** The names of the customers that have these keys, by key. */
export const namesTaken = async (tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await tx.$queryRaw<{ name_key: string; name: string }[]>`
    SELECT name_key, name FROM customers WHERE name_key = ANY(${[...keys]}::text[])`;
  return new Map(rows.map((row) => [row.name_key, row.name]));
};

/** The names of the customers whom a gateway knows by these numbers, by number. */
export const numbersTaken = async (
  tx: Tx,
  gateway: string,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await tx.$queryRaw<{ reference: string; name: string }[]>`
    SELECT g.reference, c.name FROM gateway_customers g JOIN customers c ON c.id = g.customer_id
    WHERE g.gateway = ${gateway} AND g.reference = ANY(${[...references]}::text[])`;
  return new Map(rows.map((row) => [row.reference, row.name]));
};
