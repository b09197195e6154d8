/** Whom a run bills, and as of when. BIL-2 */
import { z } from 'zod';
import { day, formatDay } from '../../../core/time/calendar.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { Tx } from '../../../platform/db/open.ts';

const dayText = z.string().transform(day);

export const scopeSchema = z.object({
  /** Everything that is due as of this day, the last of the period. */
  asOf: dayText,
  /** Bills that are scheduled before it are left alone. */
  from: dayText.optional(),
  /** Drafts, or issued with their numbers. */
  outcome: z.enum(['draft', 'issued']),
  /** Only these customers; all without. */
  customers: z.array(z.string()).optional(),
  contractTypeId: z.string().optional(),
  currency: z.string().optional(),
  /** Also who is not active, or has not started by that day. */
  withInactive: z.boolean(),
});
export type Scope = z.infer<typeof scopeSchema>;

/** `Bill run as of Mar 1, 2026, USD`. */
export const scopeTitle = ({ asOf, from, currency, customers, outcome }: Scope): string =>
  [
    `Bill run as of ${formatDay(asOf)}`,
    ...(from === undefined ? [] : [`from ${formatDay(from)}`]),
    ...(currency === undefined ? [] : [currency]),
    ...(customers === undefined ? [] : [customers.length === 1 ? '1 customer' : `${customers.length} customers`]),
    outcome === 'issued' ? 'issued' : 'drafts',
  ].join(', ');

/** The next customers of a run in the order of their ids: who has an armed schedule that runs bill (BIL-20), and is not free (BIL-8). */
export const customersIn = async (
  tx: Tx,
  { asOf, customers, contractTypeId, currency, withInactive }: Scope,
  { after, take }: { readonly after: string | undefined; readonly take: number },
): Promise<readonly string[]> => {
  const only = [
    ...(after === undefined ? [] : [Prisma.sql`c.id > ${after}::uuid`]),
    ...(customers === undefined ? [] : [Prisma.sql`c.id = ANY(${customers}::uuid[])`]),
    ...(contractTypeId === undefined ? [] : [Prisma.sql`c.contract_type_id = ${contractTypeId}::uuid`]),
    ...(currency === undefined ? [] : [Prisma.sql`c.currency = ${currency}`]),
    ...(withInactive ? [] : [Prisma.sql`c.active AND (c.start_on IS NULL OR c.start_on <= ${asOf}::date)`]),
  ];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM customers c
    WHERE c.payment_method <> 'free' AND ${only.length > 0 ? Prisma.join(only, ' AND ') : Prisma.sql`true`}
      AND EXISTS (SELECT 1 FROM subscriptions s JOIN recurring_templates t ON t.subscription_id = s.id
        WHERE s.customer_id = c.id AND t.armed AND t.mode = 'automate')
    ORDER BY c.id LIMIT ${take}`;
  return rows.map(({ id }) => id);
};
