import { z } from 'zod';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import { parseTypeService } from './services.ts';

export interface ActivitiesPolicy {
  /** What people choose from. */
  readonly types: readonly string[];
  /** `Type: service` or `Type: service; USD 150.00`. */
  readonly services: readonly string[];
}

/** ACT-1: the types, and the services some of them add by themselves. */
export const activitiesPolicy: PolicyDefinition<ActivitiesPolicy> = {
  key: 'activities',
  title: 'Activities',
  schema: z.object({
    types: z.array(z.string().min(1).max(60)).min(1).max(100),
    services: z.array(
      z
        .string()
        .refine(
          (text) => parseTypeService(text) !== undefined,
          'Write “Type: service” or “Type: service; USD 150.00”.',
        ),
    ),
  }),
  defaults: {
    types: ['Call', 'Meeting', 'Visit', 'Training', 'Installation', 'Repair', 'Knowledge transfer', 'Follow-up'],
    services: ['Installation: On-site installation', 'Repair: Repair work'],
  },
  fields: {
    types: { label: 'Types', kind: 'words' },
    services: {
      label: 'Services that types add by themselves',
      hint: 'Such as “Installation: On-site installation; USD 150.00”',
      kind: 'words',
    },
  },
};
