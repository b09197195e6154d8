import { z } from 'zod';
import { isCurrency } from '../../../core/money/money.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import type { Tolerances } from './allocation.ts';

export interface SettlingPolicy {
  /** Minor units by currency. */
  readonly tolerance: Readonly<Record<string, string>>;
  readonly usesBalance: boolean;
  /** Minor units by currency; none where it says nothing. */
  readonly returnedFee: Readonly<Record<string, string>>;
}

const amounts = z.record(z.string().refine(isCurrency), z.string().regex(/^\d{1,12}$/));

/** BIL-15, BIL-17: how payments settle invoices. */
export const settlingPolicy: PolicyDefinition<SettlingPolicy> = {
  key: 'settling',
  title: 'Payments and balances',
  schema: z.object({ tolerance: amounts, usesBalance: z.boolean(), returnedFee: amounts }),
  defaults: { tolerance: {}, usesBalance: false, returnedFee: {} },
  fields: {
    tolerance: {
      label: 'What an invoice may lack and still count as paid',
      hint: 'One amount per currency, such as: USD 0.05, EUR 0.05. It is written off by itself and said so; blank: nothing is.',
      kind: 'amounts',
    },
    usesBalance: {
      label: 'A customer’s balance pays an invoice by itself when it is issued',
      kind: 'boolean',
    },
    returnedFee: {
      label: 'Fee for a payment that comes back',
      hint: 'One amount per currency, such as: USD 25.00. It becomes an invoice of its own; blank: none.',
      kind: 'amounts',
    },
  },
};

export const tolerancesOf = ({ tolerance }: Pick<SettlingPolicy, 'tolerance'>): Tolerances =>
  Object.fromEntries(Object.entries(tolerance).map(([currency, amount]) => [currency, BigInt(amount)]));
