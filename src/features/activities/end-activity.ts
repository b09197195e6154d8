import { FieldErrors } from '../../core/errors.ts';
import { escapeMrkdwn } from '../../core/text.ts';
import { person } from '../../platform/slack/mentions.ts';
import type { By, Deps, Work } from '../../platform/work.ts';
import type { Activity } from './activity.ts';
import { lockOpen } from './concerned.ts';
import { activityById, endRow } from './store.ts';
import { tellChange } from './tell.ts';

async function end(
  work: Work,
  activity: Activity,
  state: 'completed' | 'cancelled',
  note: string | undefined,
): Promise<void> {
  await endRow(work, activity.id, state, note);
  const after = await activityById(work.tx, activity.id);
  await tellChange(work, after ?? activity, {
    what: state,
    action: `activity.${state}`,
    before: { state: 'open' },
    after: { state },
    reason: note,
    text: `${person(work.by.id)} ${state} it${note ? `: ${escapeMrkdwn(note)}` : '.'}`,
  });
}

/** Marks an activity as done. ACT-2 */
export async function completeActivity(
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly note?: string | undefined },
): Promise<void> {
  await deps.transact(by, async (work) => {
    await end(work, await lockOpen(work, input.activityId, 'complete this activity'), 'completed', input.note);
  });
}

/** Cancels an activity, with a reason. ACT-2 */
export async function cancelActivity(
  deps: Deps,
  by: By,
  input: { readonly activityId: string; readonly reason: string },
): Promise<void> {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is cancelled.' });
  await deps.transact(by, async (work) => {
    await end(work, await lockOpen(work, input.activityId, 'cancel this activity'), 'cancelled', input.reason);
  });
}
