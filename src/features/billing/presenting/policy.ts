import { z } from 'zod';
import { isEmail } from '../../../core/text/email.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

export interface PresentingPolicy {
  /** An invoice that no server has accepted by then is named to accounting as not presented. */
  readonly hours: number;
  /** Who gets a copy of every letter with an invoice, and is named in none. */
  readonly copies: readonly string[];
}

/** BIL-3 */
export const presentingPolicy: PolicyDefinition<PresentingPolicy> = {
  key: 'presenting',
  title: 'Sending invoices',
  schema: z.object({
    hours: z.int().min(1).max(720),
    copies: z.array(z.string().refine(isEmail, 'Write email addresses, such as archive@example.com.')).max(5),
  }),
  defaults: { hours: 48, copies: [] },
  fields: {
    hours: {
      label: 'Hours after which an invoice counts as not presented',
      hint: 'When no mail server has accepted it by then, accounting is told',
      kind: 'integer',
    },
    copies: {
      label: 'Addresses that get a blind copy of every invoice',
      hint: 'At most five, such as archive@example.com. Blank: nobody.',
      kind: 'words',
    },
  },
};
