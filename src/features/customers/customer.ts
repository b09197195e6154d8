import { isCurrency } from '../../core/money/money.ts';
import { cleanLine, visibleText } from '../../core/text/clean-text.ts';
import { isEmail } from '../../core/text/email.ts';
import { isZone } from '../../core/time/calendar.ts';
import type { Door } from '../../platform/slice/door.ts';

/** The external select's action id that finds customers while typing: `lookupInput({ name: 'customer', source: customerLookup, … })`. */
export const customerLookup = 'customer.lookup';

export const customerSubject = (id: string) => ({ type: 'customer' as const, id });

export const customerDoor: Door = { subject: 'customer', opens: 'customer.open', button: 'Open customer' };

/** A billed company, as other slices see it. CUS-1 */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly contactName?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly language: string;
  readonly active: boolean;
  /** How often it was edited. */
  readonly version: number;
  /** Who last erased the contact's personal data, and when. Another contact may have been entered since. ALL-7 */
  readonly contactErased?: { readonly by: string; readonly at: Date };
}

/** Who may enter customers and correct their contact data. ALL-1 */
export const customerEditors = ['sales', 'billing', 'accounting', 'project_manager', 'admin'] as const;

/** Who may erase a contact's personal data. ALL-7 */
export const contactErasers = ['admin', 'management'] as const;

export interface NewCustomer {
  readonly name: string;
  readonly contactName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
  readonly currency: string;
  /** IANA zone; the workspace's when left out. */
  readonly timeZone?: string | undefined;
  readonly language?: string | undefined;
}

export const maxNameLength = 200;

/** A name as it is kept: in one line, without anything invisible. */
export const tidyName = (name: string): string => cleanLine(name);

/**
 * Two names are the same customer when they differ only in letter case, in blanks, in how a character is encoded or in what
 * nobody sees.
 *
 * Example: `nameKey(' ACME\u00a0 Corp.\u200d ')` is `acme corp.`.
 */
export const nameKey = (name: string): string => {
  // Upper case first: it brings ß and SS together, which lower case alone does not.
  const folded = name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return visibleText(folded).normalize('NFKC');
};

/**
 * What is wrong with the entries, by field name (`customer`, `email`, `time_zone`, `currency`); empty when nothing is.
 * CUS-1
 */
export const customerProblems = (entries: Partial<NewCustomer>): Record<string, string> => {
  const problems: Record<string, string> = {};
  if (entries.name !== undefined) {
    if (nameKey(entries.name) === '') problems.customer = 'Enter the customer’s name.';
    else if (tooLong(entries.name)) problems.customer = `Shorten the name to ${maxNameLength} characters.`;
  }
  if (entries.email && !isEmail(entries.email)) {
    problems.email = 'This is not an email address. Write one, such as jo@example.com.';
  }
  if (entries.timeZone && !isZone(entries.timeZone)) {
    problems.time_zone = 'This is not a time zone. Write it like Europe/Rome or America/New_York.';
  }
  if (entries.currency !== undefined && !isCurrency(entries.currency)) {
    problems.currency = 'This is not a currency. Write its three letters, such as USD.';
  }
  return problems;
};

/** What a customer's row says about a person there. ALL-7 */
export const contactFields = ['contactName', 'email', 'phone', 'address'] as const;

/** Also when its key, in which single signs may become whole words, would not fit into the index. */
const tooLong = (name: string): boolean => name.length > maxNameLength || nameKey(name).length > 3 * maxNameLength;
