import type { Day } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Range } from '../../reports/index.ts';

export interface Expiry {
  readonly customer: string;
  readonly product: string;
  readonly on: Day;
  readonly policy: string;
  readonly state: string;
}

/** Licenses by the day through which they are valid. */
export const expiriesIn = (tx: Tx, { first, last }: Range): Promise<readonly Expiry[]> => tx.$queryRaw<Expiry[]>`
  SELECT c.name AS customer, l.product, l.expires_on::text AS "on", l.policy, l.state
  FROM licenses l JOIN customers c ON c.id = l.customer_id
  WHERE l.expires_on BETWEEN ${first}::date AND ${last}::date ORDER BY l.expires_on, c.name, l.id`;
