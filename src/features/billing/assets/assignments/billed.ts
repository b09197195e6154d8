import type { Tx } from '../../../../platform/db/open.ts';
import { point } from '../../../../platform/work/contributions.ts';

/** Assets, and whose they were or are. */
export interface BilledWith {
  readonly assetIds: readonly string[];
  readonly customerIds: readonly string[];
  readonly since: Date;
}

/** Contributed by who makes bills: whether one that stands was made of these assets since. ALL-5 */
export const assetBills = point<(tx: Tx, of: BilledWith) => Promise<boolean>>('assets.bills');
