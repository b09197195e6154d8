import type { Work } from '../../platform/work.ts';
import type { NewActivity } from './activity.ts';

/** Schedules an activity, tells its unit or person, and answers its id. ACT-1 */
export async function scheduleActivity(_work: Work, _input: NewActivity): Promise<string> {
  throw new Error('not written');
}
