import { z } from 'zod';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

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
