import { z } from 'zod';
import { plural } from '../../../core/text/text.ts';
import { addDays } from '../../../core/time/calendar.ts';
import { foresees, type PolicyDefinition } from '../../../platform/work/policies.ts';
import { countNearing } from './store.ts';

export interface ContractsPolicy {
  /** How many days before the last day to give notice accounting and the owner are reminded. */
  readonly remindDays: number;
}

/** CUS-9 */
export const contractsPolicy: PolicyDefinition<ContractsPolicy> = {
  key: 'contracts',
  title: 'Contracts',
  schema: z.object({ remindDays: z.number().int().min(0).max(365) }),
  defaults: { remindDays: 30 },
  fields: {
    remindDays: {
      label: 'Days before the last day to give notice on which accounting and the owner are reminded',
      kind: 'integer',
    },
  },
};

/** ALL-9: who is reminded the next morning because of it. */
export const contractsForesight = foresees(contractsPolicy, async ({ tx, today }, { before, after }) => {
  if (after.remindDays <= before.remindDays) return [];
  const due = await countNearing(tx, addDays(today, after.remindDays));
  return due > 0
    ? [
        `${plural(due, 'contract')} whose last day to give notice is no further away: accounting and the owner are reminded by the next morning.`,
      ]
    : [];
});
