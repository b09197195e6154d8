import { addDays, type Day, todayIn } from '../../../core/time/calendar.ts';
import { isWithin } from '../../../core/time/spans.ts';
import type { CalendarEntry, CalendarSource } from '../calendar/calendar-entry.ts';
import { type Contract, contractDoor, lastDay, type TermInHand, termInHand } from './contract.ts';
import { contractsPolicy } from './policy.ts';
import { contractsOf } from './store.ts';

const ofTerm = (
  { number, renews }: Contract,
  { noticeBy, endOn }: TermInHand,
  remindDays: number,
): readonly { readonly on: Day; readonly text: string }[] => [
  { on: addDays(noticeBy, -remindDays), text: `Contract ${number}: accounting and its owner are reminded` },
  { on: noticeBy, text: `Contract ${number}: last day to give notice` },
  ...(renews ? [{ on: endOn, text: `Contract ${number} is renewed` }] : []),
];

/** When a customer's contracts can be ended, who is reminded of that, and when they end. BIL-19, CUS-9 */
export const contractsAhead: CalendarSource = async (deps, customerId, days) => {
  const { db, clock, timeZone } = deps;
  const { remindDays } = await deps.policy(contractsPolicy);
  const today = todayIn(timeZone, clock.now());
  const entriesOf = (contract: Contract): readonly CalendarEntry[] => {
    const subject = { type: contractDoor.subject, id: contract.id };
    const [end, term] = [lastDay(contract), contract.notice ? undefined : termInHand(contract, today)];
    return [
      ...(end ? [{ on: end, text: `Contract ${contract.number} ends` }] : []),
      ...(term ? ofTerm(contract, term, remindDays) : []),
    ].map((each) => ({ ...each, subject }));
  };
  return (await contractsOf(db.prisma, [customerId])).flatMap(entriesOf).filter(({ on }) => isWithin(on, days));
};
