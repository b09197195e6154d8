/** What a customer will be reminded of: by the function of the job. BIL-18, BIL-19 */
import { addDays, formatDay } from '../../../../core/time/calendar.ts';
import { sendsMail } from '../../../../platform/delivery/index.ts';
import { calendarPolicy, holidaysOf } from '../../../../platform/jobs/business-days.ts';
import { foresees } from '../../../../platform/work/policies.ts';
import { type CalendarSource, customersByNames, nameKey } from '../../../customers/index.ts';
import { ladderOf, planRounds, remindersPolicy, roundTexts } from '../ladder/index.ts';
import { readAccounts } from './read-accounts.ts';
import { ladderInForce } from './remind-job.ts';

export const remindersAhead: CalendarSource = async (deps, customerId, { first, last }) => {
  const ladder = await ladderInForce(deps);
  const [read] = ladder ? await readAccounts(deps.db.prisma, [customerId], first) : [];
  if (!ladder || !read) return [];
  return planRounds(read.account, ladder, first, last).flatMap((round) =>
    roundTexts(round).map((text) => ({ on: round.on, text, subject: { type: 'customer', id: customerId } })),
  );
};

const shownDays = 60;
const mostLines = 15;

/** The calendar of the customer whom the setting names, and how many are reminded at once: before it is saved. ALL-9 */
export const remindersForesight = foresees(
  remindersPolicy,
  async ({ tx, today, policy, contributions }, { before, after }) => {
    const isMail = sendsMail(contributions);
    const lines = [
      ...(after.isOn && !isMail
        ? ['There is no mail server (SMTP_URL): only calls are asked for until there is one.']
        : []),
      ...(before.isOn && !after.isOn ? ['Nobody is reminded any more. What was sent stays.'] : []),
    ];
    if (after.shownFor === '') return lines;
    const customer = (await customersByNames(tx, [after.shownFor])).get(nameKey(after.shownFor));
    if (!customer)
      return [
        ...lines,
        `There is no customer called “${after.shownFor}”: write the name as it stands in their window.`,
      ];
    const ladder = ladderOf(after, holidaysOf(await policy(calendarPolicy)), isMail);
    const [read] = await readAccounts(tx, [customer.id], today);
    const until = addDays(today, shownDays);
    const entries = read
      ? planRounds(read.account, ladder, today, until).flatMap((round) =>
          roundTexts(round).map((text) => `${formatDay(round.on)}: ${text}`),
        )
      : [];
    const head = `What ${customer.name} would be sent until ${formatDay(until)}, if nothing is paid or promised${after.isOn ? '' : ', once reminders are on'}:`;
    if (entries.length === 0) return [...lines, `${head} nothing.`];
    const more = entries.length - mostLines;
    return [...lines, head, ...entries.slice(0, mostLines), ...(more > 0 ? [`and ${more} more`] : [])];
  },
);
