import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import { askWhichCustomer, resolveCustomer } from '../../../customers/index.ts';
import { moneyReaders } from '../../../reports/index.ts';
import { askedText, daysProblem, readAsked, readAskedText } from '../days.ts';
import { doing } from '../printing.ts';
import { readStatement } from '../read-statement.ts';
import type { Days } from '../statement.ts';
import { daysForm, statementMessage } from '../statement-views.ts';

const readingOf = ({ deps: { db, timeZone, clock } }: SlackRequest) => ({
  tx: db.prisma,
  timeZone,
  today: todayIn(timeZone, clock.now()),
});

const show = async (request: SlackRequest, customerId: string, days: Days): Promise<Answer> => ({
  say: statementMessage(await readStatement(readingOf(request), customerId, days)),
});

/** In the customer's window, and where a command's name means several. */
export const showStatement: Interaction = {
  id: 'statement.show',
  press: async (request) => {
    await requireEarly(request, moneyReaders, doing);
    const { customerId, days } = readAskedText(request.value, readingOf(request).today);
    return show(request, customerId, days);
  },
};

export const chooseDays: Interaction = {
  id: 'statement.choose',
  press: async (request) => {
    await requireEarly(request, moneyReaders, doing);
    const reading = readingOf(request);
    const { customerId, days } = readAskedText(request.value, reading.today);
    return { modal: daysForm((await readStatement(reading, customerId, days)).customer, days) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyReaders, doing);
    const { values, data } = request;
    const first = required(values.day('from'), 'from', 'Choose the first day.');
    const last = required(values.day('to'), 'to', 'Choose the last day.');
    const problem = daysProblem({ first, last }, readingOf(request).today);
    if (problem) throw new FieldErrors({ [problem.at]: problem.text });
    return show(request, data, { first, last });
  },
};

/** `/bill statement <customer> [from] [until]` */
export const statementCommand: Subcommand = {
  command: '/bill',
  word: 'statement',
  usage: '<customer> [from] [until]',
  help: 'shows a customer’s account: what was brought forward, what moved it, what is open',
  run: async (request) => {
    await requireEarly(request, moneyReaders, doing);
    const { name, days } = readAsked(request.text, readingOf(request).today);
    if (name === '') throw new UserError('Write whose: `/bill statement Harbor Dental 2026-01-01 2026-03-31`.');
    const resolved = await resolveCustomer(request.deps, name);
    if (resolved.found !== 'one')
      return askWhichCustomer(resolved, name, 'statement.show', (id) => askedText(id, days));
    return show(request, resolved.customer.id, days);
  },
};
