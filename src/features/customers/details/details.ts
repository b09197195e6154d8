import type { Day } from '../../../core/time/calendar.ts';

export const paymentMethods = ['free', 'invoice', 'credit_card'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];
export const taxTreatments = ['taxable', 'exempt', 'reverse_charge'] as const;
export const presentations = ['mail', 'web', 'paper', 'portal'] as const;
export const languages = ['en', 'it'] as const;
export const cardBrands = [
  'Visa',
  'Mastercard',
  'American Express',
  'Discover',
  'Diners Club',
  'JCB',
  'UnionPay',
  'Maestro',
  'Other',
] as const;

/** All that a customer's forms hold, field by field; what is not filled in is null. CUS-1 */
export interface CustomerDetails {
  readonly name: string;
  readonly contactName: string | null;
  readonly email: string | null;
  /** Further addresses that receive invoices. */
  readonly extraEmails: readonly string[];
  readonly phone: string | null;
  readonly address: string | null;
  /** Informational: it never changes a bill. */
  readonly contractTypeId: string | null;
  readonly active: boolean;
  readonly paymentMethod: string;
  readonly cardBrand: string | null;
  readonly cardLast4: string | null;
  readonly cardExpMonth: number | null;
  readonly cardExpYear: number | null;
  /** What the gateway calls the card; never its number. */
  readonly cardToken: string | null;
  readonly startOn: Day | null;
  readonly endOn: Day | null;
  readonly salespeople: readonly string[];
  readonly invoiceNote: string | null;
  readonly language: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly termsId: string | null;
  readonly purchaseOrder: string | null;
  readonly purchaseOrderRequired: boolean;
  /** `customer`: groups that may share an invoice do; `group`: each has its own. */
  readonly invoicePer: string;
  readonly vendorNumber: string | null;
  readonly taxNumber: string | null;
  /** Such as `US-NY`. */
  readonly taxJurisdiction: string | null;
  readonly taxTreatment: string;
  readonly taxReason: string | null;
  readonly presentation: string;
  /** By the labels that Settings name. */
  readonly information: Readonly<Record<string, string>>;
}

export type DetailName = Exclude<keyof CustomerDetails, 'information'>;

/** A field of a form: a detail, or a field of the additional information, `information:Industry`. */
export type FieldKey = DetailName | `information:${string}`;

export type FieldValue = string | number | boolean | null | readonly string[];

export const informationKey = (label: string): FieldKey => `information:${label}`;

export const labelOf = (key: FieldKey): string | undefined =>
  key.startsWith('information:') ? key.slice('information:'.length) : undefined;

export const fieldValue = (details: CustomerDetails, key: FieldKey): FieldValue => {
  const label = labelOf(key);
  return label === undefined ? details[key as DetailName] : (details.information[label] ?? null);
};

/** The block that holds the field in a form: `contact_name`, `information:Industry`. */
export const blockOf = (key: FieldKey): string =>
  labelOf(key) === undefined ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;

/** The values stay in the customer's row, from which they can be erased; the log says only that they changed. ALL-7 */
const personal: readonly string[] = [
  'contactName',
  'email',
  'extraEmails',
  'phone',
  'address',
  'invoiceNote',
  'cardToken',
];

export const isPersonal = (key: FieldKey): boolean => labelOf(key) !== undefined || personal.includes(key);

/** Nothing was entered there: it may be filled in without saying why. ALL-5 */
export const isBlank = (value: FieldValue): boolean =>
  value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0);
