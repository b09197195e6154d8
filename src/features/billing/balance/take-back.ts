/** What was allocated is allocated no longer: its invoices are open again, and it is left over. ALL-5, ALL-10, BIL-17 */
import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { add, formatMoney, type Money, negate, sum } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, lockInvoices, settleInvoice } from '../invoices/index.ts';
import { type AllocationEntry, type MoneySource, settledWith } from './entry.ts';
import { moveBalance, type Settled } from './events.ts';
import { auditSettled } from './settle.ts';
import { addToRest, allocationById, endAllocations, liveAllocations, lockBalance } from './store.ts';

/** Who keeps a kind of money names it: the day it came, and what it is called. */
export interface SourceNames {
  readonly kind: MoneySource['kind'];
  readonly read: (tx: Tx, ids: readonly string[]) => Promise<readonly MoneySource[]>;
}

/** Payments and credit notes, each from the room that keeps them. */
export const sourceNames = point<SourceNames>('balance.sources');

/** The sources of allocations, by id. */
export const sourcesOf = async (
  { tx, contributions }: { readonly tx: Tx; readonly contributions: Contributions },
  entries: readonly AllocationEntry[],
): Promise<ReadonlyMap<string, MoneySource>> => {
  const found = new Map<string, MoneySource>();
  for (const { kind, read } of contributions.to(sourceNames)) {
    const ids = [...new Set(entries.flatMap(({ source }) => (source.kind === kind ? [source.id] : [])))];
    if (ids.length > 0) for (const source of await read(tx, ids)) found.set(source.id, source);
  }
  return found;
};

/** @throws NotFound; Conflict naming who ended it */
export const standingAllocation = async (tx: Tx, id: string): Promise<AllocationEntry> => {
  const entry = await allocationById(tx, id);
  if (!entry) throw new NotFound('allocation');
  if (entry.ended) {
    const { by, at, reason } = entry.ended;
    throw new Conflict(`${person(by)} took this allocation back ${moment(at)}: ${reason} Nothing was changed.`);
  }
  return entry;
};

export interface Releasing {
  /** What ends; all of one currency. */
  readonly allocations: readonly AllocationEntry[];
  /** Locked, all that they settle. */
  readonly invoices: readonly Invoice[];
  readonly reason: string;
  /** In plain words, as it follows the amount. */
  readonly how: string;
  readonly tells: (after: Invoice) => { readonly text: string; readonly key: string };
}

/**
 * Ends allocations, and with those to an invoice what was written off by itself of it: once money is missing, the remainder is no
 * longer small. Where what they came from goes, the caller says. @returns the invoices as they are now
 */
export const release = async (work: Work, releasing: Releasing): Promise<readonly Settled[]> => {
  const { allocations, invoices, reason, how, tells } = releasing;
  const all = await liveAllocations(work.tx, { targets: invoices.map(({ id }) => id) });
  const small = all.filter(({ source }) => source.kind === 'tolerance');
  const ids = [...new Set([...allocations, ...small].map(({ id }) => id))];
  const ended = await endAllocations(work, ids, reason);
  const entries = [...allocations, ...small.filter(({ id }) => !allocations.some((each) => each.id === id))];
  const settled: Settled[] = [];
  for (const invoice of invoices) {
    const own = entries.filter((each) => ended.has(each.id) && each.target.id === invoice.id);
    const latest = own.at(-1);
    if (!latest) continue;
    const { currency } = invoice.amount;
    const gone = sum(
      own.map(({ amount }) => amount),
      currency,
    );
    const after = await settleInvoice(work, invoice, settledWith(invoice, own, -1n), tells);
    settled.push({
      before: invoice,
      after,
      amount: negate(gone),
      allocationId: latest.id,
      decision: latest.decision,
      how,
    });
  }
  return settled;
};

/** What ended is left over again: in the balance. */
export const giveBack = async (
  work: Work,
  customerId: string,
  parts: readonly { readonly source: MoneySource; readonly amount: Money }[],
): Promise<void> => {
  const currency = parts[0]?.amount.currency;
  if (currency === undefined) return;
  await lockBalance(work.tx, customerId, currency);
  let total: Money = { amount: 0n, currency };
  for (const { source, amount } of parts) {
    await addToRest(work.tx, customerId, source, amount);
    total = add(total, amount);
  }
  await moveBalance(work, customerId, total);
};

/** Money that was refunded, and what was given up, have ways back of their own: by this one it would be there twice. @throws UserError */
const refuseOthers = (entries: readonly AllocationEntry[], sources: ReadonlyMap<string, MoneySource>): void => {
  if (entries.every(({ source, target }) => target.kind === 'invoice' && sources.has(source.id))) return;
  throw new UserError(
    'Only money that settles an invoice can be allocated differently. Take a refund back, and re-open what is written off, in the windows of the customer and the invoice. Nothing was changed.',
  );
};

export interface TakenBack {
  readonly settled: readonly Settled[];
  readonly sources: ReadonlyMap<string, MoneySource>;
}

/**
 * Ends allocations of money to invoices, which the caller has locked: the invoices are open again, the money is left over. The events
 * are the caller's. @throws Conflict who was first; UserError for a refund or a write-off
 */
export const takeBack = async (
  work: Work,
  ids: readonly string[],
  invoices: readonly Invoice[],
  reason: string,
): Promise<TakenBack> => {
  const entries: AllocationEntry[] = [];
  for (const id of ids) entries.push(await standingAllocation(work.tx, id));
  const sources = await sourcesOf(work, entries);
  refuseOthers(entries, sources);
  const settled = await release(work, {
    allocations: entries,
    invoices,
    reason,
    how: 'is no longer allocated to it',
    tells: (after) => ({
      text: `${person(work.by.id)} took back what was allocated to it: ${escapeMrkdwn(reason)}\n${formatMoney(after.open)} is open.`,
      key: `unsettled:${ids.join(':')}:${after.id}`,
    }),
  });
  for (const customerId of new Set(entries.map((each) => each.customerId)))
    await giveBack(
      work,
      customerId,
      entries
        .filter((each) => each.customerId === customerId)
        .flatMap(({ source, amount }) => {
          const found = sources.get(source.id);
          return found ? [{ source: found, amount }] : [];
        }),
    );
  auditSettled(work, settled, reason);
  return { settled, sources };
};

/** The invoices that allocations settle, locked. */
export const lockSettled = async (work: Work, entries: readonly AllocationEntry[]): Promise<readonly Invoice[]> =>
  lockInvoices(work, [...new Set(entries.flatMap(({ target }) => (target.kind === 'invoice' ? [target.id] : [])))]);
