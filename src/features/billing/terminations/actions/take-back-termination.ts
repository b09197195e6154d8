import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { dayAfter } from '../../../../core/time/spans.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { changeDetails, contractsOf, takeBackNoticeWith } from '../../../customers/index.ts';
import { place } from '../../assets/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { billUnbilled, endSubscription, lockSubscriptionsOf } from '../../subscriptions/index.ts';
import { changeTermination } from '../store.ts';
import { doing } from '../terminate.ts';
import { type Termination, terminationSubject } from '../termination.ts';
import { lockWalk, openTermination, tellOfStep } from '../walk-in-hand.ts';
import type { StepOf } from './waive-final-bill.ts';

export const takeBackForm = ({ id, endOn }: Termination): ModalView =>
  modal({
    callback: 'termination.take_back',
    title: 'Take it back',
    submit: 'Take back',
    data: id,
    blocks: [
      section(`It goes on after ${formatDay(endOn)} as if nothing had been said; what is due since is billed.`),
      textInput({ name: 'reason', label: 'Why?', max: 500 }),
    ],
  });

const goOn = async (work: Work, of: Termination, reason: string): Promise<void> => {
  const { subject, customerId, contractIds, was, endOn } = of;
  if (subject.type === 'subscription') return endSubscription(work, subject.id, undefined);
  if (subject.type === 'asset') {
    if (was) await place(work, { assetIds: [subject.id], ...was, first: dayAfter(endOn) });
    return;
  }
  await changeDetails(work, customerId, { endOn: null }, reason);
  const noticed = (await contractsOf(work.tx, [customerId])).filter(
    ({ id, notice }) => notice && contractIds.includes(id),
  );
  for (const { id } of noticed) await takeBackNoticeWith(work, { contractId: id, reason });
};

/**
 * ALL-10: nothing ends; what was credited meanwhile is charged by the next bill. @throws Conflict once the customer is inactive: it is
 * reactivated then
 */
export const takeBackTermination = (deps: Deps, by: By, { terminationId, reason }: StepOf): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    if (!reason.trim()) throw new FieldErrors({ reason: 'Write why it is taken back.' });
    const { termination, facts } = await lockWalk(work, terminationId);
    const { subject, customerId, endOn, waived } = termination;
    if (subject.type === 'customer' && !facts.isActive)
      throw new Conflict('The customer is inactive already. Reactivate it instead.');
    if (waived && subject.type !== 'asset') {
      const subscriptions = await lockSubscriptionsOf(work, [customerId]);
      for (const { id } of subscriptions)
        if (subject.type === 'customer' || id === subject.id) await billUnbilled(work, id);
    }
    await goOn(work, termination, reason.trim());
    await changeTermination(work, terminationId, { ended: { state: 'taken_back', reason: reason.trim() } });
    work.audit({
      action: 'termination.taken_back',
      subject,
      customerId,
      before: { endOn },
      reason: reason.trim(),
    });
    tellOfStep(work, terminationId, `${person(work.by.id)} took the termination back: ${escapeMrkdwn(reason.trim())}`);
  });

export const takeBackButton: Interaction = {
  id: 'termination.take_back',
  press: opensForm({
    roles: moneyRoles,
    doing,
    find: ({ db }, id) => openTermination(db.prisma, id),
    form: takeBackForm,
  }),
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const reason = required(values.text('reason'), 'reason', 'Write why it is taken back.');
    await takeBackTermination(deps, by, { terminationId: data, reason });
    return { window: terminationSubject(data) };
  },
};
