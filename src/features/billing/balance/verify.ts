import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn, plural } from '../../../core/text/text.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { customersByIds } from '../../customers/index.ts';
import { mismatches } from './store.ts';

/**
 * Every night the running totals are compared with the sums that they stand for. Nothing is mended by itself: a difference is a fault
 * about somebody's money, which accounting and the log are told. BIL-15
 */
export const verifyBalances = async (deps: Deps): Promise<void> => {
  const wrong = await mismatches(deps.db.prisma);
  if (wrong.length === 0) return;
  deps.log.error({ wrong: wrong.map(({ what, customerId }) => ({ what, customerId })) }, 'balances do not add up');
  await deps.transact(system, async (work) => {
    const customers = await customersByIds(
      work.tx,
      wrong.map(({ customerId }) => customerId),
    );
    const lines = wrong.map(({ what, customerId, kept, summed }) => {
      const name = customers.get(customerId)?.name ?? 'a customer';
      return escapeMrkdwn(
        `• ${name}: ${what} is kept as ${formatMoney(kept)}, and its parts come to ${formatMoney(summed)}`,
      );
    });
    const text = `${plural(wrong.length, 'amount does', 'amounts do')} not add up. Please look at them, and tell whoever runs Baton:\n${lines.join('\n')}`;
    work.post({ to: { role: 'accounting' }, content: { text }, key: `balances.wrong:${work.today}`, priority: 1 });
  });
};

export const verifyJob: Job = {
  name: 'balances.verify',
  schedule: async (deps) => ({ times: ['03:40'], zone: deps.timeZone }),
  missed: 'latest',
  run: verifyBalances,
};
