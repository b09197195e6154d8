import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, button, context, section } from '../../../platform/block-kit/blocks.ts';
import { ledgerEditors, type SetupState } from '../setup/index.ts';
import { treatmentNames } from './tax-form.ts';
import { isSamePlace, mayTakeBack, rateText, type TaxRow } from './tax-row.ts';

interface Shown {
  readonly rows: readonly TaxRow[];
  readonly sellerName: (id: string) => string;
  /** Those of plans and charges. */
  readonly used: readonly string[];
  readonly today: Day;
  readonly now: Date;
}

const placeText = (row: TaxRow, sellerName: Shown['sellerName']): string =>
  [
    row.category,
    row.jurisdiction === '*' ? 'everywhere' : row.jurisdiction,
    ...(row.seller === '*' ? [] : [sellerName(row.seller)]),
  ].join(', ');

const rowLine = (row: TaxRow, { sellerName, today, now }: Shown): KnownBlock => {
  const what = row.treatment === 'taxed' ? rateText(row.rate) : treatmentNames[row.treatment];
  const act: ButtonSpec = mayTakeBack(row, today, now)
    ? { text: 'Take back', action: 'tax.take_back', value: row.id }
    : { text: 'New rate', action: 'tax.new_rate', value: row.id };
  const text = `*${escapeMrkdwn(clip(row.name, 100))}* ${what}  ${escapeMrkdwn(placeText(row, sellerName))}, from ${formatDay(row.validFrom)}`;
  return section(text, button(act));
};

/** Those that hold today or later: what has ended is history. */
const standing = (rows: readonly TaxRow[], today: Day): readonly TaxRow[] =>
  rows.filter(
    (row) =>
      !rows.some((later) => isSamePlace(later, row) && later.validFrom > row.validFrom && later.validFrom <= today),
  );

const mostListed = 12;

/** The table of taxes in the set-up; each category that something has needs a row. CUS-2, BIL-14 */
export const taxesState = (shown: Shown): SetupState => {
  const rows = standing(shown.rows, shown.today);
  const without = shown.used.filter((category) => !shown.rows.some((row) => row.category === category));
  return {
    missing: rows.length === 0 && without.length === 0 ? ['a tax'] : without.map((each) => `a tax for “${each}”`),
    blocks: [
      ...rows.slice(0, mostListed).map((row) => rowLine(row, shown)),
      ...(rows.length > mostListed ? [context(`and ${rows.length - mostListed} more`)] : []),
    ],
    buttons: [{ text: 'Add tax', action: 'tax.add', value: 'new', roles: ledgerEditors }],
  };
};
