import type { Tx } from '../../../../platform/db/open.ts';
import type { GroupUse } from '../../../customers/index.ts';

/** ALL-10: what keeps a customer in its currency, if anything of this kind does. */
export const billedSubscription = async (tx: Tx, customerId: string): Promise<string | undefined> => {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM subscriptions WHERE customer_id = ${customerId}::uuid) AS found`;
  return row?.found ? 'a subscription' : undefined;
};

/** ALL-10: whether something is billed with a group. */
export const subscribedGroup: GroupUse = async (tx, groupId) => {
  const [row] = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM subscriptions WHERE group_id = ${groupId}::uuid) AS found`;
  return row?.found ? 'a subscription' : undefined;
};
