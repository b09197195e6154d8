/** The table of taxes as people keep it; what follows from it for a line is in `tax.ts`. BIL-14 */
import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { isInTime } from '../../../platform/slice/undo.ts';
import { point } from '../../../platform/work/contributions.ts';
import { isCountry } from '../sellers/index.ts';
import type { TaxRule, TaxTreatment } from './tax.ts';

export const taxTreatments = [
  'taxed',
  'exempt',
  'reverse_charge',
  'out_of_scope',
] as const satisfies readonly TaxTreatment[];

/** What people enter; a seller is `*` or its id. */
export type TaxFields = TaxRule;

export interface TaxRow extends TaxRule {
  readonly id: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** Of what is sold which tax categories are in use; each needs a tax before it can be billed. CUS-2 */
export const usedTaxCategories = point<(tx: Tx) => Promise<readonly string[]>>('billing.tax_categories');

/** `*`, a country, or a part of one: `US`, `US-NY`. */
const isJurisdiction = (text: string): boolean =>
  text === '*' || (/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(text) && isCountry(text.slice(0, 2)));

/** As it is kept: codes and places in capital letters, categories in small ones. */
export const tidyTax = (entries: TaxFields): TaxFields => ({
  ...entries,
  code: entries.code.trim().toUpperCase(),
  name: entries.name.trim(),
  category: entries.category.trim().toLowerCase(),
  jurisdiction: entries.jurisdiction.trim().toUpperCase() || '*',
  reason: entries.reason?.trim() || undefined,
});

const treatmentProblems = ({ treatment, rate, reason }: TaxFields): Record<string, string> => {
  if (treatment === 'taxed')
    return reason === undefined ? {} : { reason: 'Only what is not taxed has a reason: leave this blank.' };
  return {
    ...(rate === 0 ? {} : { rate: 'Write 0: what is not taxed has no rate.' }),
    ...(reason ? {} : { reason: 'Write the reason that the document prints, such as the article of the law.' }),
  };
};

/** What is wrong with tidy entries, by field; empty when nothing is. BIL-14 */
export const taxProblems = (entries: TaxFields): Record<string, string> => ({
  ...(/^[\p{L}\p{N}][\p{L}\p{N}./_-]{0,39}$/u.test(entries.code)
    ? {}
    : { code: 'Write a short code, such as NY or IVA22.' }),
  ...(entries.name ? {} : { name: 'Enter the name that the document prints, such as NY sales tax.' }),
  ...(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u.test(entries.category)
    ? {}
    : { category: 'Name what is sold as plans and charges do, such as services.' }),
  ...(isJurisdiction(entries.jurisdiction)
    ? {}
    : { jurisdiction: 'Write a country or a part of one, such as IT or US-NY; blank for everywhere.' }),
  ...treatmentProblems(entries),
});

const most = 1_000_000;

/**
 * A rate in per cent, with up to four decimals, as millionths.
 *
 * Example: `8.875` and `8,875 %` are 88,750; `22` is 220,000.
 * @returns undefined for what is none, or above 100 %
 */
export const parseRate = (text: string): number | undefined => {
  const match = /^(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(text.normalize('NFKC').trim());
  if (!match) return undefined;
  const rate = Number(`${match[1]}${(match[2] ?? '').padEnd(4, '0')}`);
  return rate <= most ? rate : undefined;
};

/** `8.875 %`, `22 %`, `0 %`. */
export const rateText = (rate: number): string => `${rateEntry(rate)} %`;

/** As the field takes it. */
export const rateEntry = (rate: number): string => {
  const fraction = String(rate % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${Math.floor(rate / 10_000)}${fraction ? `.${fraction}` : ''}`;
};

/** Whether two rows are about the same: of two of them the one that begins later takes the other's place. */
export const isSamePlace = (one: TaxRule, other: TaxRule): boolean =>
  one.category === other.category && one.jurisdiction === other.jurisdiction && one.seller === other.seller;

/**
 * Why a row cannot be added to the table; undefined when it can. A row that was used is never changed: a newer one ends it, from
 * today or later on. BIL-14
 * @param others those of the same place
 */
export const rowProblem = (
  others: readonly Pick<TaxRule, 'validFrom'>[],
  { validFrom }: Pick<TaxRule, 'validFrom'>,
  today: Day,
): 'taken' | 'past' | undefined => {
  if (others.some((each) => each.validFrom === validFrom)) return 'taken';
  // Before the first there was no tax, so that nothing could be billed.
  const isFirst = others.every((each) => validFrom < each.validFrom);
  return isFirst || validFrom >= today ? undefined : 'past';
};

/** Whether a row can be taken back: its first day is not over, or it was added a moment ago. ALL-5 */
export const mayTakeBack = ({ validFrom, addedAt }: TaxRow, today: Day, now: Date): boolean =>
  validFrom >= today || isInTime(addedAt, now);
