import { FieldErrors } from '../../../core/errors.ts';
import { type Day, parseDay } from '../../../core/time/calendar.ts';
import type { Work } from '../../../platform/work/work.ts';
import { allContractTypes } from '../contract-types/store.ts';
import { nameKey } from '../customer.ts';
import { allTerms } from '../terms/store.ts';
import { type FieldKey, informationKey } from './details.ts';
import type { Entered } from './merge-edit.ts';
import { informationPolicy } from './policy.ts';

/** How a customer is billed, as columns: what a file lacks, or leaves blank, keeps its default. BIL-21 */
export const detailColumns = [
  { name: 'extra_emails', example: 'books@example.com boss@example.com', most: 2000 },
  { name: 'contract_type', example: 'Reseller' },
  { name: 'active', example: 'yes' },
  { name: 'payment_method', example: 'invoice' },
  { name: 'card_brand', example: 'Visa' },
  { name: 'card_last4', example: '4242' },
  { name: 'card_exp_month', example: '3' },
  { name: 'card_exp_year', example: '2028' },
  { name: 'card_token', example: 'tok_1', id: true },
  { name: 'start_on', example: '2026-01-01' },
  { name: 'end_on', example: '2026-12-31' },
  { name: 'salespeople', example: 'U012ABCDEF', most: 500 },
  { name: 'invoice_note', example: 'Thank you', most: 1000 },
  { name: 'terms', example: 'Net 14' },
  { name: 'purchase_order', example: 'PO-1', most: 60 },
  { name: 'purchase_order_required', example: 'no' },
  { name: 'vendor_number', example: 'V-7', most: 60 },
  { name: 'tax_number', example: 'IT01234567890', most: 40 },
  { name: 'tax_jurisdiction', example: 'US-NY' },
  { name: 'tax_treatment', example: 'taxable' },
  { name: 'tax_reason', example: 'Certificate 12' },
  { name: 'presentation', example: 'mail' },
  { name: 'information', example: 'Industry=Law; Employees=9', most: 4000 },
] as const;

type Cells = Readonly<Record<string, string | undefined>>;

/** What a row says, with names where a customer has ids. */
export interface DetailRow {
  readonly entered: Entered;
  readonly contractType?: string | undefined;
  readonly terms?: string | undefined;
  readonly information: Readonly<Record<string, string>>;
}

const refuse = (column: string, text: string): never => {
  throw new FieldErrors({ [column]: text });
};

/** @throws FieldErrors at the column */
export const cellDay = (cells: Cells, column: string): Day | undefined => {
  const text = cells[column];
  if (text === undefined) return undefined;
  return parseDay(text) ?? refuse(column, 'Write the day as year-month-day, such as 2027-03-31.');
};

const yesNo = (cells: Cells, column: string): boolean | undefined => {
  const text = cells[column]?.toLowerCase();
  if (text === undefined) return undefined;
  return ['yes', 'no'].includes(text) ? text === 'yes' : refuse(column, 'Write yes or no.');
};

const whole = (cells: Cells, column: string): number | undefined => {
  const text = cells[column];
  if (text === undefined) return undefined;
  return /^\d{1,6}$/.test(text) ? Number(text) : refuse(column, 'Write a whole number.');
};

const list = (text: string | undefined): readonly string[] | undefined => text?.split(/[\s,;]+/).filter(Boolean);

const people = (cells: Cells): readonly string[] | undefined => {
  const ids = list(cells.salespeople);
  return ids?.every((id) => /^[UW][A-Z0-9]{5,}$/.test(id)) === false
    ? refuse('salespeople', 'Write members’ ids as Slack shows them in profiles, such as U012ABCDEF.')
    : ids;
};

const information = (text: string | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (text ?? '')
      .split(';')
      .filter((part) => part.trim())
      .map((part) => {
        const [label = '', ...value] = part.split('=');
        return value.length === 0
          ? refuse('information', 'Write each field with its value: Industry=Law; Employees=9')
          : [label.trim(), value.join('=').trim()];
      }),
  );

/** @throws FieldErrors by column */
export const readDetails = (cells: Cells): DetailRow => {
  const entered = {
    extraEmails: list(cells.extra_emails),
    active: yesNo(cells, 'active'),
    paymentMethod: cells.payment_method?.toLowerCase().replace(/\s/g, '_'),
    cardBrand: cells.card_brand,
    cardLast4: cells.card_last4,
    cardExpMonth: whole(cells, 'card_exp_month'),
    cardExpYear: whole(cells, 'card_exp_year'),
    cardToken: cells.card_token,
    startOn: cellDay(cells, 'start_on'),
    endOn: cellDay(cells, 'end_on'),
    salespeople: people(cells),
    invoiceNote: cells.invoice_note,
    purchaseOrder: cells.purchase_order,
    purchaseOrderRequired: yesNo(cells, 'purchase_order_required'),
    vendorNumber: cells.vendor_number,
    taxNumber: cells.tax_number,
    taxJurisdiction: cells.tax_jurisdiction?.toUpperCase(),
    taxTreatment: cells.tax_treatment?.toLowerCase().replace(/\s/g, '_'),
    taxReason: cells.tax_reason,
    presentation: cells.presentation?.toLowerCase(),
  };
  return {
    entered: Object.fromEntries(Object.entries(entered).filter(([, value]) => value !== undefined)),
    contractType: cells.contract_type,
    terms: cells.terms,
    information: information(cells.information),
  };
};

/** What is called so. @throws FieldErrors at the column, with what there is */
export const called = <T extends { readonly name: string }>(
  all: readonly T[],
  name: string,
  column: string,
  what: string,
): T => {
  const found = all.find((each) => nameKey(each.name) === nameKey(name));
  if (found) return found;
  const known = all.map((each) => each.name).join(', ');
  return refuse(
    column,
    known ? `There are no such ${what}. There are: ${known}.` : `No ${what} are set up yet: \`/bill setup\` adds them.`,
  );
};

/** What the names in the rows of a file mean, looked up once. The reader throws FieldErrors by column. */
export const detailsReader = async (work: Work): Promise<(row: DetailRow) => Entered> => {
  const [{ fields }, terms, types] = await Promise.all([
    work.policy(informationPolicy),
    allTerms(work.tx),
    allContractTypes(work.tx),
  ]);
  return (row) => {
    const labels = Object.keys(row.information);
    const unknown = labels.find((label) => !fields.includes(label));
    if (unknown !== undefined)
      refuse('information', `“${unknown}” is no additional field. Settings, “Customer information”, names them.`);
    const entered: Record<string, Entered[FieldKey]> = { ...row.entered };
    for (const label of labels) entered[informationKey(label)] = row.information[label];
    if (row.terms) entered.termsId = called(terms, row.terms, 'terms', 'payment terms').id;
    if (row.contractType)
      entered.contractTypeId = called(types, row.contractType, 'contract_type', 'contract types').id;
    return entered;
  };
};
