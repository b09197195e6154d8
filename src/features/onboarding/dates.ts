/** What may be written into a project's dates. */
import { type Day, formatDay } from '../../core/calendar.ts';
import type { ProjectDate } from './playbook.ts';
import type { ProjectState } from './project.ts';

/**
 * Why this day cannot be the project's date; undefined when it can. Gates are checked apart.
 * - ONB-13, ONB-14: a customer went live today or earlier, never in the future.
 * - ONB-16: once recurring billing is armed, the day of going live stands; the credit was computed from it.
 *
 * @param today in the customer's zone (ALL-4)
 */
export const refusalOfDate = (
  project: Pick<ProjectState, 'subscription' | 'wentLiveOn'>,
  date: ProjectDate,
  on: Day | undefined,
  today: Day,
): string | undefined => {
  if (date !== 'wentLiveOn' || on === project.wentLiveOn) return undefined;
  if (project.subscription?.template.armed) {
    return 'Recurring billing was armed from the day the customer went live. Disarm it first, then correct the day.';
  }
  if (on !== undefined && on > today) {
    return `The customer's day is ${formatDay(today)}: nobody has gone live on a later one yet. Schedule it as go-live date instead.`;
  }
  return undefined;
};
