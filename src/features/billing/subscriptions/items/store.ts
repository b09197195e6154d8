import { inChunks } from '../../../../core/group.ts';
import { lineAmount, type UnitPrice } from '../../../../core/money/unit-price.ts';
import { ratio } from '../../../../core/ratio.ts';
import { type Day, day, toDbDate } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { Item, Prorated, Scope } from '../../charging/index.ts';
import { priceAround, type ServiceRow } from './service-row.ts';

/** A row as JSON; amounts as text, since JSON's numbers are not exact. */
export interface ItemRow {
  readonly id: string;
  readonly description: string;
  readonly quantity: number;
  readonly plan: string | null;
  readonly charge: string | null;
  readonly own: string | null;
  readonly list: readonly {
    readonly from: string;
    readonly price: string;
    readonly included: number | null;
    readonly above: string | null;
  }[];
  readonly per: number;
  readonly prorated: string;
  readonly first: string;
  readonly added: string | null;
  readonly last: string | null;
  readonly replaces: string | null;
  readonly withdrawn: boolean;
  readonly level: string | null;
  readonly scope: string | null;
  readonly category: string | null;
  readonly account: string | null;
  readonly interruptions: readonly {
    readonly kind: string;
    readonly first: string;
    readonly last: string | null;
    readonly movedEnd: boolean;
  }[];
}

/**
 * The rows of a subscription `s` of a customer `c`, with the list's prices, as one column. Rows of before have no days and no
 * unit price: they are the customer's own from the subscription's creation on.
 */
export const itemsColumn: Sql = Prisma.sql`coalesce((SELECT jsonb_agg(jsonb_build_object(
    'id', i.id, 'description', i.description, 'quantity', i.quantity, 'plan', i.plan_id, 'charge', i.charge_id,
    'own', CASE WHEN i.plan_id IS NULL THEN coalesce(i.unit_price, i.unit_amount * 10000) ELSE i.unit_price END::text,
    'list', coalesce((SELECT jsonb_agg(jsonb_build_object('from', p.valid_from, 'price', p.price::text,
      'included', p.included, 'above', p.above::text) ORDER BY p.valid_from)
      FROM plan_prices p WHERE p.plan_id = i.plan_id AND p.currency = s.currency AND p.taken_back_at IS NULL), '[]'),
    'per', i.per_months, 'prorated', i.prorated,
    'first', coalesce(i.first_on, (s.created_at AT TIME ZONE c.time_zone)::date), 'last', i.last_on,
    'added', (i.added_at AT TIME ZONE c.time_zone)::date,
    'replaces', i.replaces_id, 'withdrawn', i.withdrawn, 'level', i.scope_level, 'scope', i.scope_id,
    'category', coalesce(i.tax_category, pl.tax_category, ch.tax_category), 'account', coalesce(pl.account, ch.account),
    'interruptions', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', n.kind, 'first', n.first_on, 'last', n.last_on,
      'movedEnd', n.moved_end) ORDER BY n.first_on) FROM item_interruptions n WHERE n.item_id = i.id), '[]')
  ) ORDER BY i.id) FROM subscription_items i LEFT JOIN plans pl ON pl.id = i.plan_id LEFT JOIN charges ch ON ch.id = i.charge_id
  WHERE i.subscription_id = s.id), '[]')`;

/** A price that held before any day of ours. */
const always: Day = day('1900-01-01');

export const ownPrices = (price: UnitPrice): ServiceRow['prices'] => [{ from: always, price }];

/** The list's prices; with a price of the customer's own that one, and what a metered plan includes as the list has it. */
export const planPrices = (list: ServiceRow['prices'], own: UnitPrice | undefined): ServiceRow['prices'] => {
  if (!own) return list;
  const metered = list.filter(({ metering }) => metering);
  if (metered.length === 0) return ownPrices(own);
  return metered.map((each, index) => ({ ...each, from: index === 0 ? always : each.from, price: own }));
};

/** What is typed sells the same as long as it is called the same at the same price. */
export const typedSold = (description: string, { tenThousandths }: UnitPrice): Item['sold'] => ({
  kind: 'charge',
  id: `typed:${tenThousandths}:${description}`,
});

const soldOf = (row: ItemRow, own: UnitPrice | undefined): Item['sold'] => {
  if (row.plan) return { kind: 'plan', id: row.plan };
  if (row.charge) return { kind: 'charge', id: row.charge };
  if (!own) throw new Error(`service ${row.id} has neither a plan nor a price`);
  return typedSold(row.description, own);
};

export const toServiceRow = (row: ItemRow, currency: string): ServiceRow => {
  const own = row.own === null ? undefined : { tenThousandths: BigInt(row.own), currency };
  return {
    id: row.id,
    sold: soldOf(row, own),
    description: row.description,
    quantity: row.quantity,
    ownPrice: own,
    prices: planPrices(
      row.list.map(({ from, price, included, above }) => ({
        from: day(from),
        price: { tenThousandths: BigInt(price), currency },
        metering:
          included === null || above === null
            ? undefined
            : { included, above: { tenThousandths: BigInt(above), currency } },
      })),
      own,
    ),
    per: row.per === 0 ? 'once' : (row.per as PeriodMonths),
    prorated: row.prorated as Prorated,
    first: day(row.first),
    last: row.last === null ? undefined : day(row.last),
    addedOn: row.added === null ? undefined : day(row.added),
    replaces: row.replaces ?? undefined,
    withdrawn: row.withdrawn || undefined,
    eachAsset: row.level && row.scope ? { level: row.level as Scope['level'], id: row.scope } : undefined,
    taxCategory: row.category ?? undefined,
    account: row.account ?? undefined,
    interruptions: row.interruptions.map(({ kind, first, last, movedEnd }) => ({
      kind: kind as 'stop' | 'pause',
      first: day(first),
      last: last === null ? undefined : day(last),
      movedEnd: movedEnd || undefined,
    })),
  };
};

const isTyped = ({ sold }: Item): boolean => sold.id.startsWith('typed:') || sold.id === 'early-end';

/** For replicas of before, which know no negative price: a month's price of one. */
const monthsPrice = (row: ServiceRow): bigint => {
  const price = priceAround(row, row.first);
  const month = price ? lineAmount(price, ratio(1, row.per === 'once' ? 1 : row.per)).amount : 0n;
  return month < 0n ? 0n : month;
};

const interruptionsOf = (rows: readonly ServiceRow[]) =>
  rows.flatMap(({ id, interruptions }) =>
    interruptions.map(({ kind, first, last, movedEnd }) => ({
      itemId: id,
      kind,
      firstOn: toDbDate(first),
      lastOn: last ? toDbDate(last) : null,
      movedEnd: movedEnd ?? false,
    })),
  );

const rowColumns = (subscriptionId: string, row: ServiceRow) => ({
  id: row.id,
  subscriptionId,
  description: row.description,
  quantity: row.quantity,
  unitAmount: monthsPrice(row),
  planId: row.sold.kind === 'plan' ? row.sold.id : null,
  chargeId: row.sold.kind === 'charge' && !isTyped(row) ? row.sold.id : null,
  unitPrice: row.ownPrice?.tenThousandths ?? null,
  perMonths: row.per === 'once' ? 0 : row.per,
  prorated: row.prorated,
  firstOn: toDbDate(row.first),
  lastOn: row.last ? toDbDate(row.last) : null,
  replacesId: row.replaces ?? null,
  withdrawn: row.withdrawn ?? false,
  scopeLevel: row.eachAsset?.level ?? null,
  scopeId: row.eachAsset?.id ?? null,
  taxCategory: row.taxCategory ?? null,
});

const atOnce = 1000;

/** The rows of many subscriptions, each with its subscription's id; those that another system billed were added there. BIL-6 */
export const insertRowsOf = async (
  work: Work,
  rows: readonly { readonly subscriptionId: string; readonly row: ServiceRow; readonly isTakenOver?: boolean }[],
): Promise<void> => {
  for (const chunk of inChunks(rows, atOnce)) {
    await work.tx.subscriptionItem.createMany({
      data: chunk.map(({ subscriptionId, row, isTakenOver }) => ({
        ...rowColumns(subscriptionId, row),
        addedAt: isTakenOver ? null : work.now,
      })),
    });
  }
  const interruptions = interruptionsOf(rows.map(({ row }) => row));
  if (interruptions.length > 0) await work.tx.itemInterruption.createMany({ data: interruptions });
};

export const insertRows = (work: Work, subscriptionId: string, rows: readonly ServiceRow[]): Promise<void> =>
  insertRowsOf(
    work,
    rows.map((row) => ({ subscriptionId, row })),
  );

/** Ends, interrupts and takes back rows of a locked subscription; nothing else of a row ever changes. */
export const updateRows = async (work: Work, rows: readonly ServiceRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const json = JSON.stringify(rows.map(({ id, last, withdrawn }) => ({ id, last, withdrawn: withdrawn ?? false })));
  await work.tx.$executeRaw`
    UPDATE subscription_items i SET last_on = n.last, withdrawn = n.withdrawn
    FROM jsonb_to_recordset(${json}::jsonb) AS n(id uuid, last date, withdrawn boolean) WHERE i.id = n.id`;
  await work.tx.itemInterruption.deleteMany({ where: { itemId: { in: rows.map(({ id }) => id) } } });
  await work.tx.itemInterruption.createMany({ data: interruptionsOf(rows) });
};

/** ONB-16: services that were entered late begin with the first bill; nothing of them was billed yet. */
export const beginRows = async (work: Work, ids: readonly string[], on: Day): Promise<void> => {
  await work.tx.subscriptionItem.updateMany({ where: { id: { in: [...ids] } }, data: { firstOn: toDbDate(on) } });
};
