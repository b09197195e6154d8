/** The walk of a termination: which steps it has, and which of them are done, by the facts. Pure. CUS-6 */
import { formatMoney, type Money } from '../../../core/money/money.ts';
import { plural } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Terminable, Termination } from './termination.ts';

export type StepName = 'end' | 'bill' | 'sent' | 'inactive' | 'assets' | 'credit';

export interface Step {
  readonly name: StepName;
  readonly title: string;
  readonly isDone: boolean;
  /** What it is, or what is missing; mrkdwn. */
  readonly text: string;
}

/** What the steps follow from. */
export interface WalkFacts {
  readonly today: Day;
  readonly isActive: boolean;
  /** What is to be billed until its end, with what it comes to; by the function that makes the bills. */
  readonly toBill: { readonly bills: number; readonly total: Money };
  /** Credits that no bill is left for, before tax; zero or negative. */
  readonly toCredit: Money;
  /** Why no bill can be reckoned. */
  readonly problem?: string | undefined;
  /** Bills that did not go to the customer yet. */
  readonly unsent: readonly { readonly id: string; readonly name: string }[];
  /** Assets that the customer's billing groups still have after its end. */
  readonly assets: number;
  /** What is left of the customer's money; zero or more. */
  readonly balance: Money;
}

const stepsFor: Readonly<Record<Terminable, readonly StepName[]>> = {
  customer: ['end', 'bill', 'sent', 'inactive', 'assets', 'credit'],
  subscription: ['end', 'bill', 'sent'],
  asset: ['end', 'bill', 'sent'],
};

const isBilled = ({ toBill, toCredit, problem }: WalkFacts): boolean =>
  problem === undefined && toBill.bills === 0 && toCredit.amount === 0n;

const waivedText = ({ waived }: Termination): string | undefined =>
  waived && `waived by ${person(waived.by)}, ${moment(waived.at)}`;

const billText = ({ toBill, toCredit, problem }: WalkFacts): string => {
  if (problem !== undefined) return problem;
  if (toBill.bills > 0) return `${plural(toBill.bills, 'bill')} to be made: ${formatMoney(toBill.total)}`;
  if (toCredit.amount < 0n)
    return `${formatMoney({ ...toCredit, amount: -toCredit.amount })} before tax are to be credited: no bill is left to stand on`;
  return 'everything until the last day is billed';
};

const sentText = ({ unsent }: WalkFacts, billed: boolean): string => {
  if (unsent.length > 0)
    return `${unsent
      .map(({ name }) => name)
      .slice(0, 8)
      .join(', ')}: not marked as sent`;
  return billed ? 'everything went to the customer' : 'comes after the final bill';
};

const stepOf = (name: StepName, of: Termination, facts: WalkFacts): Step => {
  const { noticeOn, endOn, recorded, waived } = of;
  const billed = waived !== undefined || isBilled(facts);
  switch (name) {
    case 'end':
      return {
        name,
        title: 'Notice and end date',
        isDone: true,
        text: `notice on ${formatDay(noticeOn)}, last day *${formatDay(endOn)}*; ${person(recorded.by)}, ${moment(recorded.at)}`,
      };
    case 'bill':
      return { name, title: 'Final bill', isDone: billed, text: waivedText(of) ?? billText(facts) };
    case 'sent':
      return {
        name,
        title: 'Sent',
        isDone: waived !== undefined || (billed && facts.unsent.length === 0),
        text: waivedText(of) ?? sentText(facts, billed),
      };
    case 'inactive':
      return {
        name,
        title: 'Inactive',
        isDone: !facts.isActive,
        text: facts.isActive ? 'nothing can be billed after that' : 'nothing is billed any more',
      };
    case 'assets':
      return {
        name,
        title: 'Assets detached',
        isDone: facts.assets === 0,
        text: facts.assets === 0 ? 'none is left' : `${plural(facts.assets, 'asset')} still billed to the customer`,
      };
    case 'credit':
      return {
        name,
        title: 'Remaining credit',
        isDone: facts.balance.amount === 0n || of.carried !== undefined,
        text: creditText(of, facts),
      };
  }
};

const creditText = ({ carried }: Termination, { balance }: WalkFacts): string => {
  if (balance.amount === 0n) return 'nothing is left over';
  const left = `${formatMoney(balance)} are left over`;
  return carried
    ? `${left} and carried over by ${person(carried.by)}, ${moment(carried.at)}`
    : `${left}: refund them, or carry them over`;
};

/**
 * CUS-6: the steps in their order, each ticked by what is so.
 *
 * Example: nothing left to bill and all of it sent: `inactive` is the first that is not done.
 */
export const stepsOf = (of: Termination, facts: WalkFacts): readonly Step[] =>
  stepsFor[of.subject.type].map((name) => stepOf(name, of, facts));

/** The first step that is not done; none when it is finished. */
export const nextStep = (steps: readonly Step[]): Step | undefined => steps.find(({ isDone }) => !isDone);

/**
 * CUS-6: why a step cannot be taken now: an earlier one is not done; undefined where it can.
 *
 * Example: `inactive` while the final bill is not sent: “Sent comes first: I-3: not marked as sent.”
 */
export const tooEarly = (steps: readonly Step[], name: StepName): string | undefined => {
  const at = steps.findIndex((step) => step.name === name);
  const missing = steps.slice(0, at).find(({ isDone }) => !isDone);
  return missing && `“${missing.title}” comes first: ${missing.text}.`;
};
