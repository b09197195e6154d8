import { z } from 'zod';
import { isCurrency } from '../../../core/money/money.ts';
import { plural } from '../../../core/text/text.ts';
import { foresees, type PolicyDefinition } from '../../../platform/work/policies.ts';
import { countHolds } from './hold-store.ts';

/** Minor units by currency. */
type Amounts = Readonly<Record<string, string>>;

export interface BillRunsPolicy {
  /** A customer's bills below it wait for the next run. */
  readonly minimum: Amounts;
  /** A customer's bills above it are exceptional: held until somebody releases them. */
  readonly exceptional: Amounts;
  /** For how many days drafts of a run wait before they are issued by themselves; 0: never. */
  readonly draftDays: number;
}

const amounts = z.record(z.string().refine(isCurrency), z.string().regex(/^\d{1,12}$/));

/** BIL-2 */
export const billRunsPolicy: PolicyDefinition<BillRunsPolicy> = {
  key: 'bill_runs',
  title: 'Bill runs',
  schema: z.object({ minimum: amounts, exceptional: amounts, draftDays: z.int().min(0).max(60) }),
  defaults: { minimum: {}, exceptional: {}, draftDays: 0 },
  fields: {
    minimum: {
      label: 'Bills below this wait for the next run',
      hint: 'One amount per currency, such as: USD 10.00, EUR 10.00. Blank: none waits.',
      kind: 'amounts',
    },
    exceptional: {
      label: 'Bills above this are held for release',
      hint: 'One amount per currency, such as: USD 10000.00. Blank: none is held.',
      kind: 'amounts',
    },
    draftDays: {
      label: 'Days after which a run’s drafts are issued by themselves',
      hint: '0: somebody issues them',
      kind: 'integer',
    },
  },
};

/** ALL-9: it decides about the runs that come; what was held or made waits as it does. */
export const billRunsForesight = foresees(billRunsPolicy, async ({ tx }, { before, after }) => {
  const isOtherLimit = JSON.stringify(before.exceptional) !== JSON.stringify(after.exceptional);
  const held = isOtherLimit ? await countHolds(tx) : 0;
  return [
    ...(held > 0 ? [`${plural(held, 'bill')} held already: they go on waiting for their release.`] : []),
    ...(before.draftDays === after.draftDays
      ? []
      : [
          'Drafts that runs have made keep the day on which they are issued by themselves; those of later runs follow this.',
        ]),
  ];
});
