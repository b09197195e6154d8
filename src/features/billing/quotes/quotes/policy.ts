import { z } from 'zod';
import { plural } from '../../../../core/text/text.ts';
import { addDays } from '../../../../core/time/calendar.ts';
import { foresees, type PolicyDefinition } from '../../../../platform/work/policies.ts';
import { countEnding, countStanding } from './store.ts';

export interface QuotesPolicy {
  /** For how many days a quote is valid unless another day is chosen. */
  readonly validDays: number;
  /** How many days before its last day a quote that nobody answered is named. */
  readonly soonDays: number;
}

export const quotesPolicy: PolicyDefinition<QuotesPolicy> = {
  key: 'quotes',
  title: 'Quotes',
  schema: z.object({ validDays: z.int().min(1).max(365), soonDays: z.int().min(0).max(60) }),
  defaults: { validDays: 30, soonDays: 5 },
  fields: {
    validDays: { label: 'Days for which a quote is valid', hint: 'Unless another day is chosen', kind: 'integer' },
    soonDays: {
      label: 'Days before its end on which a quote without an answer is named first',
      kind: 'integer',
    },
  },
};

/** ALL-9: quotes that there are keep their last day. */
export const quotesForesight = foresees(quotesPolicy, async ({ tx, today }, { before, after }) => {
  const standing = before.validDays === after.validDays ? 0 : await countStanding(tx);
  const isOtherSoon = before.soonDays !== after.soonDays;
  const soon = isOtherSoon ? await countEnding(tx, addDays(today, after.soonDays)) : 0;
  return [
    ...(standing > 0
      ? [`${plural(standing, 'quote')} that nobody answered yet: their last day stays; new ones follow this.`]
      : []),
    ...(isOtherSoon
      ? [
          `${plural(soon, 'quote without an answer ends', 'quotes without an answer end')} so soon that Home says so from now on.`,
        ]
      : []),
  ];
});
