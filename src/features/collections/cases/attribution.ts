import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { system, type Work } from '../../../platform/work/work.ts';
import { bulkOf } from './report-in-hand.ts';

/** The author of what a report says. Whoever gave it stands in the audit log. */
export const theReport = 'report';

/** Who brought a case into its state, and when. */
export const authored = (by: string, at: Date): string =>
  by === theReport ? `the report of ${moment(at)}` : `${person(by)}, ${moment(at)}`;

/** Who writes into a thread, in front of what they did; Baton itself is not named. */
export const saying = (work: Work): string => {
  if (bulkOf(work)) return 'From the report: ';
  return work.by.id === system.userId ? '' : `${person(work.by.id)}: `;
};
