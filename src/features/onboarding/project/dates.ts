/** What may be written into a project's dates. */

import { type Day, formatDay, todayIn } from '../../../core/time/calendar.ts';
import { dayProblem } from '../../../core/time/day-range.ts';
import type { ProjectDate, ProjectState } from '../../playbooks/index.ts';

/** A sentence for a day before the project's first; undefined for any other. Days of the customer. */
export const beforeItBegan = (on: Day, beganOn: Day): string | undefined =>
  on < beganOn ? `The project began on ${formatDay(beganOn)}. Choose that day or a later one.` : undefined;

/**
 * Why this day cannot be the project's date at this moment; undefined when it can. Gates are checked apart. Days are those of the
 * customer's calendar (ALL-4).
 * - No date lies before the day on which the project began, nor further ahead than plans go.
 * - ONB-13, ONB-14: a customer went live today or earlier, never in the future.
 * - It stands where a slice has built on it: once recurring billing is armed, the day of going live (ONB-16).
 *
 * Example: in Auckland it is March 3 at 2026-03-02T12:00Z, so the customer may have gone live on March 3, and not on the 4th.
 */
export const refusalOfDate = (
  project: Pick<ProjectState, 'parts' | 'catalogue' | 'wentLiveOn' | 'createdAt' | 'customer'>,
  date: ProjectDate,
  on: Day | undefined,
  now: Date,
): string | undefined => {
  const isGoingLive = date === 'wentLiveOn';
  if (isGoingLive && on === project.wentLiveOn) return undefined;
  const [stands] = project.catalogue.follows.flatMap((each) => each.dateStands?.(project, date) ?? []);
  if (stands) return stands;
  if (on === undefined) return undefined;
  const { timeZone } = project.customer;
  const today = todayIn(timeZone, now);
  if (isGoingLive && on > today) {
    return `The customer's day is ${formatDay(today)}: nobody has gone live on a later one yet. Schedule it as go-live date instead.`;
  }
  return beforeItBegan(on, todayIn(timeZone, project.createdAt)) ?? dayProblem(on, 'planned', today);
};
