import { formatMoney, type Money } from '../../../../core/money/money.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import {
  type CaseFacts,
  type Decision,
  type Effect,
  isPartPaid,
  openOf,
  type PaymentArrived,
  type PaymentReversed,
} from './case.ts';
import { failAgain, withTime } from './deadline.ts';
import { nothing, went, without } from './decision.ts';
import { type CollectionsPolicy, triesUntilFailed } from './policy.ts';

/** The tries are used up, or the latest decline was hard and the gateway has no further attempt planned. COL-0 */
export const isOver = (facts: CaseFacts, policy: CollectionsPolicy): boolean =>
  facts.attempts >= triesUntilFailed(policy) || (facts.lastDecline === 'hard' && facts.nextAttemptOn === undefined);

/**
 * What is asked for after a further try: the latest amount counts. Once a part is paid, the gateway may try the rest alone.
 *
 * Example: $1,200.00, then a try of $1,260.00 → $1,260.00; with $500.00 of $1,200.00 paid, a try of $700.00 → $1,200.00. COL-2
 */
export const amountAfter = (facts: CaseFacts, tried: Money): Money => {
  if (facts.state === 'recovered') return facts.amount;
  if (facts.paid === 0n) return tried;
  if (tried.currency !== facts.amount.currency) return facts.amount;
  const isRest = tried.amount <= openOf(facts).amount || tried.amount <= facts.paid;
  return isRest ? { ...tried, amount: facts.paid + tried.amount } : tried;
};

const partText = (facts: CaseFacts): string =>
  `${formatMoney({ ...facts.amount, amount: facts.paid })} of ${formatMoney(facts.amount)} is paid; ${formatMoney(openOf(facts))} is open`;

/** Whoever waits for this money hears what is still open of it. */
const tellOpen = (facts: CaseFacts, text: string): readonly Effect[] => [
  { do: 'tell_accounting', text },
  ...(facts.state === 'advised' ? [{ do: 'tell_support', text } as const] : []),
];

/** Recovered once all of it came; a part of it changes nothing but what is open. COL-0 */
export const paid = (facts: CaseFacts, { received, at }: PaymentArrived): Decision => {
  if (received.currency !== facts.amount.currency)
    return went(facts, {
      do: 'tell_accounting',
      text: `${formatMoney(received)} came for this charge, which is in ${facts.amount.currency}: it is kept as the customer’s and pays nothing here.`,
    });
  const arrived: CaseFacts = {
    ...facts,
    paid: received.amount > facts.paid ? received.amount : facts.paid,
    paidAt: Math.max(at, facts.paidAt ?? at),
  };
  if (facts.state === 'recovered') return nothing(arrived);
  if (arrived.paid < arrived.amount.amount)
    return arrived.paid === facts.paid ? nothing(facts) : went(arrived, ...tellOpen(arrived, `${partText(arrived)}.`));
  const next: CaseFacts = { ...without(arrived, 'nextActionOn'), state: 'recovered', stateBefore: facts.state };
  const withdraw: readonly Effect[] =
    facts.state === 'advised' ? [{ do: 'withdraw_expiry', reason: 'The payment arrived.' }] : [];
  return went(next, ...withdraw, { do: 'log', text: 'Recovered: the payment arrived.' });
};

/**
 * The case is what it was, with time to act, and with what was tried meanwhile; where Support had been asked, that request
 * was withdrawn, so accounting decides anew; and a license that is active again by now is not called expired. BIL-17
 */
export const paymentReversed = (
  facts: CaseFacts,
  { received, isLicensed, cause = 'The payment was reversed' }: PaymentReversed,
  policy: CollectionsPolicy,
  today: Day,
): Decision => {
  const left: CaseFacts = { ...without(facts, 'stateBefore'), paid: received.amount };
  const tell = (text: string): Effect => ({ do: 'tell_accounting', text: `${cause}: ${text}` });
  if (facts.state !== 'recovered') {
    if (received.amount >= facts.paid) return nothing(facts);
    return went(
      { ...facts, paid: received.amount },
      ...tellOpen(facts, `${cause}: ${formatMoney(openOf(left))} is open.`),
    );
  }
  if (received.amount >= facts.amount.amount && received.amount > 0n)
    return went({ ...facts, paid: received.amount }, tell('what else came for this charge pays it in full.'));
  const part = isPartPaid(left) ? ` ${partText(left)}.` : '';
  const before = facts.stateBefore ?? 'failed';
  if (before === 'expired' && !isLicensed)
    return went({ ...left, state: 'expired' }, tell(`the license stays expired.${part}`));
  if (before === 'retrying' && !isOver(left, policy)) {
    const open: CaseFacts = { ...left, state: 'retrying' };
    return went(
      open.deadlineOn === undefined ? open : withTime(open, policy, today),
      tell(`this case is open again, and the gateway still tries the card.${part}`),
    );
  }
  const failed = failAgain(left, policy, today);
  return went(
    failed,
    tell(`this case is FAILED, and the last day to act is ${formatDay(failed.deadlineOn ?? today)}.${part}`),
  );
};
