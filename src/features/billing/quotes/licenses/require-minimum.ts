import type { Day } from '../../../../core/time/calendar.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { chargeById, planById } from '../../catalog/index.ts';
import type { ServiceGuard, ServiceRow } from '../../subscriptions/index.ts';
import { quantityOf, rowsLike } from './license.ts';
import { fewest, parseMinimum } from './minimum.ts';
import { licenseChangesPolicy } from './policy.ts';

const codeOf = async (tx: Tx, { sold }: ServiceRow): Promise<string | undefined> => {
  if (sold.kind === 'plan') return (await planById(tx, sold.id))?.code;
  return sold.id.startsWith('typed:') ? undefined : (await chargeById(tx, sold.id))?.code;
};

/** The first day of what a row sells, however often its quantity changed. */
const sinceOf = (rows: readonly ServiceRow[], like: ServiceRow): Day =>
  rows
    .filter(({ sold, withdrawn }) => !withdrawn && sold.kind === like.sold.kind && sold.id === like.sold.id)
    .reduce((first, row) => (row.first < first ? row.first : first), like.first);

/** Why there may not be so few, with what to do; undefined where there may. BIL-10 */
export const belowMinimum = async (
  { tx, policy }: Pick<Work, 'policy'> & { readonly tx: Tx },
  of: { readonly rows: readonly ServiceRow[]; readonly like: ServiceRow; readonly wanted: number; readonly on: Day },
): Promise<string | undefined> => {
  const { minimums } = await policy(licenseChangesPolicy);
  if (minimums.length === 0 || of.like.per === 'once') return undefined;
  const code = await codeOf(tx, of.like);
  if (code === undefined) return undefined;
  const known = minimums.flatMap((text) => parseMinimum(text) ?? []);
  const least = fewest(known, code, { since: sinceOf(of.rows, of.like), months: of.like.per, on: of.on });
  return of.wanted < least
    ? `Of “${of.like.description}” (${code}) there are ${least} at least. Choose ${least} or more.`
    : undefined;
};

/** The same where a service is changed by itself. BIL-6, BIL-10 */
export const minimumGuard: ServiceGuard = async (from, change, { subscription, rows }) => {
  if (change.kind !== 'quantity' && change.kind !== 'remove') return undefined;
  const { items } = subscription;
  const like = items.find(({ id }) => id === change.itemId);
  if (!like) return undefined;
  const changed = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(items.map(({ id }) => id));
  const after = [...items.map((row) => changed.get(row.id) ?? row), ...rows.filter(({ id }) => !known.has(id))];
  const wanted = quantityOf(rowsLike(after, like, change.on));
  if (wanted >= quantityOf(rowsLike(items, like, change.on))) return undefined;
  return belowMinimum(from, { rows: items, like, wanted, on: change.on });
};
