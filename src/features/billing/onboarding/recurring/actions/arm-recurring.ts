import type { ModalView } from '@slack/types';
import { Conflict } from '../../../../../core/errors.ts';
import { formatMoney } from '../../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../../../../core/time/calendar.ts';
import { context, fields, modal, section } from '../../../../../platform/block-kit/blocks.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import {
  desksFor,
  factsChanged,
  folderName,
  type ProjectState,
  projectsOf,
  readerOf,
} from '../../../../playbooks/index.ts';
import { armRecurring, type FirstBill, previewArming } from '../../../subscriptions/index.ts';
import { armingOf, figuresOf } from '../arming.ts';
import { subscriptionOf } from '../subscription-part.ts';
import { disarmForm } from './disarm-recurring.ts';

/** ONB-16: exactly what arming would do; the figures travel with the confirmation. */
export const armForm = (project: ProjectState, bill: FirstBill, today: Day): ModalView =>
  modal({
    callback: 'recurring.arm',
    title: 'Arm recurring billing',
    submit: 'Arm',
    data: `${project.id}:${figuresOf(bill)}`,
    blocks: [
      section(folderName(project)),
      fields([
        ['A month', formatMoney(bill.monthly)],
        ['Next bill', `${formatDay(bill.nextOn)}${bill.dueNow ? ` (due now: today is ${formatDay(today)})` : ''}`],
        ['Credit', formatMoney(bill.credit)],
        ['Due on it', formatMoney(bill.due)],
      ]),
      section(escapeMrkdwn(bill.text)),
      ...(bill.carriedOver.amount > 0n
        ? [
            context(
              `${formatMoney(bill.carriedOver)} of the credit is more than the first bill and goes to the next one.`,
            ),
          ]
        : []),
      context('Amounts are before tax; the credit carries its own tax.'),
    ],
  });

/** What arming would do now. Reads only; the same function computes it when it is done. ONB-16 */
export const previewArmingOf = async (deps: Deps, project: ProjectState): Promise<FirstBill> =>
  previewArming(deps, await armingOf(deps.db.prisma, project, deps.roleName));

/**
 * Arms recurring billing: next date, first bill and credit. Refused before both acknowledgements and before the customer is
 * live, and when the figures are no longer those that were shown. ONB-16
 */
export const armProject = (
  deps: Deps,
  by: By,
  input: { readonly projectId: string; readonly shown?: string | undefined },
): Promise<FirstBill> =>
  deps.transact(by, async (work) => {
    const project = await projectsOf(work).load(work, input.projectId, { lock: true });
    work.require(desksFor(project, 'recurring.arm'), 'arm or disarm recurring billing');
    const bill = await armRecurring(work, await armingOf(work.tx, project, deps.roleName));
    if (input.shown !== undefined && input.shown !== figuresOf(bill)) {
      throw new Conflict('The figures have changed since you were shown them. Open the preview again and check them.');
    }
    const first = `${formatMoney(bill.due)} ${bill.dueNow ? 'due now, for' : 'due on'} ${formatDay(bill.nextOn)}`;
    const note = `${person(work.by.id)} has armed recurring billing: ${first}. ${escapeMrkdwn(bill.text)}`;
    await work.emit(factsChanged, [{ before: project, told: note }]);
    return bill;
  });

export const armRecurringButton: Interaction = {
  id: 'recurring.arm',
  press: async (request) => {
    const { deps, value } = request;
    const project = await projectsOf(deps).load(readerOf(deps), value);
    await requireEarly(request, desksFor(project, 'recurring.arm'), 'arm or disarm recurring billing');
    if (subscriptionOf(project)?.template.armed) return { modal: disarmForm(project) };
    const bill = await previewArmingOf(deps, project);
    return { modal: armForm(project, bill, todayIn(project.customer.timeZone, deps.clock.now())) };
  },
  submit: async ({ deps, by, data }) => {
    const [projectId = '', shown] = data.split(':');
    const { dueNow } = await armProject(deps, by, { projectId, shown });
    return said(dueNow ? 'Recurring billing is armed. The first bill is due now.' : 'Recurring billing is armed.');
  },
};
