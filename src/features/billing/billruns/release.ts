import { z } from 'zod';
import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { runById } from '../../../platform/runs/index.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Invoice, invoiceRef } from '../invoices/index.ts';
import type { DeedOf } from '../rights/index.ts';
import { billCustomers, reckonCustomers } from './bill-customers.ts';
import { totalOf } from './decide.ts';
import { endHold, type Hold, lockHold } from './hold-store.ts';
import { type Scope, scopeSchema } from './scope.ts';

const existing = async (work: Work, id: string): Promise<Hold & { readonly scope: Scope }> => {
  const hold = await lockHold(work.tx, id);
  const run = hold && (await runById(work.tx, hold.runId));
  if (!hold || !run) throw new NotFound('held bill');
  const { ended } = hold;
  if (ended?.how === 'released')
    throw new Conflict(`${person(ended.by)} released the bills of ${hold.customer} ${moment(ended.at)}.`);
  if (ended) throw new Conflict(`${hold.customer} is held by a later run. Release it there.`);
  return { ...hold, scope: scopeSchema.parse(run.parameters) };
};

/** What is due of a customer now, and why it cannot be billed, if so. */
const dueNow = async (work: Work, { scope, customerId, customer }: Hold & { readonly scope: Scope }) => {
  const sorted = await reckonCustomers(work, scope, [customerId]);
  const [problem] = sorted.parked;
  if (problem) throw new UserError(`${customer} cannot be billed: ${problem.reason}`);
  const total = sorted.held[0]?.total ?? sorted.waiting[0]?.total ?? sorted.billed.map(({ plan }) => totalOf(plan))[0];
  if (!total) throw new Conflict(`Nothing of ${customer} is left to bill: it was billed meanwhile.`);
  return total;
};

/** BIL-2, ALL-11: bills what a run held because it is exceptional. */
export const releaseDeed: DeedOf<{ readonly holdId: string }, readonly Invoice[]> = {
  name: 'bill.release',
  right: 'release',
  payload: z.object({ holdId: z.string() }),
  examine: async (work, { holdId }) => {
    const hold = await existing(work, holdId);
    const amount = await dueNow(work, hold);
    return {
      description: `release bills of ${formatMoney(amount)}`,
      amount,
      subject: { type: 'customer', id: hold.customerId },
      customerId: hold.customerId,
    };
  },
  carryOut: async (work, { holdId }) => {
    const { runId, customerId, scope } = await existing(work, holdId);
    const { invoices } = await billCustomers(work, { id: runId, scope }, [customerId], { released: true });
    // Others may have been first since it was examined: then nothing of them is left.
    if (invoices.length === 0) throw new Conflict('Nothing is left to bill: it was billed meanwhile.');
    await endHold(work, holdId);
    work.audit({
      action: 'bill.released',
      subject: { type: 'customer', id: customerId },
      customerId,
      after: {
        run: runId,
        invoices: invoices.map((invoice) => `${invoiceRef(invoice)} ${invoice.label} ${formatMoney(invoice.amount)}`),
      },
    });
    return invoices;
  },
};
