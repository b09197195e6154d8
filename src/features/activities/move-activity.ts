import type { Day } from '../../core/calendar.ts';
import type { Role } from '../../platform/roles.ts';
import type { By, Deps } from '../../platform/work.ts';

/** Gives an activity to another unit or person. ACT-2 */
export async function reassignActivity(
  _deps: Deps,
  _by: By,
  _input: { readonly activityId: string; readonly unit?: Role | undefined; readonly assigneeId?: string | undefined; readonly reason?: string | undefined },
): Promise<void> {
  throw new Error('not written');
}

/** Moves an activity's dates. ACT-2 */
export async function rescheduleActivity(
  _deps: Deps,
  _by: By,
  _input: {
    readonly activityId: string;
    readonly startOn?: Day | undefined;
    readonly estimatedOn?: Day | undefined;
    readonly expectedOn?: Day | undefined;
    readonly reason?: string | undefined;
  },
): Promise<void> {
  throw new Error('not written');
}
