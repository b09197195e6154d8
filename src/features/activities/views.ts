import type { KnownBlock } from '@slack/types';
import type { Activity } from './activity.ts';

/** A compact list of activities; none when there are none. */
export function activityLines(_activities: readonly Activity[]): readonly KnownBlock[] {
  throw new Error('not written');
}
