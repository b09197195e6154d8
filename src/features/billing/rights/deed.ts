import type { z } from 'zod';
import { NotFound } from '../../../core/errors.ts';
import type { Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';
import type { SlotRef, Work } from '../../../platform/work/work.ts';
import type { MoneyRight } from './right.ts';

/** What a deed is about, as it is in this transaction. */
export interface DeedFacts {
  /** In plain words, as it ends “… asked to …”: `credit $1,200.00 of I-3`. No ids, and nothing that erasure must reach. */
  readonly description: string;
  /** What the limit is compared with. */
  readonly amount: Money;
  /** The thing that it changes. */
  readonly subject: Subject;
  readonly customerId?: string | undefined;
  /** The message in whose thread it is told, too. */
  readonly thread?: SlotRef | undefined;
}

interface DeedDefinition<P, R> {
  /** `noun.verb`; stored, so that it never changes. */
  readonly name: string;
  readonly right: MoneyRight;
  /** What the deed needs to be carried out later. It is stored as JSON: amounts as texts. */
  readonly payload: z.ZodType<P>;
  /**
   * Locks what the deed changes, checks everything that could refuse it, and says what it is about. Asked before it waits for
   * anybody, and again in the transaction that carries it out.
   * @throws UserError, FieldErrors, Conflict, NotFound: why it cannot be done now
   */
  readonly examine: (work: Work, payload: P) => Promise<DeedFacts>;
  /** Does it; state, audit and messages are of the same transaction as `examine`. */
  readonly carryOut: (work: Work, payload: P, facts: DeedFacts) => Promise<R>;
}

/** A deed as it is found by its name. */
export type Deed = DeedDefinition<unknown, unknown>;

/** A deed of its room, typed. */
export type DeedOf<P, R> = DeedDefinition<P, R>;

/**
 * Something that the matrix of rights guards, contributed by the room that does it. ALL-11
 *
 * Example: `contribute(guardedDeeds, asDeed(issueCredit))`.
 */
export const guardedDeeds = point<Deed>('billing.deeds');

/** Reads the stored payload before the room sees it. */
export const asDeed = <P, R>(deed: DeedOf<P, R>): Deed => ({
  ...deed,
  examine: (work, payload) => deed.examine(work, deed.payload.parse(payload)),
  carryOut: (work, payload, facts) => deed.carryOut(work, deed.payload.parse(payload), facts),
});

/** @throws NotFound when no room contributes it (any more) */
export const deedNamed = ({ contributions }: { readonly contributions: Contributions }, name: string): Deed => {
  const found = contributions.to(guardedDeeds).find((deed) => deed.name === name);
  if (!found) throw new NotFound('deed', 'This version of Baton does not know how to do this any more.');
  return found;
};
