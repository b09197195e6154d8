import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { type BillPlan, billNow, previewBills } from '../../src/features/billing/bills/index.ts';
import { insertSubscription } from '../../src/features/billing/subscriptions/agreements/store.ts';
import type { ServiceRow } from '../../src/features/billing/subscriptions/index.ts';
import { addTax } from '../../src/features/billing/taxes/index.ts';
import { findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { system } from '../../src/platform/work/work.ts';
import type { Harness } from './harness.ts';
import { aService } from './services.ts';

/** Services are taxed by so many percent, anywhere. */
export const taxServices = (h: Harness, percent: number) =>
  addTax(h.deps, h.person('accounting'), {
    code: `T${percent}`,
    name: 'Sales tax',
    rate: percent * 10_000,
    treatment: 'taxed',
    category: 'services',
    jurisdiction: '*',
    seller: '*',
    validFrom: day('2020-01-01'),
  });

export interface ASubscription {
  readonly rows?: readonly Partial<ServiceRow>[];
  readonly rule?: Partial<Parameters<typeof insertSubscription>[1]['rule']>;
  readonly groupId?: string | undefined;
  readonly isArmed?: boolean;
  readonly customerId?: string;
}

let count = 0;

/** A customer with a subscription: one service at $100.00 a month from January 1, billed monthly in advance, armed. */
export const startSubscription = async (h: Harness, given: ASubscription = {}) => {
  count += 1;
  const { id: customerId } = given.customerId
    ? { id: given.customerId }
    : await h.deps.transact(system, (work) =>
        findOrCreateCustomer(work, { name: `Customer ${count}`, currency: 'USD' }),
      );
  const subscription = await h.acting(h.person('billing'), (work) =>
    insertSubscription(work, {
      customerId,
      groupId: given.groupId,
      currency: 'USD',
      rows: (given.rows ?? [{}]).map((row, index) => ({
        ...aService(`Service ${index + 1}`, 1, 100_00),
        id: newId(),
        ...row,
      })),
      rule: {
        months: 1,
        inArrears: false,
        firstOn: day('2026-01-01'),
        nextOn: day('2026-01-01'),
        daysAhead: 0,
        mode: 'automate',
        ...given.rule,
      },
      isArmed: given.isArmed ?? true,
    }),
  );
  return { customerId, subscription };
};

/** What a plan says, shortly: for each bill its scheduled day, its lines and its total in cents. */
export const saidOf = ({ bills }: BillPlan) =>
  bills.map(({ scheduledOn, draft }) => ({
    on: scheduledOn,
    lines: draft.lines.map(({ description, net }) => [description, Number(net.amount)]),
    total: Number(draft.total.amount),
  }));

export const preview = (h: Harness, customerId: string, asOf: string) =>
  previewBills(h.deps, { customerId, asOf: day(asOf) });

export const bill = (h: Harness, customerId: string, asOf: string, shown?: string) =>
  billNow(h.deps, h.person('accounting'), { customerId, asOf: day(asOf), isIssued: false, shown });

export const usd = (cents: number) => money(cents, 'USD');
