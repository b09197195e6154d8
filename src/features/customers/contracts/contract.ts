import { addDays, addMonths, type Day } from '../../../core/time/calendar.ts';
import type { Door } from '../../../platform/slice/door.ts';

/** What was agreed with a customer, and until when. CUS-9 */
export interface Contract {
  readonly id: string;
  readonly customerId: string;
  readonly number: string;
  /** The parties, and the programs it is about. */
  readonly parties: string | null;
  readonly startOn: Day;
  /** The last day of the first term. */
  readonly endOn: Day;
  /** How many months it is renewed for. */
  readonly termMonths: number;
  /** It is renewed unless notice is given. */
  readonly renews: boolean;
  /** How many days before a term's last day notice must be given. */
  readonly noticeDays: number;
  readonly signedOn: Day | null;
  /** Whom accounting asks, and who is reminded. */
  readonly owner: string;
  readonly notice: Notice | null;
}

/** That it ends: who said so, when that was received, and from which day on it holds. */
export interface Notice {
  /** The person at the customer, until erased. */
  readonly from: string | null;
  readonly receivedOn: Day;
  readonly effectiveOn: Day;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

export type ContractEntries = Omit<Contract, 'id' | 'customerId' | 'notice'>;

export const contractDoor: Door = { subject: 'contract', opens: 'contract.open', button: 'Open contract' };

/** Who keeps contracts. ALL-1 */
export const contractKeepers = ['sales', 'billing', 'accounting', 'management', 'admin'] as const;

export const mostTermMonths = 240;
export const mostNoticeDays = 730;

type Dates = Pick<Contract, 'startOn' | 'endOn' | 'termMonths' | 'renews' | 'noticeDays'>;

/** The last day of a term that begins on a day. Example: 12 months from 2026-01-01 → 2026-12-31. */
export const endOfTerm = (startOn: Day, months: number): Day => addDays(addMonths(startOn, months), -1);

/**
 * The last day of the term after so many renewals. Counted from the start, so that short months cost no days: monthly from
 * January 31 ends on February 27, March 30, April 29. A first term of another length is followed by whole ones.
 */
export const endAfter = ({ startOn, endOn, termMonths }: Dates, renewals: number): Day =>
  endOn === endOfTerm(startOn, termMonths)
    ? endOfTerm(startOn, termMonths * (renewals + 1))
    : endOfTerm(addDays(endOn, 1), termMonths * renewals);

export interface TermInHand {
  readonly endOn: Day;
  /** The last day to give notice so that it ends with this term. */
  readonly noticeBy: Day;
}

/**
 * The term that notice can still end on a day, and by when: of an automatic renewal the first whose last day to give notice has
 * not passed. CUS-9
 *
 * Example: a year from 2026-01-01, 90 days' notice: on 2026-10-02 it is 2026-12-31, by 2026-10-02; on 2026-10-03 it is
 * 2027-12-31, by 2027-10-02.
 * @returns undefined for a contract that is not renewed and whose last day to say so has passed
 */
export const termInHand = (contract: Dates, today: Day): TermInHand | undefined => {
  const after = (renewals: number): TermInHand => {
    const endOn = renewals === 0 ? contract.endOn : endAfter(contract, renewals);
    return { endOn, noticeBy: addDays(endOn, -contract.noticeDays) };
  };
  for (let renewals = 0; ; renewals++) {
    const term = after(renewals);
    if (term.noticeBy >= today) return term;
    // The calendar ends, and so does every contract.
    if (!contract.renews || term.endOn >= '9999-01-01') return undefined;
  }
};

/** The last day of a contract: by notice, else of one that is not renewed; undefined for one that goes on. */
export const lastDay = ({ notice, renews, endOn }: Contract): Day | undefined =>
  notice?.effectiveOn ?? (renews ? undefined : endOn);

/** What is wrong with a contract's entries, by field; empty when nothing is. CUS-9 */
export const contractProblems = (entries: ContractEntries): Record<string, string> => {
  const { number, startOn, endOn, termMonths, noticeDays, signedOn } = entries;
  const isTerm = Number.isInteger(termMonths) && termMonths >= 1 && termMonths <= mostTermMonths;
  const isNotice = Number.isInteger(noticeDays) && noticeDays >= 0 && noticeDays <= mostNoticeDays;
  return {
    ...(number.trim() === '' || number.length > 100
      ? { number: 'Write the contract’s number, in at most 100 characters.' }
      : {}),
    ...(endOn < startOn ? { end_on: 'It ends before it starts: choose a later day.' } : {}),
    ...(isTerm ? {} : { term_months: `Write the months of a term, from 1 to ${mostTermMonths}.` }),
    ...(isNotice ? {} : { notice_days: `Write the days of notice, from 0 to ${mostNoticeDays}.` }),
    ...(signedOn && signedOn > endOn ? { signed_on: 'It was signed after it ended: choose an earlier day.' } : {}),
  };
};

/** What is wrong with a notice, by field. */
export const noticeProblems = (
  { startOn }: Pick<Contract, 'startOn'>,
  notice: Pick<Notice, 'receivedOn' | 'effectiveOn'>,
  today: Day,
): Record<string, string> => ({
  ...(notice.receivedOn > today ? { received_on: 'This day is still to come: write down what was received.' } : {}),
  ...(notice.effectiveOn < notice.receivedOn
    ? { effective_on: 'It holds from the day it was received at the earliest.' }
    : {}),
  ...(notice.effectiveOn < startOn ? { effective_on: 'The contract starts later.' } : {}),
});
