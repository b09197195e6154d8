import type { ModalView } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { type Day, parseDay } from '../../../../core/time/calendar.ts';
import { readDay } from '../../../../core/time/day-text.ts';
import { modal, selectInput } from '../../../../platform/block-kit/blocks.ts';
import { olderForm } from '../../../../platform/block-kit/kept.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { ActionRequest, Answer, Interaction, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { askWhichCustomer, customersDay, resolveCustomer } from '../../../customers/index.ts';
import { type Invoice, invoiceRef, moneyRoles } from '../../invoices/index.ts';
import { planBlocks } from '../bill-views.ts';
import { billablesOf, only } from '../billable.ts';
import { type MakeBills, makeBills } from '../make-bills.ts';
import { type BillPlan, planBills } from '../plan-bills.ts';
import { billingDay, figuresOf, reckoningFor, requireAsOf } from '../reckoning.ts';

const doing = 'bill customers';

/** BIL-1: what a bill made now would be. Reads only; the submit calls the same function. */
export const previewBills = async (
  deps: Deps,
  { customerId, asOf }: { readonly customerId: string; readonly asOf: Day },
): Promise<BillPlan> => {
  const today = billingDay(deps);
  requireAsOf(asOf, today);
  return planBills(
    only(await billablesOf(deps.db.prisma, [customerId])),
    await reckoningFor(deps, { tx: deps.db.prisma, now: deps.clock.now() }, { asOf, today }),
  );
};

const outcomes = [
  { text: 'Drafts, which accounting issues', value: 'draft' },
  { text: 'Issued invoices, with their numbers', value: 'issued' },
];

export const billForm = (customerId: string, plan: BillPlan): ModalView =>
  modal({
    callback: 'bill.now',
    title: 'Bill now',
    ...(plan.bills.length > 0 ? { submit: 'Bill now' } : {}),
    data: `${customerId} ${plan.asOf} ${figuresOf(plan)}`,
    blocks: [
      ...planBlocks(plan),
      ...(plan.mayIssue && plan.bills.length > 0
        ? [selectInput({ name: 'what', label: 'What should be made?', choices: outcomes, initial: 'draft' })]
        : []),
    ],
  });

/** BIL-1: the bills that were shown, as drafts or issued. */
export const billNow = (deps: Deps, by: By, input: MakeBills): Promise<readonly Invoice[]> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    return makeBills(work, input);
  });

const open = async (request: SlackRequest, customerId: string, asOf: Day | undefined): Promise<Answer> => {
  await requireEarly({ ...request }, moneyRoles, doing);
  const { deps } = request;
  const on = asOf ?? (await customersDay(deps.db.prisma, customerId, deps.clock.now()));
  return { modal: billForm(customerId, await previewBills(deps, { customerId, asOf: on })) };
};

export const billNowButton: Interaction = {
  id: 'bill.now',
  // The customer, and the day where it is another than today.
  press: async (request: ActionRequest) => {
    const [customerId = '', asOf] = request.value.split(' ');
    return open(request, customerId, parseDay(asOf ?? ''));
  },
  submit: async ({ deps, by, data, values }) => {
    const isIssued = values.option('what') === 'issued';
    const [customerId = '', written = '', shown] = data.split(' ');
    const asOf = parseDay(written);
    if (asOf === undefined || shown === undefined) throw olderForm();
    const made = await billNow(deps, by, { customerId, asOf, isIssued, shown });
    const refs = made.map((invoice) => `${invoiceRef(invoice)} ${escapeMrkdwn(invoice.label)}`).join(', ');
    return said(`${plural(made.length, 'bill')} made${isIssued ? ' and issued' : ''}: ${refs}.`);
  },
};

/** The name, and the day after `as of`. @throws UserError for what is no day */
const readPreview = (text: string): { readonly name: string; readonly asOf?: Day | undefined } => {
  const [, name = text, on] = /^(.*?)\s+as\s+of\s+(.+)$/is.exec(text) ?? [];
  if (on === undefined) return { name };
  const written = readDay(on);
  if (!written || 'unclear' in written)
    throw new UserError(`“${escapeMrkdwn(on)}” is no day. Write it like 2026-03-01, after “as of”.`);
  return { name, asOf: written.day };
};

/** `/bill preview <customer> [as of <day>]` */
export const previewCommand: Subcommand = {
  command: '/bill',
  word: 'preview',
  usage: '<customer> [as of <day>]',
  help: 'shows the bill of a customer as it would be made, and makes it',
  run: async (request) => {
    const { name, asOf } = readPreview(request.text);
    if (name.trim() === '') throw new UserError('Write whose bill: `/bill preview Harbor Dental as of 2026-03-01`.');
    const resolved = await resolveCustomer(request.deps, name);
    if (resolved.found !== 'one') return askWhichCustomer(resolved, name, 'bill.now');
    return open(request, resolved.customer.id, asOf);
  },
};
