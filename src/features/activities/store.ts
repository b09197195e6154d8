import type { Subject } from '../../core/subject.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Activity } from './activity.ts';

/** A subject's activities, oldest first. */
export async function activitiesOf(_tx: Tx, _subject: Subject): Promise<readonly Activity[]> {
  throw new Error('not written');
}
