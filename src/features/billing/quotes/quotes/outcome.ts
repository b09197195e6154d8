/** What becomes of quotes that are accepted, by whoever carries it out. */
import type { Money } from '../../../../core/money/money.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { type Contributions, point } from '../../../../platform/work/contributions.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { QuoteLine } from '../lines/line.ts';
import type { Becomes, Quote } from './quote.ts';

/** Where it is read: a transaction, or what is committed. */
export interface OutcomeReader extends Pick<Work, 'policy' | 'now' | 'today' | 'contributions'> {
  readonly tx: Tx;
}

/** What would come of it now. */
export interface Foreseen {
  /** What it would come to; the quote's own amount, where nothing has changed since. */
  readonly total: Money;
  /** Mrkdwn, a sentence. */
  readonly text: string;
}

export interface QuoteOutcome {
  readonly becomes: Becomes;
  /** As people choose it, and after “Becomes”: `a draft invoice`. */
  readonly text: string;
  /** @throws UserError, Conflict: why nothing can come of it, and what to do */
  readonly foresee: (from: OutcomeReader, quote: Quote, lines: readonly QuoteLine[]) => Promise<Foreseen>;
  /** In the transaction that accepts it, the quote locked. @returns what was done, for its thread; mrkdwn */
  readonly carryOut: (work: Work, quote: Quote, lines: readonly QuoteLine[]) => Promise<string>;
  /**
   * ALL-5: what came of it goes with the acceptance that is taken back, the quote locked.
   * @returns what went, for its thread; mrkdwn
   * @throws Conflict saying who went on with it, or what it is by now
   */
  readonly takeBack: (work: Work, quote: Quote) => Promise<string>;
}

export const quoteOutcomes = point<QuoteOutcome>('quotes.outcomes');

export const outcomeOf = (
  { contributions }: { readonly contributions: Contributions },
  { becomes }: Quote,
): QuoteOutcome => {
  const outcome = contributions.to(quoteOutcomes).find((each) => each.becomes === becomes);
  if (!outcome) throw new Error(`nobody carries out quotes that become ${becomes}`);
  return outcome;
};
