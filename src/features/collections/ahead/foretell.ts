/** What happens next to a customer's failed charges. CUS-6, BIL-19 */
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import { isWithin, type Period } from '../../../core/time/spans.ts';
import type { CalendarEntry, CalendarSource, OpenThings } from '../../customers/index.ts';
import {
  type CaseFacts,
  type CollectionCase,
  type CollectionsPolicy,
  caseDoor,
  caseTitle,
  collectionsPolicy,
  decide,
  waitingCases,
} from '../cases/index.ts';

const most = 50;
/** A deadline that only reminds does so without end. */
const mostSteps = 5;

const subjectOf = ({ id }: CollectionCase) => ({ type: caseDoor.subject, id });

export const openCasesOf: OpenThings = async (tx, customerId) =>
  (await waitingCases(tx, { customerId }, 0, 10)).cases.map((each) => ({
    text: caseTitle(each),
    subject: subjectOf(each),
  }));

/** What the days of a case will make of it if nobody pays and nobody acts: by the table that the daily sweep asks. COL-0 */
export const stepsAhead = (
  facts: CaseFacts,
  policy: CollectionsPolicy,
  days: Period,
): readonly { readonly on: Day; readonly text: string }[] => {
  const steps: { on: Day; text: string }[] = [];
  let now = facts;
  while (steps.length < mostSteps && now.nextActionOn !== undefined) {
    const on = now.nextActionOn < days.first ? days.first : now.nextActionOn;
    const decision = decide(now, { type: 'due' }, policy, on);
    if (!isWithin(on, days) || !decision.ok || decision.next === now) break;
    for (const effect of decision.effects)
      if (effect.do === 'tell_accounting') steps.push({ on, text: `if nothing is paid until then: ${effect.text}` });
    now = decision.next;
  }
  return steps;
};

const daysOf = (of: CollectionCase, policy: CollectionsPolicy, days: Period): readonly CalendarEntry[] => {
  const named = [
    { on: of.nextAttemptOn, text: 'the gateway tries the card again' },
    { on: of.state === 'advised' ? undefined : of.deadlineOn, text: 'last day to act' },
    ...stepsAhead(of, policy, days),
  ];
  return named.flatMap(({ on, text }) =>
    on && isWithin(on, days) ? [{ on, text: `${caseTitle(of)}: ${text}`, subject: subjectOf(of) }] : [],
  );
};

export const casesAhead: CalendarSource = async (deps, customerId, days) => {
  const { db, clock, timeZone } = deps;
  const policy = await deps.policy(collectionsPolicy);
  // The sweep goes by the workspace's day.
  const today = todayIn(timeZone, clock.now());
  const ahead = { ...days, first: days.first < today ? today : days.first };
  return (await waitingCases(db.prisma, { customerId }, 0, most)).cases.flatMap((each) => daysOf(each, policy, ahead));
};
