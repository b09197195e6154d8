/** Which lines stand on which bill. BIL-16 */
import type { Day } from '../../../core/time/calendar.ts';
import { type Account, type DueLine, periodsBilled } from './due.ts';

/** A bill to make. */
export interface DueBill {
  /** The issue day of its period; none where only changes and what is charged once stand on it. */
  readonly scheduledOn?: Day | undefined;
  readonly lines: readonly DueLine[];
}

/**
 * BIL-16: one bill for each issue day that was missed. What is charged once, and what changed in periods that were billed
 * before, credits among it, goes on the first of them, or on a bill of its own where no period is due.
 *
 * Example: April was billed; a service was added on April 10, and May comes: its rest of April stands on May's bill.
 */
export const billsOf = (lines: readonly DueLine[], account: Account): readonly DueBill[] => {
  const before = new Set(periodsBilled(account).map(({ first }) => first));
  const scheduledOn = (line: DueLine) => (before.has(line.period.first) ? undefined : line.issueOn);
  const days = [...new Set(lines.flatMap((line) => scheduledOn(line) ?? []))].sort();
  if (days.length === 0) return lines.length === 0 ? [] : [{ lines }];
  return days.map((on) => ({
    scheduledOn: on,
    lines: lines.filter((line) => (scheduledOn(line) ?? days[0]) === on),
  }));
};
