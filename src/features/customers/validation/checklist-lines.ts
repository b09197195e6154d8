import { plural } from '../../../core/text/text.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { ChecklistItem } from '../../billing/checklist/index.ts';
import { setupSubject } from '../../billing/setup/index.ts';
import { checkAll } from './check-customers.ts';
import { endedButActive } from './ended-store.ts';

/** CUS-8: customers validated: nothing is found that would stop or spoil a bill. */
export const validatedItem: ChecklistItem = {
  order: 40,
  title: 'Customers validated',
  isSlow: true,
  read: async (deps) => {
    const { found, next } = await checkAll(deps);
    const mend = { text: 'Validate customers', action: 'customer.validate_all', value: setupSubject.id };
    if (found.length === 0) return { isDone: true, text: 'Nothing would stop or spoil a bill.', mend };
    const many = `${plural(found.length, 'customer')}${next === undefined ? '' : ' or more'}`;
    return { isDone: false, text: `Something would stop or spoil the bills of ${many}.`, mend };
  },
};

const counted = 100;

/** CUS-8: customers terminated: who has ended is not billed any more. */
export const endedItem: ChecklistItem = {
  order: 70,
  title: 'Customers and assets terminated',
  isSlow: true,
  read: async ({ db, timeZone, clock }) => {
    const today: Day = todayIn(timeZone, clock.now());
    const ended = await endedButActive(db.prisma, today, counted);
    const [first] = ended;
    if (!first) return { isDone: true, text: 'Nobody who has ended is active still.' };
    const many =
      ended.length === counted
        ? `${counted} customers or more have`
        : plural(ended.length, 'customer has', 'customers have');
    return {
      isDone: false,
      text: `${many} ended and ${ended.length === 1 ? 'is' : 'are'} active still, ${first.name} first.`,
      mend: { text: 'Open customer', action: 'customer.open', value: first.id },
    };
  },
};
