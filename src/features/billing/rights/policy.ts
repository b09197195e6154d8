import { z } from 'zod';
import { isCurrency } from '../../../core/money/money.ts';
import { plural } from '../../../core/text/text.ts';
import { on } from '../../../platform/work/events.ts';
import { foresees, type PolicyDefinition, policyChanged } from '../../../platform/work/policies.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { Limits, MoneyRight, Right } from './right.ts';
import { waitingApprovals } from './store.ts';

/** Who may do what, and up to which amount alone. ALL-11 */
export interface RightsPolicy {
  readonly credit: readonly Role[];
  readonly creditAbove: Limits;
  readonly refund: readonly Role[];
  readonly refundAbove: Limits;
  readonly writeOff: readonly Role[];
  readonly writeOffAbove: Limits;
  readonly reopen: readonly Role[];
  readonly reopenAbove: Limits;
  readonly release: readonly Role[];
  readonly releaseAbove: Limits;
  readonly changePolicy: readonly Role[];
  readonly closePeriod: readonly Role[];
}

const roles = z.array(z.string()).min(1, 'Choose at least one role: somebody must be able to do it.');
const amounts = z.record(z.string().refine(isCurrency), z.string().regex(/^\d{1,12}$/));

const above = (what: string) =>
  ({
    label: `${what} above this, a second person approves`,
    kind: 'amounts',
    hint: 'One amount per currency, such as: USD 1000.00, EUR 1000.00. Where any is named, a currency without one always needs a second person; blank: nobody does.',
  }) as const;

/** The matrix; admins alone change it, or whoever may change a setting could give themselves the rest. */
export const rightsPolicy: PolicyDefinition<RightsPolicy> = {
  key: 'rights',
  title: 'Who may do what with money',
  isForAdmins: true,
  schema: z.object({
    credit: roles,
    creditAbove: amounts,
    refund: roles,
    refundAbove: amounts,
    writeOff: roles,
    writeOffAbove: amounts,
    reopen: roles,
    reopenAbove: amounts,
    release: roles,
    releaseAbove: amounts,
    changePolicy: roles,
    closePeriod: roles,
  }),
  defaults: {
    credit: ['accounting'],
    creditAbove: { USD: '100000', EUR: '100000' },
    refund: ['accounting'],
    refundAbove: { USD: '100000', EUR: '100000' },
    writeOff: ['accounting'],
    writeOffAbove: { USD: '100000', EUR: '100000' },
    reopen: ['accounting'],
    reopenAbove: {},
    release: ['billing', 'accounting'],
    releaseAbove: {},
    changePolicy: ['admin'],
    closePeriod: ['accounting'],
  },
  fields: {
    credit: { label: 'Issue credit notes', kind: 'roles' },
    creditAbove: above('Credit notes'),
    refund: { label: 'Refund money', kind: 'roles' },
    refundAbove: above('Refunds'),
    writeOff: { label: 'Write amounts off', kind: 'roles' },
    writeOffAbove: above('Write-offs'),
    reopen: { label: 'Re-open what is settled', kind: 'roles' },
    reopenAbove: above('Re-opening'),
    release: { label: 'Release what is held', kind: 'roles' },
    releaseAbove: above('Releasing'),
    changePolicy: { label: 'Change settings', kind: 'roles' },
    closePeriod: { label: 'Close a period', kind: 'roles' },
  },
};

/** The roles that have the right. */
export const rolesWith = (policy: RightsPolicy, right: Right): readonly Role[] => {
  const byRight: Readonly<Record<Right, readonly Role[]>> = {
    credit: policy.credit,
    refund: policy.refund,
    write_off: policy.writeOff,
    reopen: policy.reopen,
    release: policy.release,
    change_policy: policy.changePolicy,
    close_period: policy.closePeriod,
  };
  return byRight[right];
};

export const limitsOf = (policy: RightsPolicy, right: MoneyRight): Limits => {
  const byRight: Readonly<Record<MoneyRight, Limits>> = {
    credit: policy.creditAbove,
    refund: policy.refundAbove,
    write_off: policy.writeOffAbove,
    reopen: policy.reopenAbove,
    release: policy.releaseAbove,
  };
  return byRight[right];
};

/** More requests than wait at once. */
const mostWaiting = 200;

/** ALL-9: what was asked for is decided by who may then, and is not done by itself where its amount needs nobody any more. */
export const rightsForesight = foresees(rightsPolicy, async ({ tx }, { before, after }) => {
  const waiting =
    JSON.stringify(before) === JSON.stringify(after) ? 0 : (await waitingApprovals(tx, mostWaiting)).length;
  return waiting > 0
    ? [`${plural(waiting, 'request')} waiting for a second person: whoever has the right by this may decide them.`]
    : [];
});

/** Whoever may decide sees so in the messages of what waits. */
export const rightsReaction = on(policyChanged, async (work, { key }) => {
  if (key !== rightsPolicy.key) return;
  for (const { id } of await waitingApprovals(work.tx, mostWaiting)) work.show({ kind: 'approval', subjectId: id });
});
