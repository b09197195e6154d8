import { z } from 'zod';
import { plural } from '../../../../core/text/text.ts';
import { foresees, type PolicyDefinition } from '../../../../platform/work/policies.ts';
import { parseMinimum } from './minimum.ts';
import { countUnfulfilled } from './store.ts';

export interface LicenseChangesPolicy {
  /** Support is asked to set added licenses once their invoice is paid; else as soon as the quote is accepted. */
  readonly fulfilAfterPayment: boolean;
  /** `CODE: 5`, or `CODE: 1 in the first term`. */
  readonly minimums: readonly string[];
}

/** BIL-10 */
export const licenseChangesPolicy: PolicyDefinition<LicenseChangesPolicy> = {
  key: 'license_changes',
  title: 'Changing licenses',
  schema: z.object({
    fulfilAfterPayment: z.boolean(),
    minimums: z.array(
      z
        .string()
        .refine(
          (text) => parseMinimum(text) !== undefined,
          'Write “CODE: 5” or “CODE: 1 in the first term”, with the code of a plan or charge.',
        ),
    ),
  }),
  defaults: { fulfilAfterPayment: false, minimums: [] },
  fields: {
    fulfilAfterPayment: { label: 'Added licenses are fulfilled once they are paid', kind: 'boolean' },
    minimums: {
      label: 'Fewest licenses',
      hint: 'By the code of the plan or charge, such as “LAWYERS: 5, USERS: 1 in the first term”',
      kind: 'words',
    },
  },
};

/** ALL-9: what was accepted is fulfilled as it was then; what customers have stays. */
export const licenseChangesForesight = foresees(licenseChangesPolicy, async ({ tx }, { before, after }) => {
  const isOtherTime = before.fulfilAfterPayment !== after.fulfilAfterPayment;
  const pending = isOtherTime ? await countUnfulfilled(tx) : 0;
  return [
    ...(pending > 0
      ? [`${plural(pending, 'accepted quote')} whose licenses wait for the payment: they go on waiting for it.`]
      : []),
    ...(before.minimums.join() === after.minimums.join()
      ? []
      : [
          'What customers have stays as it is, also where it is fewer: the minimums hold for what is reduced from now on.',
        ]),
  ];
});
