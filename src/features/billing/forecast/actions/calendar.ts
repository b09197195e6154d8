import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { addMonths, type Day } from '../../../../core/time/calendar.ts';
import { readDay } from '../../../../core/time/day-text.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import { askWhichCustomer, customerById, customersDay, resolveCustomer } from '../../../customers/index.ts';
import { calendarOf } from '../calendar.ts';
import { calendarModal } from '../forecast-views.ts';

const usualMonths = 3;

const drawn = async ({ deps }: SlackRequest, customerId: string, until: Day | undefined) => {
  const { prisma } = deps.db;
  const customer = await customerById(prisma, customerId);
  if (!customer) throw new UserError('This customer is gone.');
  const last = until ?? addMonths(await customersDay(prisma, customerId, deps.clock.now()), usualMonths);
  return calendarModal(customer, await calendarOf(deps, customerId, last));
};

const refusedAt = (error: unknown): never => {
  if (error instanceof UserError && !(error instanceof FieldErrors)) throw new FieldErrors({ until: error.message });
  throw error;
};

export const calendarButton: Interaction = {
  id: 'bill.calendar',
  press: async (request): Promise<Answer> => ({ modal: await drawn(request, request.value, undefined) }),
  submit: async (request) => {
    const until = required(request.values.day('until'), 'until', 'Choose a day.');
    return { replace: await drawn(request, request.data, until).catch(refusedAt) };
  },
};

/** @throws UserError for what is no day */
const readUntil = (text: string): { readonly name: string; readonly until?: Day } => {
  const [, name = text, on] = /^(.*?)\s+until\s+(.+)$/is.exec(text) ?? [];
  if (on === undefined) return { name: name.trim() };
  const written = readDay(on);
  if (!written || 'unclear' in written)
    throw new UserError(`“${escapeMrkdwn(on)}” is no day. Write it like 2027-03-01, after “until”.`);
  return { name: name.trim(), until: written.day };
};

/** `/bill calendar <customer> [until <day>]` */
export const calendarCommand: Subcommand = {
  command: '/bill',
  word: 'calendar',
  usage: '<customer> [until <day>]',
  help: 'what will happen to a customer until a day: bills, dues, charges, licenses, work',
  run: async (request) => {
    const { name, until } = readUntil(request.text);
    if (name === '') throw new UserError('Write whose: `/bill calendar Harbor Dental until 2027-03-01`.');
    const resolved = await resolveCustomer(request.deps, name);
    if (resolved.found !== 'one') return askWhichCustomer(resolved, name, 'bill.calendar');
    return { modal: await drawn(request, resolved.customer.id, until) };
  },
};
