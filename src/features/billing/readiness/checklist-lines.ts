/** Whether the month's bills are made and out. CUS-8 */
import { plural } from '../../../core/text/text.ts';
import { firstOfMonth, formatDay, todayIn } from '../../../core/time/calendar.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { ChecklistItem } from '../checklist/index.ts';
import { runsSince, unsentBills } from './store.ts';

const todayOf = ({ timeZone, clock }: Deps) => todayIn(timeZone, clock.now());

/** CUS-8: bills run: this month's run is done, and nothing of it waits for somebody. */
export const runItem: ChecklistItem = {
  order: 50,
  title: 'Bills run',
  read: async (deps) => {
    const since = firstOfMonth(todayOf(deps));
    const { done, waiting, left } = await runsSince(deps.db.prisma, since, deps.timeZone);
    const start = { text: 'Run bills', action: 'bill.run', value: 'new' };
    if (waiting) {
      const mend = { text: 'Open run', action: 'run.open', value: waiting };
      return { isDone: false, text: 'A run is not finished: confirm it, or wait for its end.', mend };
    }
    if (!done) return { isDone: false, text: `None is done since ${formatDay(since)}.`, mend: start };
    const mend = { text: 'Open run', action: 'run.open', value: done };
    return left > 0
      ? {
          isDone: false,
          text: `${plural(left, 'customer')} of the last one ${left === 1 ? 'is' : 'are'} left aside or held.`,
          mend,
        }
      : { isDone: true, text: 'The last one left nobody aside.', mend };
  },
};

const counted = 100;

/** CUS-8: tested and sent: what is issued went out. */
export const sentItem: ChecklistItem = {
  order: 60,
  title: 'Tested and sent',
  read: async ({ db }) => {
    const unsent = await unsentBills(db.prisma, counted);
    const [first] = unsent;
    if (!first) return { isDone: true, text: 'Whatever is issued is sent.' };
    const many =
      unsent.length === counted
        ? `${counted} invoices or more are`
        : plural(unsent.length, 'invoice is', 'invoices are');
    return {
      isDone: false,
      text: `${many} issued and not sent yet, ${first.number} first.`,
      mend: unsent.some(({ byMail }) => byMail)
        ? { text: 'Send by mail', action: 'invoices.send', value: 'all' }
        : { text: 'Open invoice', action: 'invoice.open', value: first.id },
    };
  },
};
