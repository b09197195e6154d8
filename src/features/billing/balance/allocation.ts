/** What settles what: payments and credits on one side, open invoices on the other. BIL-15 */
import { FieldErrors } from '../../../core/errors.ts';
import { formatMoney, type Money, money, subtract, zero } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';

/** Money that came, or that was credited: what of it settles nothing yet. */
export interface Source {
  readonly id: string;
  /** For people: `the check of Mar 2, 2026`. */
  readonly name: string;
  readonly on: Day;
  readonly rest: Money;
}

/** An invoice with something open. */
export interface Target {
  readonly id: string;
  /** For people: `I-12`. */
  readonly name: string;
  readonly dueOn: Day;
  readonly open: Money;
}

/** So much of a source for a target; always above zero. */
export interface Allocation {
  readonly source: string;
  readonly target: string;
  readonly amount: Money;
}

/** What an invoice lacks so little that it is not asked for. */
export interface WriteOff {
  readonly target: string;
  readonly amount: Money;
  readonly text: string;
}

export interface Accounts {
  readonly sources: readonly Source[];
  readonly targets: readonly Target[];
}

/** The same after something was settled: what is left of the sources is the customer's balance. */
export interface Settlement extends Accounts {
  readonly allocations: readonly Allocation[];
  readonly writeOffs: readonly WriteOff[];
}

/** The most that is written off by itself, in minor units of each currency; none where it says nothing. */
export type Tolerances = Readonly<Record<string, bigint>>;

/**
 * BIL-15: the oldest money for the oldest invoice, of one currency, until one side is used up (ALL-7).
 *
 * Example (N20): 130.00 on 100.00 leaves 30.00; a bill of 57.10 takes them and has 27.10 open.
 */
export const settleOldestFirst = (accounts: Accounts, tolerances: Tolerances): Settlement => {
  const sources = [...accounts.sources].sort((a, b) => inOrder(a.on, b.on));
  const targets = [...accounts.targets].sort((a, b) => inOrder(a.dueOn, b.dueOn));
  const allocations: Allocation[] = [];
  const open = new Map(targets.map(({ id, open: { amount } }) => [id, amount]));
  for (const { id: source, rest } of sources) {
    let left = rest.amount;
    for (const { id: target } of targets.filter((each) => each.open.currency === rest.currency)) {
      const amount = lesser(left, open.get(target) ?? 0n);
      if (amount <= 0n) continue;
      allocations.push({ source, target, amount: money(amount, rest.currency) });
      left -= amount;
      open.set(target, (open.get(target) ?? 0n) - amount);
    }
  }
  return settled(accounts, allocations, tolerances);
};

/**
 * BIL-15: what a person said: one payment for several invoices, several for one, or parts of both. What is left stays
 * the customer's balance.
 * @throws FieldErrors at the target or source whose amount cannot be: nothing, more than is open, more than there is, or
 *   of another currency
 */
export const settleGiven = (accounts: Accounts, given: readonly Allocation[], tolerances: Tolerances): Settlement => {
  const problems = Object.fromEntries([
    ...accounts.sources.flatMap((source) => sourceProblem(source, given)),
    ...accounts.targets.flatMap((target) => targetProblem(target, given)),
  ]);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  return settled(accounts, given, tolerances);
};

const settled = (accounts: Accounts, allocations: readonly Allocation[], tolerances: Tolerances): Settlement => {
  const after = {
    sources: accounts.sources.map((source) => ({
      ...source,
      rest: subtract(source.rest, usedOf(source, allocations)),
    })),
    targets: accounts.targets.map((target) => ({
      ...target,
      open: subtract(target.open, paidOf(target, allocations)),
    })),
  };
  const touched = new Set(allocations.map(({ target }) => target));
  const writeOffs = after.targets
    .filter(({ id }) => touched.has(id))
    .flatMap((target) => writeOffOf(target, tolerances));
  const writtenOff = new Set(writeOffs.map(({ target }) => target));
  const targets = after.targets.map((target) =>
    writtenOff.has(target.id) ? { ...target, open: zero(target.open.currency) } : target,
  );
  return { sources: after.sources, targets, allocations, writeOffs };
};

const writeOffOf = ({ id, name, open }: Target, tolerances: Tolerances): readonly WriteOff[] => {
  const most = tolerances[open.currency] ?? 0n;
  if (open.amount <= 0n || open.amount > most) return [];
  const text = `The ${formatMoney(open)} that ${name} still lacks are written off: up to ${formatMoney(money(most, open.currency))} is not asked for.`;
  return [{ target: id, amount: open, text }];
};

const sourceProblem = (source: Source, given: readonly Allocation[]): readonly (readonly [string, string])[] => {
  const own = given.filter((each) => each.source === source.id);
  const { currency } = source.rest;
  if (own.some(({ amount }) => amount.currency !== currency)) {
    return [[source.id, `This money is in ${currency}: it settles invoices in ${currency} only.`]];
  }
  const used = usedOf(source, given);
  if (used.amount <= source.rest.amount) return [];
  return [
    [
      source.id,
      `Of ${source.name} ${formatMoney(source.rest)} is left, and ${formatMoney(used)} is allocated. Allocate less.`,
    ],
  ];
};

const targetProblem = (target: Target, given: readonly Allocation[]): readonly (readonly [string, string])[] => {
  const own = given.filter((each) => each.target === target.id);
  const { currency } = target.open;
  if (own.some(({ amount }) => amount.currency !== currency)) {
    return [[target.id, `${target.name} is in ${currency}: enter the amount in that currency.`]];
  }
  if (own.some(({ amount }) => amount.amount <= 0n)) return [[target.id, 'Enter an amount above zero.']];
  if (paidOf(target, given).amount <= target.open.amount) return [];
  return [[target.id, `Only ${formatMoney(target.open)} of ${target.name} is open. Enter that or less.`]];
};

const usedOf = ({ id, rest }: Source, given: readonly Allocation[]): Money =>
  totalOf(
    given.filter(({ source }) => source === id),
    rest.currency,
  );

const paidOf = ({ id, open }: Target, given: readonly Allocation[]): Money =>
  totalOf(
    given.filter(({ target }) => target === id),
    open.currency,
  );

const totalOf = (list: readonly Allocation[], currency: string): Money =>
  money(
    list.reduce((total, { amount }) => total + amount.amount, 0n),
    currency,
  );

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const inOrder = (a: Day, b: Day): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
