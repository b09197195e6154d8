import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { context, dateInput, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { changeDetails, reopenGroups } from '../../../customers/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import {
  beginAgain,
  endSubscription,
  lockSubscription,
  lockSubscriptionsOf,
  subscriptionsOfCustomer,
} from '../../subscriptions/index.ts';
import { changeTermination } from '../store.ts';
import { type Termination, terminationSubject } from '../termination.ts';
import { lockWalk, openTermination, tellOfStep } from '../walk-in-hand.ts';
import type { StepOf } from './waive-final-bill.ts';

const doing = 'reactivate customers and services';

export const reactivateForm = ({ id, subject, endOn }: Termination, today: Day): ModalView =>
  modal({
    callback: 'termination.reactivate',
    title: 'Reactivate',
    submit: 'Reactivate',
    data: id,
    blocks: [
      section(`It ended on ${formatDay(endOn)}. All that was stays; the days between are not billed.`),
      dateInput({
        name: 'first_on',
        label: 'First day that is billed again',
        optional: subject.type === 'customer',
        initial: today > endOn ? today : undefined,
      }),
      ...(subject.type === 'customer'
        ? [context('Blank: its subscriptions stay ended. Parked assets are assigned again in their windows.')]
        : []),
      textInput({ name: 'reason', label: 'Why?', max: 500 }),
    ],
  });

export interface Reactivate extends StepOf {
  /** Without one the customer's subscriptions stay ended. */
  readonly firstOn?: Day | undefined;
}

/** Each goes on its own way from now on: the customer's end holds it no more. */
const beginEach = async (work: Work, { customerId, endOn }: Termination, { firstOn, reason }: Reactivate) => {
  for (const { id, template } of await subscriptionsOfCustomer(work.tx, customerId)) {
    // One that had ended before by itself stays ended.
    if (firstOn !== undefined && template.endsOn === endOn) await beginAgain(work, id, firstOn, reason);
    else await endSubscription(work, id, template.endsOn);
  }
};

/** BIL-22: nothing is billed after the last day of its billing group, nor of its customer. @throws FieldErrors at `first_on` */
const requireOpen = async (work: Work, id: string, firstOn: Day): Promise<void> => {
  const { endsOn, endsWithGroup } = (await lockSubscription(work, id)).template;
  if (endsOn === undefined || firstOn <= endsOn) return;
  throw new FieldErrors({
    first_on: `Its ${endsWithGroup ? 'billing group' : 'customer'} ends on ${formatDay(endsOn)}: nothing is billed after that. Move that day first, in the customer’s window.`,
  });
};

/**
 * CUS-6: inactive is reversible and keeps all history: billed again from a day on; the days between are not.
 * @throws FieldErrors at `first_on`; Conflict while the customer is active
 */
export const reactivate = (deps: Deps, by: By, input: Reactivate): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const reason = input.reason.trim();
    if (!reason) throw new FieldErrors({ reason: 'Write why it is reactivated.' });
    const { terminationId, firstOn } = input;
    const { termination, facts } = await lockWalk(work, terminationId);
    const { subject, customerId, endOn } = termination;
    if (subject.type === 'asset') throw new UserError('Assign the asset again, in its window.');
    if (subject.type === 'customer' && facts.isActive)
      throw new Conflict('The customer is active. Take its termination back instead.');
    await lockSubscriptionsOf(work, [customerId]);
    if (subject.type === 'subscription') {
      if (firstOn === undefined) throw new FieldErrors({ first_on: 'Choose the first day that is billed again.' });
      await beginAgain(work, subject.id, firstOn, reason);
      await requireOpen(work, subject.id, firstOn);
    } else {
      await beginEach(work, termination, { ...input, reason });
      await changeDetails(work, customerId, { active: true, endOn: null }, reason);
      await reopenGroups(work, customerId, endOn, reason);
    }
    await changeTermination(work, terminationId, { ended: { state: 'reactivated', reason } });
    work.audit({
      action: 'termination.reactivated',
      subject,
      customerId,
      before: { ended: endOn },
      after: { billedFrom: firstOn ?? null },
      reason,
    });
    tellOfStep(work, terminationId, `${person(work.by.id)} reactivated it: ${escapeMrkdwn(reason)}`);
  });

export const reactivateButton: Interaction = {
  id: 'termination.reactivate',
  press: opensForm({
    roles: moneyRoles,
    doing,
    find: ({ db }, id) => openTermination(db.prisma, id),
    form: reactivateForm,
  }),
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    await reactivate(deps, by, {
      terminationId: data,
      firstOn: values.day('first_on'),
      reason: required(values.text('reason'), 'reason', 'Write why it is reactivated.'),
    });
    return { window: terminationSubject(data) };
  },
};
