/** When a customer's licenses expire. CUS-6, BIL-19 */
import { formatDay } from '../../../core/time/calendar.ts';
import { isWithin } from '../../../core/time/spans.ts';
import type { CalendarSource, OpenThings } from '../../customers/index.ts';
import { type License, licenseDoor } from './license.ts';
import { licensesFor } from './store.ts';

const called = ({ product, key }: License): string => `License ${product} ${key}`;
const subjectOf = ({ id }: License) => ({ type: licenseDoor.subject, id });

export const openLicensesOf: OpenThings = async (tx, customerId) =>
  (await licensesFor(tx, customerId))
    .filter(({ state }) => state === 'active')
    .slice(0, 10)
    .map((each) => ({ text: `${called(each)}, until ${formatDay(each.expiresOn)}`, subject: subjectOf(each) }));

export const licensesAhead: CalendarSource = async ({ db }, customerId, days) =>
  (await licensesFor(db.prisma, customerId))
    .filter(({ state, expiresOn }) => state === 'active' && isWithin(expiresOn, days))
    .map((each) => ({ on: each.expiresOn, text: `${called(each)} expires`, subject: subjectOf(each) }));
