import { z } from 'zod';
import type { PolicyDefinition } from '../work/policies.ts';

export interface DeliveryPolicy {
  /** A message that failed so often, while Slack took others, is parked for an admin. */
  readonly attempts: number;
}

/** What admins may change about sending. */
export const deliveryPolicy: PolicyDefinition<DeliveryPolicy> = {
  key: 'delivery',
  title: 'Sending messages',
  schema: z.object({ attempts: z.int().min(3).max(100) }),
  defaults: { attempts: 8 },
  fields: {
    attempts: {
      label: 'Tries before a message is held back',
      hint: 'Only what fails while Slack takes other messages is held back for an admin',
      kind: 'integer',
    },
  },
};
