import { z } from 'zod';
import { plural } from '../../../core/text/text.ts';
import { foresees, type PolicyDefinition } from '../../../platform/work/policies.ts';
import { countOpen } from './store.ts';

export interface TerminationsPolicy {
  /** How many days after their notice a customer without a contract ends. */
  readonly noticeDays: number;
}

/** CUS-6 */
export const terminationsPolicy: PolicyDefinition<TerminationsPolicy> = {
  key: 'terminations',
  title: 'Terminations',
  schema: z.object({ noticeDays: z.int().min(0).max(730) }),
  defaults: { noticeDays: 30 },
  fields: {
    noticeDays: {
      label: 'Days of notice of customers without a contract',
      hint: 'Contracts have their own. An earlier end needs a reason.',
      kind: 'integer',
    },
  },
};

/** ALL-9: whoever gave notice keeps their last day. */
export const terminationsForesight = foresees(terminationsPolicy, async ({ tx }, { before, after }) => {
  const open = before.noticeDays === after.noticeDays ? 0 : await countOpen(tx);
  return open > 0
    ? [`${plural(open, 'termination')} under way: their last day stays. Those that are begun from now on follow this.`]
    : [];
});
