import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../../core/errors.ts';
import { newId } from '../../../../../core/ids.ts';
import { parseUnitPrice } from '../../../../../core/money/unit-price.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { type Day, parseDay } from '../../../../../core/time/calendar.ts';
import { dateInput, modal, section, selectInput, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../../platform/work/work.ts';
import { customersDay } from '../../../../customers/index.ts';
import { subscriptionById } from '../../agreements/store.ts';
import { type Subscription, serviceEditors } from '../../agreements/subscription.ts';
import { serviceText } from '../../items/service-text.ts';
import { previewChange } from '../change-preview.ts';
import { confirmForm } from '../change-views.ts';
import { type ChangeKind, changeNames, immediateKinds, type ServiceChange } from '../service-change.ts';
import { readQuantity, readSold, soldInputs } from '../service-form.ts';

const kinds = Object.keys(changeNames).filter((kind) => kind !== 'start') as ChangeKind[];

/** BIL-6: which change, from which day, and what that kind of change asks for. */
export const changeForm = (subscription: Subscription, itemId: string, today: Day, kind: ChangeKind): ModalView => {
  const row = subscription.items.find(({ id }) => id === itemId);
  if (!row) throw new NotFound('service');
  return modal({
    callback: 'service.change',
    title: 'Change a service',
    submit: 'Preview',
    data: `${subscription.id} ${itemId} ${kind}`,
    blocks: [
      section(`*${escapeMrkdwn(serviceText(row, today))}*`),
      selectInput({
        name: 'kind',
        label: 'What?',
        choices: kinds.map((each) => ({ text: changeNames[each].asks, value: each })),
        initial: kind,
        action: 'service.change_kind',
      }),
      ...(immediateKinds.includes(kind)
        ? []
        : [
            dateInput({
              name: 'on',
              label: kind === 'remove' ? 'First day without it' : 'From',
              hint: 'A day ahead is planned, and done on that day.',
              initial: today,
            }),
          ]),
      ...(kind === 'quantity'
        ? [textInput({ name: 'quantity', label: 'New quantity', initial: `${row.quantity}`, max: 6 })]
        : []),
      ...(kind === 'pause' ? [dateInput({ name: 'until', label: 'Last day of the pause' })] : []),
      ...(kind === 'swap' ? soldInputs(subscription.currency) : []),
      ...(kind === 'remove'
        ? [
            textInput({
              name: 'penalty',
              label: `Charge for ending early, in ${subscription.currency}`,
              hint: 'Where the terms have one',
              optional: true,
              max: 24,
            }),
          ]
        : []),
    ],
  });
};

const read = async (
  deps: Deps,
  subscription: Subscription,
  itemId: string,
  today: Day,
  values: FormValues,
): Promise<ServiceChange> => {
  const kind = required(
    kinds.find((each) => each === values.option('kind')),
    'kind',
    'Choose what should change.',
  );
  const on = immediateKinds.includes(kind) ? today : required(values.day('on'), 'on', 'Choose the first day of it.');
  const of = { itemId, on };
  switch (kind) {
    case 'quantity':
      return { kind, ...of, id: newId(), quantity: readQuantity(values) };
    case 'swap':
      return { kind, ...of, id: newId(), sold: await readSold(deps.db.prisma, values, subscription.currency) };
    case 'pause':
      return { kind, ...of, until: required(values.day('until'), 'until', 'Choose the last day of the pause.') };
    case 'remove':
      return { kind, ...of, id: newId(), ...penaltyOf(values.text('penalty'), subscription.currency) };
    case 'start':
      throw new FieldErrors({ kind: 'A service that is there is not started.' });
    default:
      return { kind, ...of };
  }
};

const penaltyOf = (text: string | undefined, currency: string): { penalty?: string } => {
  if (text === undefined) return {};
  const parsed = parseUnitPrice(text, currency);
  if (!parsed.ok) throw new FieldErrors({ penalty: parsed.error });
  if (parsed.value.tenThousandths <= 0n)
    throw new FieldErrors({ penalty: 'Write what is charged, above zero, or leave it blank.' });
  return { penalty: `${parsed.value.tenThousandths}` };
};

const existing = async (deps: Deps, id: string): Promise<{ subscription: Subscription; today: Day }> => {
  const subscription = await subscriptionById(deps.db.prisma, id);
  if (!subscription) throw new NotFound('subscription');
  return { subscription, today: await customersDay(deps.db.prisma, subscription.customerId, deps.clock.now()) };
};

export const changeServiceButton: Interaction = {
  id: 'service.change',
  press: async (request) => {
    await requireEarly(request, serviceEditors, 'change services');
    const [subscriptionId = '', itemId = ''] = request.value.split(' ');
    const { subscription, today } = await existing(request.deps, subscriptionId);
    return { modal: changeForm(subscription, itemId, today, 'quantity') };
  },
  submit: async (request) => {
    await requireEarly(request, serviceEditors, 'change services');
    const { deps, data, values } = request;
    const [subscriptionId = '', itemId = ''] = data.split(' ');
    const { subscription, today } = await existing(deps, subscriptionId);
    const change = await read(deps, subscription, itemId, today, values);
    const preview = await previewChange(deps, { subscriptionId, change });
    return { replace: confirmForm({ subscriptionId, change, reason: undefined }, preview) };
  },
};

/** Another kind asks for other fields. */
export const changeKindChoice: Interaction = {
  id: 'service.change_kind',
  press: async ({ deps, value, view }) => {
    const [subscriptionId = '', itemId = ''] = (view?.data ?? '').split(' ');
    const { subscription, today } = await existing(deps, subscriptionId);
    const kind = kinds.find((each) => each === value) ?? 'quantity';
    const on = parseDay(view?.values.day('on') ?? '');
    return { replace: changeForm(subscription, itemId, on ?? today, kind) };
  },
};
