import type { ModalView } from '@slack/types';
import { Conflict, NotFound } from '../../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { formatDay } from '../../../../../core/time/calendar.ts';
import { modal, section, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../../../platform/db/open.ts';
import { opensForm } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { lockSubscription } from '../../agreements/store.ts';
import { serviceEditors, subscriptionSubject } from '../../agreements/subscription.ts';
import { endPlanned, type Planned, plannedById } from '../planned-store.ts';

const existing = async (tx: Tx, id: string): Promise<Planned> => {
  const planned = await plannedById(tx, id);
  if (!planned) throw new NotFound('planned change');
  return planned;
};

export const dropForm = (planned: Planned): ModalView =>
  modal({
    callback: 'service.drop',
    title: 'Drop a planned change',
    submit: 'Drop',
    data: `${planned.id} ${planned.subscriptionId}`,
    blocks: [
      section(`*${escapeMrkdwn(planned.what)}*, planned for ${formatDay(planned.on)} by ${person(planned.by)}.`),
      textInput({ name: 'reason', label: 'Why is it dropped?', max: 500 }),
    ],
  });

const ends: Readonly<Record<string, string>> = {
  done: 'It was done',
  dropped: 'It was dropped',
  refused: 'It could not be done',
};

/** BIL-6: what is planned can be dropped until it is done. @throws Conflict saying what became of it */
export const dropPlanned = (
  deps: Deps,
  by: By,
  { plannedId, reason }: { readonly plannedId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(serviceEditors, 'change services');
    const { subscriptionId } = await existing(work.tx, plannedId);
    const subscription = await lockSubscription(work, subscriptionId);
    const planned = await plannedById(work.tx, plannedId);
    if (!planned || !(await endPlanned(work, plannedId, 'dropped', reason))) {
      const end = planned?.ended;
      throw new Conflict(
        `${ends[planned?.state ?? ''] ?? 'It was ended'}${end ? ` by ${person(end.by)} ${moment(end.at)}` : ''}: there is nothing left to drop.`,
      );
    }
    work.audit({
      action: 'service.change_dropped',
      subject: subscriptionSubject(subscriptionId),
      customerId: subscription?.customerId,
      before: { planned: plannedId, what: planned.what, on: planned.on },
      reason,
    });
  });

export const dropPlannedButton: Interaction = {
  id: 'service.drop',
  press: opensForm({
    roles: serviceEditors,
    doing: 'change services',
    find: ({ db }, id) => existing(db.prisma, id),
    form: dropForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const [plannedId = '', subscriptionId = ''] = data.split(' ');
    const reason = required(values.text('reason'), 'reason', 'Write why it is dropped.');
    await dropPlanned(deps, by, { plannedId, reason });
    return { window: subscriptionSubject(subscriptionId) };
  },
};
