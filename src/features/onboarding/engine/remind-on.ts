import {
  addBusinessDays,
  addDays,
  compareDays,
  type Day,
  type Holidays,
  isBusinessDay,
} from '../../../core/time/calendar.ts';
import type { Stage } from '../../playbooks/index.ts';

/**
 * The day on which a desk is first reminded of a folder that came `from` this day on: after the stage's business days, and
 * not before it is due (ONB-17: so many days after go-live).
 *
 * Example: opened on Friday 2026-01-16 with 2 business days → Tuesday the 20th; with `dueDaysAfterGoLive` 30 and live since
 * the 15th → Monday 2026-02-16 (February 14 is a Saturday).
 */
export const remindOnOf = (
  stage: Pick<Stage, 'remindAfterBusinessDays' | 'dueDaysAfterGoLive'>,
  from: Day,
  wentLiveOn: Day | undefined,
  holidays: Holidays,
): Day => {
  const slow = addBusinessDays(from, stage.remindAfterBusinessDays, holidays);
  if (stage.dueDaysAfterGoLive === undefined || wentLiveOn === undefined) return slow;
  const due = addDays(wentLiveOn, stage.dueDaysAfterGoLive);
  const dueBusiness = isBusinessDay(due, holidays) ? due : addBusinessDays(due, 1, holidays);
  return compareDays(slow, dueBusiness) > 0 ? slow : dueBusiness;
};
