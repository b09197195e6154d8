import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { dateInput, modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { changeDetails } from '../../../customers/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { endSubscription } from '../../subscriptions/index.ts';
import { changeTermination } from '../store.ts';
import { doing } from '../terminate.ts';
import { type Termination, terminationSubject } from '../termination.ts';
import { lockWalk, openTermination, tellOfStep } from '../walk-in-hand.ts';
import type { StepOf } from './waive-final-bill.ts';

export const changeEndForm = ({ id, endOn }: Termination): ModalView =>
  modal({
    callback: 'termination.change_end',
    title: 'Another end date',
    submit: 'Save',
    data: `${id} ${endOn}`,
    blocks: [
      dateInput({ name: 'end_on', label: 'Last day served', initial: endOn }),
      textInput({ name: 'reason', label: 'Why is it changed?', max: 500 }),
    ],
  });

/** ALL-10: another last day; what is due until it and credited after it is reckoned anew. @throws FieldErrors; UserError */
export const changeEnd = (deps: Deps, by: By, input: StepOf & { readonly endOn: Day }): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const { terminationId, endOn } = input;
    const reason = input.reason.trim();
    if (!reason) throw new FieldErrors({ reason: 'Write why it is changed.' });
    const { termination, facts } = await lockWalk(work, terminationId);
    const { subject, customerId, waived } = termination;
    if (subject.type === 'asset')
      throw new UserError('Take this termination back, or correct whose the asset is in its window.');
    if (waived) throw new UserError('The final bill is waived. Take the termination back, and end it anew.');
    if (!facts.isActive) throw new UserError('The customer is inactive already. Reactivate it first.');
    if (endOn === termination.endOn) throw new FieldErrors({ end_on: 'That is its last day already.' });
    if (subject.type === 'customer') await changeDetails(work, customerId, { endOn }, reason);
    else await endSubscription(work, subject.id, endOn);
    await changeTermination(work, terminationId, { endOn });
    work.audit({
      action: 'termination.end_changed',
      subject,
      customerId,
      before: { endOn: termination.endOn },
      after: { endOn },
      reason,
    });
    tellOfStep(work, terminationId, `${person(work.by.id)} moved its last day to ${formatDay(endOn)}.`);
  });

export const changeEndButton: Interaction = {
  id: 'termination.change_end',
  press: opensForm({
    roles: moneyRoles,
    doing,
    find: ({ db }, id) => openTermination(db.prisma, id),
    form: changeEndForm,
  }),
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const [terminationId = ''] = data.split(' ');
    await changeEnd(deps, by, {
      terminationId,
      endOn: required(values.day('end_on'), 'end_on', 'Choose the last day served.'),
      reason: required(values.text('reason'), 'reason', 'Write why it is changed.'),
    });
    return { window: terminationSubject(terminationId) };
  },
};
