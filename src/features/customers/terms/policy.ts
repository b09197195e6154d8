import { z } from 'zod';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import { parseTerms } from './terms.ts';

export interface TermsPolicy {
  /** `net 14`; blank: none, and whoever pays by invoice without terms is a finding. */
  readonly standard: string;
}

/** BIL-16: when what is billed is due, where neither group nor customer have terms of their own. */
export const termsPolicy: PolicyDefinition<TermsPolicy> = {
  key: 'payment_terms',
  title: 'Payment terms',
  schema: z.object({
    standard: z
      .string()
      .refine(
        (text) => text.trim() === '' || parseTerms(text) !== undefined,
        'Write “at once”, “net 14” (1 to 365 days) or “first of the service month”, or leave it blank.',
      ),
  }),
  defaults: { standard: '' },
  fields: {
    standard: {
      label: 'Terms of customers that have none of their own',
      hint: '“at once”, “net 14” or “first of the service month”. Blank: such customers are found when customers are validated.',
      kind: 'text',
    },
  },
};
