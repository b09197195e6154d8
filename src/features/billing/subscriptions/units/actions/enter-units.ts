import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound, UserError } from '../../../../../core/errors.ts';
import { newId } from '../../../../../core/ids.ts';
import { formatMoney } from '../../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../../core/time/calendar.ts';
import { dayBefore } from '../../../../../core/time/spans.ts';
import { context, dateInput, modal, selectInput, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { customersDay } from '../../../../customers/index.ts';
import { countsOn, type DueLine, dueLines, type UnitCount } from '../../../charging/index.ts';
import { accountOf } from '../../accounts/account.ts';
import { lockSubscription, subscriptionById } from '../../agreements/store.ts';
import { type Subscription, serviceEditors, subscriptionSubject } from '../../agreements/subscription.ts';
import { insertCount, takeCountBack } from '../../items/count-store.ts';
import { countedPeriod, isServedIn, meteredRows, periodText } from '../metered.ts';

const doing = 'enter units';

export interface EnterUnits {
  readonly subscriptionId: string;
  readonly itemId: string;
  /** Any day of the period that was counted. */
  readonly on: Day;
  readonly units: number;
}

export interface EnteredUnits {
  readonly count: UnitCount;
  readonly description: string;
  /** The count whose place it takes. */
  readonly before: UnitCount | undefined;
  /** What is charged for it; nothing where all are included, or it is not armed. */
  readonly line: DueLine | undefined;
}

/**
 * CUS-4: the units of a metered service in a period of its price; entered anew, they take the former count's place. What is above
 * the included ones stands on the next bill.
 * @throws FieldErrors at `on`, `service`; NotAllowed
 */
export const enterUnits = (deps: Deps, by: By, input: EnterUnits): Promise<EnteredUnits> =>
  deps.transact(by, async (work) => {
    work.require(serviceEditors, doing);
    const subscription = await lockSubscription(work, input.subscriptionId);
    const row = meteredRows(subscription).find(({ id }) => id === input.itemId);
    if (!row) throw new FieldErrors({ service: 'This service is not metered any more. Choose another.' });
    const today = await customersDay(work.tx, subscription.customerId, work.now);
    const period = countedPeriod(subscription, row, input.on);
    if (period.first > today)
      throw new FieldErrors({
        on: `That period begins on ${formatDay(period.first)}. Choose a day of one that has begun.`,
      });
    if (!isServedIn(subscription, row.id, period))
      throw new FieldErrors({
        on: `“${row.description}” was not served from ${periodText(period)}. Choose another day.`,
      });
    const { items, counts, customerId } = subscription;
    const [before] = countsOn(items, counts, { itemId: row.id, on: input.on });
    if (before) await takeCountBack(work, before.id);
    const count: UnitCount = { id: newId(), itemId: row.id, period, units: input.units };
    await insertCount(work, subscription.id, count);
    work.audit({
      action: 'units.entered',
      subject: subscriptionSubject(subscription.id),
      customerId,
      ...(before ? { before: { units: before.units } } : {}),
      after: { what: row.description, from: period.first, to: period.last, units: input.units },
    });
    const line = dueLines(accountOf({ ...subscription, counts: [count] }, [], []), period.first).find(
      ({ itemId }) => itemId === count.id,
    );
    return { count, description: row.description, before, line };
  });

/** @throws UserError where nothing of it is metered */
export const unitsForm = (subscription: Subscription, today: Day): ModalView => {
  const rows = meteredRows(subscription);
  const [first] = rows;
  if (!first) throw new UserError('None of its services is metered. Start one with a metered plan first.');
  const { items, counts } = subscription;
  const last = dayBefore(countedPeriod(subscription, first, today).first);
  const known = rows.flatMap((row) =>
    countsOn(items, counts, { itemId: row.id, on: last }).map(
      ({ units, period }) =>
        `${row.description}, ${periodText(period)}: ${units.toLocaleString('en-US')} units were entered.`,
    ),
  );
  return modal({
    callback: 'units.enter',
    title: 'Enter units',
    submit: 'Enter',
    data: subscription.id,
    blocks: [
      selectInput({
        name: 'service',
        label: 'Service',
        choices: rows.slice(0, 100).map(({ id, description }) => ({ text: clip(description, 75), value: id })),
        initial: first.id,
      }),
      dateInput({ name: 'on', label: 'A day of the period that was counted', initial: last }),
      textInput({ name: 'units', label: 'Units', hint: 'All of the period; what is included is taken off', max: 9 }),
      ...(known.length > 0 ? [context(escapeMrkdwn(clip(known.join(' '), 1000)))] : []),
    ],
  });
};

const readUnits = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new FieldErrors({ units: 'Write a whole number of units, from 0 to 999999999.' });
  return Number(text);
};

const answer = ({ count, description, before, line }: EnteredUnits): string => {
  const said = `${count.units.toLocaleString('en-US')} units of ${escapeMrkdwn(description)}, ${periodText(count.period)}`;
  const instead = before ? ` instead of ${before.units.toLocaleString('en-US')}` : '';
  const cost = line ? `${formatMoney(line.net)} before tax, on the next bill` : 'nothing is charged for them';
  return `${said}${instead}: ${cost}.`;
};

export const enterUnitsButton: Interaction = {
  id: 'units.enter',
  press: async (request) => {
    await requireEarly(request, serviceEditors, doing);
    const { deps, value } = request;
    const subscription = await subscriptionById(deps.db.prisma, value);
    if (!subscription) throw new NotFound('subscription');
    return {
      modal: unitsForm(subscription, await customersDay(deps.db.prisma, subscription.customerId, deps.clock.now())),
    };
  },
  submit: async (request) => {
    await requireEarly(request, serviceEditors, doing);
    const { deps, by, data, values } = request;
    const entered = await enterUnits(deps, by, {
      subscriptionId: data,
      itemId: required(values.option('service'), 'service', 'Choose the service whose units were counted.'),
      on: required(values.day('on'), 'on', 'Choose a day of the period that was counted.'),
      units: readUnits(values.text('units') ?? ''),
    });
    return { say: decidedAnswer(answer(entered), 'units.undo', entered.count.id, entered.before?.id ?? '') };
  },
};
