import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { formatMoney, sumByCurrency } from '../../../core/money/money.ts';
import { formatMinutes, parseMinutes } from '../../../core/time/duration.ts';
import { modal, textInput, ticksInput } from '../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../platform/slice/undo.ts';
import { eventType } from '../../../platform/work/events.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import { type Activity, activityRef, type Service } from '../activity.ts';
import { aboutActivity, existingActivity, opensActivityForm } from '../activity-form.ts';
import { endActivity, lockToEnd } from '../end-activity.ts';
import { activitiesPolicy } from '../types/policies.ts';
import { parseServices, servicesAsTyped, servicesProblem } from '../types/services.ts';
import { linesOf } from '../types/type-line.ts';

/** What a completed activity provided that the customer pays for; all in the customer's currency. Once for each activity. ACT-3 */
export interface Served {
  readonly activityId: string;
  /** `A-12`. */
  readonly number: string;
  readonly customerId: string;
  readonly services: readonly Required<Service>[];
}

export const activityServed = eventType<Served>('activity.served');

const isPriced = (service: Service): service is Required<Service> =>
  service.amount !== undefined && service.amount.amount > 0n;

/** Complete: what was provided, what it took, and whether it is billed. ACT-2, ACT-3 */
export const completeForm = (activity: Activity, durations: readonly string[] = []): ModalView => {
  const { services, customerId, id, type } = activity;
  const usual = parseMinutes(linesOf(durations, type)[0] ?? '');
  return modal({
    callback: 'activity.complete',
    title: 'Complete',
    submit: 'Complete',
    data: id,
    blocks: [
      aboutActivity(activity),
      textInput({ name: 'note', label: 'Note', optional: true, multiline: true, max: 500 }),
      textInput({
        name: 'spent',
        label: 'Time spent',
        hint: 'Such as 1:30 or 90 min',
        optional: true,
        max: 20,
        initial: usual === undefined ? undefined : formatMinutes(usual),
      }),
      textInput({
        name: 'services',
        label: 'Services provided',
        hint: 'One a line, with its price if it is billed: On-site installation; 150.00',
        optional: true,
        multiline: true,
        initial: servicesAsTyped(services),
      }),
      ...(customerId
        ? [
            ticksInput({
              name: 'bill',
              label: 'Billing',
              choices: [{ text: 'What has a price goes on the customer’s next bill', value: 'yes' }],
              initial: ['yes'],
            }),
          ]
        : []),
    ],
  });
};

export interface Completing {
  readonly activityId: string;
  readonly note?: string | undefined;
  /** Whole minutes. */
  readonly minutes?: number | undefined;
  /** What was provided; as it was planned unless given. */
  readonly services?: readonly Service[] | undefined;
  /** What has a price is charged with the customer's next bill, unless said otherwise. */
  readonly isBilled?: boolean | undefined;
}

/** What the customer will pay, in its own currency. @throws FieldErrors (`services`) */
const billed = async (
  work: Work,
  { customerId }: Activity,
  services: readonly Service[],
): Promise<Served['services']> => {
  const customer = customerId ? await customerById(work.tx, customerId) : undefined;
  if (!customer) return [];
  const priced = services.filter(isPriced);
  const other = priced.find(({ amount }) => amount.currency !== customer.currency);
  if (other) {
    throw new FieldErrors({
      services: `${customer.name} is billed in ${customer.currency}: write what “${other.description}” costs in it, or do not bill it.`,
    });
  }
  return priced;
};

/** Marks an activity as done; what it provided is billed once. ACT-2, ACT-3 @throws FieldErrors (`services`) */
export const completeActivity = async (deps: Deps, by: By, input: Completing): Promise<void> => {
  const { activityId, note, minutes, isBilled = true } = input;
  await deps.transact(by, async (work) => {
    const activity = await lockToEnd(work, activityId, 'complete this activity');
    const { services = activity.services } = input;
    const problem = servicesProblem(activity.type, services, (await work.policy(activitiesPolicy)).services);
    if (problem && input.services) throw new FieldErrors({ services: problem });
    const charged = isBilled ? await billed(work, activity, services) : [];
    const total = sumByCurrency(charged.map(({ amount }) => amount)).map((each) => formatMoney(each));
    const told = total.length > 0 ? ` ${total.join(' · ')} goes on the customer’s next bill.` : '';
    await endActivity(work, activity, { state: 'completed', note, minutes, services }, told);
    if (activity.customerId && charged.length > 0) {
      const { customerId } = activity;
      await work.emit(activityServed, { activityId, number: activityRef(activity), customerId, services: charged });
    }
  });
};

const readMinutes = (values: FormValues): number | undefined => {
  const text = values.text('spent');
  const minutes = text === undefined ? undefined : parseMinutes(text);
  if (text !== undefined && minutes === undefined)
    throw new FieldErrors({ spent: 'Write how long it took, such as 1:30 or 90 min.' });
  return minutes;
};

/** As the form has them; a form of before had none, and they are what was planned. @throws FieldErrors */
const readServices = async (deps: Deps, id: string, values: FormValues): Promise<readonly Service[] | undefined> => {
  if (!values.has('services')) return undefined;
  const { customerId } = await existingActivity(deps, id);
  const customer = customerId ? await customerById(deps.db.prisma, customerId) : undefined;
  const parsed = parseServices(values.text('services') ?? '', customer?.currency);
  if (!parsed.ok) throw new FieldErrors({ services: parsed.error });
  return parsed.services;
};

export const completeButton: Interaction = {
  id: 'activity.complete',
  // Somebody without a role may be given one, and have it done.
  isForTeam: true,
  press: async (request) => {
    const { durations } = await request.deps.policy(activitiesPolicy);
    return opensActivityForm('complete this activity', (activity) => completeForm(activity, durations))(request);
  },
  submit: async ({ deps, by, data, values }) => {
    await completeActivity(deps, by, {
      activityId: data,
      note: values.text('note'),
      minutes: readMinutes(values),
      services: await readServices(deps, data, values),
      isBilled: !values.has('bill') || values.options('bill').includes('yes'),
    });
    return { say: decidedAnswer('The activity is completed.', 'activity.undo', data, 'completed') };
  },
};
