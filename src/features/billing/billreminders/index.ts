import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { calendarSources } from '../../customers/index.ts';
import { laterButton } from './actions/remind-later.ts';
import { skipButton } from './actions/skip-bill.ts';
import { unskipButton } from './actions/take-skip-back.ts';
import { followSchedules, followVoids } from './follow-schedules.ts';
import { putOffAhead, remindJob } from './remind-job.ts';
import { reminderSlot, remindersHome } from './reminder-message.ts';

export { remindLater } from './actions/remind-later.ts';
export { skipBill } from './actions/skip-bill.ts';
export { unskipBill } from './actions/take-skip-back.ts';
export { askForBills } from './remind-job.ts';

/** Bills that people make, and are reminded of. BIL-20 */
export const billRemindersSlice: Slice = {
  name: 'bill reminders',
  interactions: [skipButton, unskipButton, laterButton],
  slots: [reminderSlot],
  home: [remindersHome],
  jobs: [remindJob],
  contributes: [contribute(calendarSources, putOffAhead)],
  reactions: [followSchedules, followVoids],
};
