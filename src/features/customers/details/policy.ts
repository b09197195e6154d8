import { z } from 'zod';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

export interface InformationPolicy {
  /** The labels of the fields. */
  readonly fields: readonly string[];
}

/** CUS-1: which additional information is recorded about customers. */
export const informationPolicy: PolicyDefinition<InformationPolicy> = {
  key: 'customer_information',
  title: 'Customer information',
  schema: z.object({
    fields: z
      .array(z.string().min(1).max(60, 'Shorten each field’s name to 60 characters.'))
      .max(25, 'A form holds 25 of them.')
      .refine((labels) => new Set(labels).size === labels.length, 'Each field once.'),
  }),
  defaults: { fields: [] },
  fields: {
    fields: {
      label: 'Additional fields of a customer',
      hint: 'What is recorded in one that is taken out stays, and is shown again once it is back.',
      kind: 'words',
    },
  },
};
