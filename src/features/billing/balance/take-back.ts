/** What was allocated is allocated no longer, and is left over again. ALL-5, ALL-10 */
import { Conflict, NotFound } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, lockInvoices } from '../invoices/index.ts';
import type { AllocationEntry, MoneySource } from './entry.ts';
import type { Settled } from './events.ts';
import { giveBack, release } from './release.ts';
import { auditSettled } from './settle.ts';
import { allocationById } from './store.ts';

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

export interface TakenBack {
  readonly settled: readonly Settled[];
  readonly sources: ReadonlyMap<string, MoneySource>;
}

/**
 * Ends allocations of money to invoices, which the caller has locked: the invoices are open again, the money is left over. The events
 * are the caller's. @throws Conflict who was first
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
