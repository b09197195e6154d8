import { UserError } from '../../../../core/errors.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { kindOf, startRun } from '../../../../platform/runs/index.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { askWhichCustomer, customerById, resolveCustomer } from '../../../customers/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { forecastRun } from '../forecast-run.ts';
import { forecastModal } from '../forecast-views.ts';
import { foresee, monthEnds } from '../foresee.ts';
import { addForeseen, type Forecast, monthTotals, requireMonths } from '../months.ts';
import { readingOf, toForesee } from '../read.ts';

const usualMonths = 3;

/** BIL-19: what will be billed to a customer this month and in the next so many. @throws UserError for months that cannot be reckoned */
export const forecastOf = async (deps: Deps, customerId: string, months: number): Promise<Forecast> => {
  const reading = readingOf(deps);
  const ends = monthEnds(reading.today, requireMonths(months));
  const { customers, reckoning, policy } = await toForesee(reading, [customerId]);
  const seen = customers.map((each) => foresee(each, ends, reckoning, policy));
  const sums = seen.reduce((so, { bills }) => addForeseen(so, bills), {});
  const waits = reckoning.settling.usesBalance ? [] : customers.map(({ billable }) => billable.leftOver.balance);
  return {
    totals: monthTotals(sums, ends),
    problems: seen.flatMap(({ problems }) => problems),
    unused: waits.filter(({ amount }) => amount > 0n),
  };
};

/** BIL-19: everybody's, reckoned in the background. @returns the run's id */
export const startForecast = (deps: Deps, by: By, months: number): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, 'forecast bills');
    return startRun(work, kindOf(work, forecastRun), { from: work.today, months: requireMonths(months) });
  });

const show = async ({ deps }: SlackRequest, customerId: string, months: number): Promise<Answer> => {
  const customer = await customerById(deps.db.prisma, customerId);
  if (!customer) throw new UserError('This customer is gone.');
  return { modal: forecastModal(customer, await forecastOf(deps, customerId, months), months) };
};

export const forecastButton: Interaction = {
  id: 'bill.forecast',
  press: async (request) => show(request, request.value, usualMonths),
};

/** `Harbor Dental 6 months`, `6`, or nothing. */
export const readForecast = (text: string): { readonly name: string; readonly months: number } => {
  const [, name = text, digits] =
    /^(.*?)\s*\b(\d{1,6})(?:\s+months?)$/is.exec(text) ?? /^()(\d{1,6})$/.exec(text) ?? [];
  return { name: name.trim(), months: digits === undefined ? usualMonths : Number(digits) };
};

/** `/bill forecast [customer] [n months]` */
export const forecastCommand = (wake: (deps: Deps) => void): Subcommand => ({
  command: '/bill',
  word: 'forecast',
  usage: '[customer] [n months]',
  help: 'what will be billed in the next months, to a customer or to all',
  run: async (request) => {
    const { deps, by } = request;
    const { name, months } = readForecast(request.text);
    requireMonths(months);
    if (name !== '') {
      const resolved = await resolveCustomer(deps, name);
      if (resolved.found !== 'one') return askWhichCustomer(resolved, name, 'bill.forecast');
      return show(request, resolved.customer.id, months);
    }
    await requireEarly(request, moneyRoles, 'forecast bills');
    await startForecast(deps, by, months);
    wake(deps);
    const today = todayIn(deps.timeZone, deps.clock.now());
    return said(
      `Reckoning ${months} months from ${today} for everybody… It comes into ${deps.roleName('accounting')}’s channel.`,
    );
  },
});
