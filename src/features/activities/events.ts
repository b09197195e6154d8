import type { Subject } from '../../core/subject.ts';
import { eventType } from '../../platform/work/events.ts';

/** An activity was scheduled, ended, re-opened or moved. */
export const activityChanged = eventType<{
  readonly activityId: string;
  readonly type: string;
  readonly key?: string;
  readonly subject?: Subject;
  readonly customerId?: string;
  readonly what: 'scheduled' | 'completed' | 'cancelled' | 'reopened' | 'reassigned' | 'rescheduled';
}>('activity.changed');
