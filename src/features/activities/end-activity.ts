import type { By, Deps } from '../../platform/work.ts';

/** Marks an activity as done. ACT-2 */
export async function completeActivity(
  _deps: Deps,
  _by: By,
  _input: { readonly activityId: string; readonly note?: string | undefined },
): Promise<void> {
  throw new Error('not written');
}

/** Cancels an activity, with a reason. ACT-2 */
export async function cancelActivity(
  _deps: Deps,
  _by: By,
  _input: { readonly activityId: string; readonly reason: string },
): Promise<void> {
  throw new Error('not written');
}
