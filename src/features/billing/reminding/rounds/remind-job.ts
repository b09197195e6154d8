import { newId } from '../../../../core/ids.ts';
import { addDays, type Day, isBusinessDay, todayIn } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { sendsMail } from '../../../../platform/delivery/index.ts';
import { calendarPolicy, holidaysOf } from '../../../../platform/jobs/business-days.ts';
import type { Job } from '../../../../platform/jobs/job.ts';
import { type Deps, system, type Work } from '../../../../platform/work/work.ts';
import { writeToCustomer } from '../../correspondence/index.ts';
import { lockInvoices, redraw } from '../../invoices/index.ts';
import { defaultSeller, type Seller, sellerById } from '../../sellers/index.ts';
import { askToCall } from '../calls/index.ts';
import {
  type Ladder,
  ladderOf,
  type Reminding,
  type Round,
  remind,
  remindersPolicy,
  roundTexts,
} from '../ladder/index.ts';
import { type ReadAccount, readAccounts } from './read-accounts.ts';
import { type Cutoff, customersToLookAt, insertReminders, type NewReminder, owedBills } from './store.ts';
import { reminderLetter } from './write-reminder.ts';

const atOnce = 50;

/** As it holds now; nothing where customers are not reminded. */
export const ladderInForce = async ({
  policy,
  contributions,
}: Pick<Work, 'policy' | 'contributions'>): Promise<Ladder | undefined> => {
  const [own, calendar] = [await policy(remindersPolicy), await policy(calendarPolicy)];
  return own.isOn ? ladderOf(own, holidaysOf(calendar), sendsMail(contributions)) : undefined;
};

/** No step of a bill that is due later than that has come in any zone; business days take longer than as many calendar days. */
const cutoffsOf = ({ steps, inBusinessDays }: Ladder, today: Day): readonly Cutoff[] =>
  steps.map(({ days }) => {
    const far = inBusinessDays && days < 0 ? 2 * days - 14 : days;
    return { days, dueUntil: addDays(today, 1 - far) };
  });

const auditOf = (work: Work, { customerId }: ReadAccount, id: string, reminding: Reminding, channel: string): void =>
  work.audit({
    action: 'reminder.sent',
    subject: { type: 'customer', id: customerId },
    customerId,
    after: {
      reminder: id,
      channel: channel === 'mail' ? 'letter' : 'call',
      step: reminding.step.days,
      invoices: reminding.bills.map(({ bill }) => bill.number),
    },
  });

/** Who issued all of it, or who issues usually. */
const sellerOf = async (tx: Tx, { sellers }: ReadAccount, { bills }: Reminding): Promise<Seller | undefined> => {
  const [only, other] = [...new Set(bills.map(({ bill }) => sellers.get(bill.id)))];
  return only !== undefined && other === undefined ? sellerById(tx, only) : defaultSeller(tx);
};

/** What one account's round writes; its rows are written with those of the others. */
const takeRound = async (work: Work, read: ReadAccount, round: Round, on: Day): Promise<readonly NewReminder[]> => {
  const { customerId } = read;
  const reminders: NewReminder[] = [];
  if (round.letter) {
    const seller = await sellerOf(work.tx, read, round.letter);
    if (!seller) return reminders;
    const id = newId();
    const letterId = await writeToCustomer(work, await reminderLetter(work, read, round.letter, seller));
    reminders.push({ id, customerId, channel: 'mail', letterId, on, at: work.now, reminding: round.letter });
    auditOf(work, read, id, round.letter, 'mail');
  }
  if (round.call) {
    const id = newId();
    reminders.push({ id, customerId, channel: 'call', letterId: undefined, on, at: work.now, reminding: round.call });
    await askToCall(work, {
      customerId,
      why: round.call.step.channel === 'call' ? 'step' : 'unreachable',
      reminderId: id,
    });
    auditOf(work, read, id, round.call, 'call');
  }
  return reminders;
};

/** Reads again what is locked: who else was first has written what they did. ALL-3 @returns how many customers were reminded */
const remindSome = (deps: Deps, customerIds: readonly string[]): Promise<number> =>
  deps.transact(system, async (work) => {
    const ladder = await ladderInForce(work);
    if (!ladder) return 0;
    const found = await owedBills(work.tx, customerIds);
    const invoices = await lockInvoices(
      work,
      found.map(({ id }) => id),
    );
    const accounts = await readAccounts(work.tx, customerIds, addDays(work.today, -1));
    const reminders: NewReminder[] = [];
    for (const read of accounts) {
      const on = todayIn(read.details.timeZone, work.now);
      const round = remind(read.account, ladder, on);
      const taken = await takeRound(work, read, round, on);
      reminders.push(...taken);
      const text = taken.length > 0 ? `The customer is reminded: ${roundTexts(round).join('; ')}.` : '';
      const named = new Set(taken.flatMap(({ reminding }) => reminding.bills.map(({ bill }) => bill.id)));
      for (const invoice of invoices) if (named.has(invoice.id)) redraw(work, invoice, { text });
    }
    await insertReminders(work.tx, reminders);
    return new Set(reminders.map(({ customerId }) => customerId)).size;
  });

/** One that fails keeps no other from being reminded; it is looked at again on the next day. */
const eachApart = async (deps: Deps, customerIds: readonly string[]): Promise<number> => {
  let reminded = 0;
  for (const id of customerIds) {
    try {
      reminded += await remindSome(deps, [id]);
    } catch (error) {
      deps.log.error({ err: error, customer: id }, 'a customer could not be reminded');
    }
  }
  return reminded;
};

/** BIL-18: everybody of whom a step has come, once, however often it runs. @returns how many were reminded */
export const remindCustomers = async (deps: Deps): Promise<number> => {
  const ladder = await ladderInForce(deps);
  const today = todayIn(deps.timeZone, deps.clock.now());
  // Each customer's own day is asked later; where nobody works anywhere, nobody is looked at.
  const days = [-1, 0, 1].map((apart) => addDays(today, apart));
  if (!ladder || !days.some((on) => isBusinessDay(on, ladder.holidays))) return 0;
  let [reminded, after] = [0, undefined as string | undefined];
  for (;;) {
    const ids = await customersToLookAt(deps.db.prisma, cutoffsOf(ladder, today), { after, take: atOnce, today });
    if (ids.length > 0) reminded += await remindSome(deps, ids).catch(() => eachApart(deps, ids));
    after = ids.at(-1);
    if (ids.length < atOnce) return reminded;
  }
};

export const remindersJob: Job = {
  name: 'customers.remind',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: async (deps) => {
    await remindCustomers(deps);
  },
};
