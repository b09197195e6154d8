import { z } from 'zod';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

export interface LicensesPolicy {
  /** A reply in an expiry's thread that consists of one of these words alone confirms it. COL-5 */
  readonly confirmationWords: readonly string[];
  /** Whether somebody may confirm an expiry that they asked for themselves. ALL-1 */
  readonly allowSelfApproval: boolean;
  /** How many days before a license lapses accounting and Support are told. COL-6 */
  readonly lapseNoticeDays: number;
  /** Expiry tasks made at one go beyond this number arrive as a digest. */
  readonly digestThreshold: number;
}

/** What admins may change about licenses and their expiry. */
export const licensesPolicy: PolicyDefinition<LicensesPolicy> = {
  key: 'licenses',
  title: 'Licenses and expiry',
  schema: z.object({
    confirmationWords: z.array(z.string().trim().min(1).max(40)).min(1).max(20),
    allowSelfApproval: z.boolean(),
    lapseNoticeDays: z.int().min(0).max(90),
    digestThreshold: z.int().min(1).max(1000),
  }),
  defaults: {
    confirmationWords: ['done', 'confirmed', 'expired', 'fatto'],
    allowSelfApproval: false,
    lapseNoticeDays: 7,
    digestThreshold: 20,
  },
  fields: {
    confirmationWords: {
      label: 'Words that confirm',
      hint: 'A reply in the thread that is exactly one of these words confirms the task.',
      kind: 'words',
    },
    allowSelfApproval: {
      label: 'People may confirm an expiry that they asked for themselves',
      hint: 'Only for a workspace of one person.',
      kind: 'boolean',
    },
    lapseNoticeDays: { label: 'Days before a license lapses that it is named', kind: 'integer' },
    digestThreshold: { label: 'More tasks than this at one go arrive as a digest', kind: 'integer' },
  },
};
