import { z } from 'zod';
import { isZone } from '../../../core/time/calendar.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

export interface ReadingPolicy {
  /** Local times, such as 02:00. */
  readonly times: readonly string[];
  /** '' is the workspace's. */
  readonly zone: string;
}

/** When the gateway's reports are read from the directory that they are put into. COL-7 */
export const readingPolicy: PolicyDefinition<ReadingPolicy> = {
  key: 'reports-directory',
  title: 'When the gateway’s reports are read',
  schema: z.object({
    times: z
      .array(z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Write times such as 02:00.'))
      .min(1)
      .max(12),
    zone: z
      .string()
      .trim()
      .refine((zone) => zone === '' || isZone(zone), 'Write a zone, such as America/New_York, or nothing.'),
  }),
  defaults: { times: ['02:00', '11:00'], zone: '' },
  fields: {
    times: { label: 'Times of day', kind: 'times' },
    zone: { label: 'Time zone', hint: 'Blank: the workspace’s', kind: 'text' },
  },
};
