import { isEmail } from '../../../core/text/email.ts';
import { isIban } from '../../../core/text/iban.ts';
import { type Day, isZone, todayIn } from '../../../core/time/calendar.ts';
import type { Door } from '../../../platform/slice/door.ts';
import type { Look } from './look.ts';

export const sellerDoor: Door = { subject: 'seller', opens: 'seller.open', button: 'Open seller' };

/** Who issues documents: what they print of them, and where answers and bounces go. CUS-2 */
export interface SellerFields {
  readonly name: string;
  readonly address: string;
  /** ISO 3166-1, two capital letters: `IT`. */
  readonly country: string;
  readonly taxNumber?: string | undefined;
  readonly email: string;
  readonly replyTo?: string | undefined;
  readonly bounceTo?: string | undefined;
  /** Without blanks. */
  readonly iban?: string | undefined;
  /** Where customers pay online: printed, and as a code to scan, on what has no IBAN. */
  readonly payUrl?: string | undefined;
  /** By whose calendar documents are dated. BIL-12 */
  readonly timeZone: string;
}

export interface Seller extends SellerFields, Look {
  readonly id: string;
  /** The one that sells unless a billing group names another. */
  readonly isDefault: boolean;
  readonly version: number;
}

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Whether this is a country's code. Example: `IT` is, `XQ` is not. */
export const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && regions.of(code) !== undefined;

/** Only https, and short enough for a code to scan. */
const isPayUrl = (text: string): boolean =>
  text.length <= 300 && URL.canParse(text) && new URL(text).protocol === 'https:';

const mailProblem = 'This is not an email address. Write one, such as billing@example.com.';

/** What is wrong with a seller's entries, by field; empty when nothing is. CUS-2 */
export const sellerProblems = (entries: SellerFields): Record<string, string> => ({
  ...(entries.name.trim() ? {} : { name: 'Enter the name that documents print.' }),
  ...(entries.address.trim() ? {} : { address: 'Enter the address that documents print.' }),
  ...(isCountry(entries.country) ? {} : { country: 'Write the country’s two letters, such as US or IT.' }),
  ...(isEmail(entries.email) ? {} : { email: mailProblem }),
  ...(entries.replyTo === undefined || isEmail(entries.replyTo) ? {} : { reply_to: mailProblem }),
  ...(entries.bounceTo === undefined || isEmail(entries.bounceTo) ? {} : { bounce_to: mailProblem }),
  ...(entries.iban === undefined || isIban(entries.iban)
    ? {}
    : { iban: 'This IBAN’s check digits are wrong: compare it with the bank’s letter.' }),
  ...(entries.payUrl === undefined || isPayUrl(entries.payUrl)
    ? {}
    : { pay_url: 'Write the whole address, beginning with https://, such as https://pay.example.com.' }),
  ...(isZone(entries.timeZone)
    ? {}
    : { time_zone: 'This is not a time zone. Write it like Europe/Rome or America/New_York.' }),
});

/** As it is kept: codes in capital letters, the IBAN without blanks. */
export const tidySeller = (entries: SellerFields): SellerFields => ({
  ...entries,
  name: entries.name.trim(),
  country: entries.country.trim().toUpperCase(),
  iban: entries.iban?.replaceAll(/\s/g, '').toUpperCase() || undefined,
});

/**
 * Who issues what is billed to these groups: the seller that all of them name, else the default one; none where the accounting
 * system numbers invoices. BIL-12
 */
export const sellerFor = (
  sellers: readonly Seller[],
  groups: readonly { readonly sellerId: string | null }[],
): Seller | undefined => {
  const [named, ...others] = new Set(groups.map(({ sellerId }) => sellerId));
  return sellers.find(({ id, isDefault }) => (named && others.length === 0 ? id === named : isDefault));
};

/** The day by which a document that is issued now is dated. BIL-12 */
export const issueDay = (seller: Pick<Seller, 'timeZone'>, now: Date): Day => todayIn(seller.timeZone, now);
