import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { clip, plural } from '../../../../core/text/text.ts';
import { type Day, todayIn } from '../../../../core/time/calendar.ts';
import { requireDays } from '../../../../core/time/day-range.ts';
import {
  context,
  dateInput,
  modal,
  selectInput,
  textInput,
  ticksInput,
} from '../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import { kindOf, startRun } from '../../../../platform/runs/index.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { allContractTypes, customerByName } from '../../../customers/index.ts';
import { checklistSummary, readChecklist } from '../../checklist/index.ts';
import { requireOpenPeriod } from '../../closing/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { allSellers, issueDay } from '../../sellers/index.ts';
import { billRun } from '../bill-run.ts';
import type { Scope } from '../scope.ts';
import { customersIn } from '../store.ts';

const doing = 'run bills';
const mostNames = 200;

const runForm = async ({ deps }: SlackRequest, today: Day): Promise<ModalView> => {
  const [types, sellers, checklist] = await Promise.all([
    allContractTypes(deps.db.prisma),
    allSellers(deps.db.prisma),
    readChecklist(deps, 'quick'),
  ]);
  const outcomes = [
    ...(sellers.length > 0 ? [{ text: 'Issued invoices, with their numbers', value: 'issued' }] : []),
    { text: 'Drafts', value: 'draft' },
  ];
  return modal({
    callback: 'bill.run',
    title: 'Run bills',
    submit: 'Preview',
    blocks: [
      ...checklistSummary(checklist),
      context('Shows what would be billed, and what stands out, before anything is made.'),
      dateInput({ name: 'as_of', label: 'Period’s end: everything that is due as of', initial: today }),
      dateInput({
        name: 'from',
        label: 'Period’s beginning',
        hint: 'Bills that were scheduled before it stay due. Blank: all that is due.',
        optional: true,
      }),
      selectInput({ name: 'outcome', label: 'What should be made?', choices: outcomes, initial: outcomes[0]?.value }),
      ...(types.length > 0
        ? [
            selectInput({
              name: 'contract_type',
              label: 'Only this contract type',
              optional: true,
              choices: types.map(({ id, name }) => ({ text: clip(name, 75), value: id })),
            }),
          ]
        : []),
      textInput({ name: 'currency', label: 'Only this currency', hint: 'Such as USD', optional: true, max: 3 }),
      textInput({
        name: 'customers',
        label: 'Only these customers',
        hint: `One name a line, at most ${mostNames}. Blank: everybody.`,
        optional: true,
        multiline: true,
      }),
      ticksInput({
        name: 'more',
        label: 'Also',
        choices: [{ text: 'Who is not active, or has not started by then', value: 'inactive' }],
      }),
    ],
  });
};

/** @throws FieldErrors naming who is not known */
const readCustomers = async ({ db }: Deps, text: string | undefined): Promise<readonly string[] | undefined> => {
  const names = [...new Set((text ?? '').split('\n').map((name) => name.trim()))].filter(Boolean);
  if (names.length === 0) return undefined;
  if (names.length > mostNames) throw new FieldErrors({ customers: `Name at most ${mostNames} customers.` });
  const ids: string[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    const found = await customerByName(db.prisma, name);
    if (found) ids.push(found.id);
    else unknown.push(name);
  }
  if (unknown.length > 0)
    throw new FieldErrors({
      customers: `No customer is called ${clip(unknown.join(', '), 150)}. Write the names as they are.`,
    });
  return ids;
};

const readScope = async (deps: Deps, values: FormValues): Promise<Scope> => {
  const asOf = required(values.day('as_of'), 'as_of', 'Choose the last day of the period.');
  const from = values.day('from');
  if (from !== undefined && from > asOf)
    throw new FieldErrors({ from: 'The period ends before it begins. Choose an earlier day.' });
  const currency = values.text('currency')?.toUpperCase();
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
    throw new FieldErrors({ currency: 'Write the three letters of a currency, such as USD.' });
  return {
    asOf,
    from,
    outcome: values.option('outcome') === 'issued' ? 'issued' : 'draft',
    customers: (await readCustomers(deps, values.text('customers')))?.slice(),
    contractTypeId: values.option('contract_type'),
    currency,
    withInactive: values.options('more').includes('inactive'),
  };
};

/**
 * BIL-2: writes a bill run down; it is previewed first, and waits for somebody to confirm it.
 * @throws UserError over a closed period; FieldErrors where the filter matches nobody
 */
export const startBillRun = (deps: Deps, by: By, scope: Scope, { isPreview = true } = {}): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    requireDays({ as_of: scope.asOf }, 'billed', work.today);
    if (scope.outcome === 'issued') {
      const sellers = await allSellers(work.tx);
      if (sellers.length === 0)
        throw new FieldErrors({
          outcome: 'Invoices are numbered in the accounting system. Make drafts, or add a seller in /bill setup.',
        });
      for (const seller of sellers) await requireOpenPeriod(work, issueDay(seller, work.now));
    }
    if ((await customersIn(work.tx, scope, { after: undefined, take: 1 })).length === 0) {
      throw new FieldErrors({
        as_of:
          'Nobody is billed by that: nobody of these has recurring billing that is armed and done by itself. Choose others.',
      });
    }
    return startRun(work, kindOf(work, billRun), scope, { isPreview });
  });

const open = async (request: SlackRequest): Promise<Answer> => {
  await requireEarly(request, moneyRoles, doing);
  const { deps } = request;
  return { modal: await runForm(request, todayIn(deps.timeZone, deps.clock.now())) };
};

export const runButton = (wake: (deps: Deps) => void): Interaction => ({
  id: 'bill.run',
  press: open,
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, values } = request;
    const scope = await readScope(deps, values);
    await startBillRun(deps, by, scope);
    wake(deps);
    const whom = scope.customers ? plural(scope.customers.length, 'customer') : 'everybody';
    return said(
      `Reckoning for ${whom}… The preview comes into ${deps.roleName('accounting')}’s channel; confirm or cancel it there.`,
    );
  },
});

/** `/bill run` */
export const runCommand: Subcommand = {
  command: '/bill',
  word: 'run',
  usage: '',
  help: 'bills everybody, or some, as of a day: previewed first',
  run: open,
};
