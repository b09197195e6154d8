import type { Tx } from '../../../platform/db/open.ts';
import { point } from '../../../platform/work/contributions.ts';

/** Whether something is billed with a group: what, such as `a subscription`; undefined where nothing of that kind is. ALL-10 */
export type GroupUse = (tx: Tx, groupId: string) => Promise<string | undefined>;

/** Contributed by the slices whose things point to a billing group. */
export const groupUses = point<GroupUse>('customers.group_uses');
