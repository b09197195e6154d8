import { eventType } from '../../../../platform/work/events.ts';

/** The next dates of subscriptions, by id, or who bills them, are others: bills of them were made, or they were scheduled anew. BIL-20 */
export const schedulesMoved = eventType<readonly string[]>('subscriptions.schedules_moved');
