import type { ModalView } from '@slack/types';
import { NotFound } from '../../../../../core/errors.ts';
import { newId } from '../../../../../core/ids.ts';
import type { Day } from '../../../../../core/time/calendar.ts';
import { dateInput, modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../../platform/work/work.ts';
import { customersDay } from '../../../../customers/index.ts';
import { type NamedScope, scopesOfGroup } from '../../../assets/index.ts';
import { subscriptionById } from '../../agreements/store.ts';
import { type Subscription, serviceEditors } from '../../agreements/subscription.ts';
import { previewChange } from '../change-preview.ts';
import { confirmForm } from '../change-views.ts';
import { scopeInputs, withScope } from '../scope-form.ts';
import type { ServiceChange } from '../service-change.ts';
import { readQuantity, readSold, soldInputs } from '../service-form.ts';

/** BIL-6, CUS-4: a plan, a charge or what is typed, from a day on. */
export const startForm = ({ id, currency }: Subscription, scopes: readonly NamedScope[], today: Day): ModalView =>
  modal({
    callback: 'service.start',
    title: 'Start a service',
    submit: 'Preview',
    data: id,
    blocks: [
      ...soldInputs(currency),
      ...scopeInputs(scopes),
      textInput({ name: 'quantity', label: 'Quantity', initial: '1', max: 6 }),
      dateInput({
        name: 'on',
        label: 'First day',
        hint: 'A day ahead is planned, and done on that day.',
        initial: today,
      }),
      dateInput({ name: 'last', label: 'Last day', optional: true }),
    ],
  });

const existing = async (
  { db }: Deps,
  id: string,
): Promise<{ readonly subscription: Subscription; readonly scopes: readonly NamedScope[] }> => {
  const subscription = await subscriptionById(db.prisma, id);
  if (!subscription) throw new NotFound('subscription');
  const { groupId } = subscription;
  return { subscription, scopes: groupId ? await scopesOfGroup(db.prisma, groupId) : [] };
};

export const startServiceButton: Interaction = {
  id: 'service.start',
  press: async (request) => {
    await requireEarly(request, serviceEditors, 'change services');
    const { deps, value } = request;
    const { subscription, scopes } = await existing(deps, value);
    const today = await customersDay(deps.db.prisma, subscription.customerId, deps.clock.now());
    return { modal: startForm(subscription, scopes, today) };
  },
  submit: async (request) => {
    await requireEarly(request, serviceEditors, 'change services');
    const { deps, data, values } = request;
    const { subscription, scopes } = await existing(deps, data);
    const change: ServiceChange = {
      kind: 'start',
      id: newId(),
      on: required(values.day('on'), 'on', 'Choose its first day.'),
      last: values.day('last'),
      quantity: readQuantity(values),
      sold: withScope(await readSold(deps.db.prisma, values, subscription.currency), values, scopes),
    };
    const preview = await previewChange(deps, { subscriptionId: data, change });
    return { replace: confirmForm({ subscriptionId: data, change, reason: undefined }, preview) };
  },
};
