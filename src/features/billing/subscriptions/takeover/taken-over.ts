/** Services of subscriptions that another system billed until now, as a file has them: a row for each service. BIL-21, BIL-20 */
import { FieldErrors } from '../../../../core/errors.ts';
import { isCurrency } from '../../../../core/money/money.ts';
import { parseUnitPrice } from '../../../../core/money/unit-price.ts';
import { type Day, formatDay, parseDay } from '../../../../core/time/calendar.ts';
import { type PeriodMonths, periodOf } from '../../../../core/time/periods.ts';
import { dayAfter, dayBefore, overlap } from '../../../../core/time/spans.ts';
import type { RowProblem } from '../../../entries/index.ts';
import type { Per } from '../changes/service-change.ts';
import { rhythmOf, type ScheduleMode, scheduleModes } from '../schedules/schedule.ts';

type Cells = Readonly<Record<string, string | undefined>>;

/** When it is billed, and through which day that was done. */
export interface TakenSchedule {
  readonly months: PeriodMonths;
  readonly anchorOn: Day | undefined;
  readonly inArrears: boolean;
  readonly billedThrough: Day;
  readonly nextOn: Day;
  readonly remaining: number | undefined;
  readonly daysAhead: number;
  readonly mode: ScheduleMode;
}

/** A service, and the subscription that it belongs to: rows with the same `subscription` of a customer are one. */
export interface TakenService {
  readonly customer: string;
  readonly currency: string;
  readonly group: string | undefined;
  /** As the other system calls it. */
  readonly subscription: string;
  readonly schedule: TakenSchedule;
  readonly plan: string | undefined;
  readonly charge: string | undefined;
  readonly description: string | undefined;
  readonly quantity: number;
  /** The customer's own, in 10,000ths of a minor unit. */
  readonly own: bigint | undefined;
  /** Of a service that has neither plan nor charge. */
  readonly per: Per;
  readonly first: Day;
  readonly last: Day | undefined;
}

const everyMonths: readonly PeriodMonths[] = [1, 3, 12];
const pers: readonly Per[] = [...everyMonths, 'once'];

/** Reads cells, and gathers what is wrong with them. */
const reader = (cells: Cells) => {
  const problems: Record<string, string> = {};
  const refuse = (column: string, text: string): undefined => {
    problems[column] ??= text;
  };
  return {
    problems,
    refuse,
    day: (column: string): Day | undefined =>
      cells[column] === undefined
        ? undefined
        : (parseDay(cells[column]) ?? refuse(column, 'Write the day as year-month-day, such as 2026-03-31.')),
    whole: (column: string, least: number, most: number): number | undefined => {
      const text = cells[column];
      if (text === undefined) return undefined;
      const number = /^\d{1,6}$/.test(text) ? Number(text) : -1;
      return number >= least && number <= most
        ? number
        : refuse(column, `Write a whole number from ${least} to ${most}.`);
    },
    oneOf: <T extends string | number>(column: string, all: readonly T[], usual: T): T =>
      all.find((each) => String(each) === (cells[column] ?? String(usual)).toLowerCase()) ??
      refuse(column, `Write ${all.slice(0, -1).join(', ')} or ${all.at(-1)}.`) ??
      usual,
  };
};

type Reader = ReturnType<typeof reader>;

/** Billed through the end of a period, and next when that is over: anything else would bill days twice, or never. */
const readSchedule = ({ refuse, day, whole, oneOf }: Reader): TakenSchedule | undefined => {
  const rule = {
    months: oneOf('every_months', everyMonths, 1),
    anchorOn: day('anchor'),
    inArrears: oneOf('paid', ['advance', 'arrears'], 'advance') === 'arrears',
    remaining: whole('remaining', 0, 1200),
    daysAhead: whole('days_ahead', 0, 120) ?? 0,
    mode: oneOf('mode', scheduleModes, 'automate'),
  };
  const [billedThrough, nextOn] = [day('billed_through'), day('next_date')];
  if (!billedThrough || !nextOn) return undefined;
  const rhythm = rhythmOf(rule);
  const period = periodOf(rhythm, billedThrough);
  if (period.last !== billedThrough) {
    const before = dayBefore(period.first);
    refuse(
      'billed_through',
      `No period ends on this day: by these periods ${formatDay(before)} or ${formatDay(period.last)} does. Write one of them, or the anchor by which its periods begin.`,
    );
    return undefined;
  }
  const first = dayAfter(billedThrough);
  const next = rule.inArrears ? dayAfter(periodOf(rhythm, first).last) : first;
  if (nextOn !== next) {
    refuse(
      'next_date',
      `Billed through ${formatDay(billedThrough)}, its next bill is of ${formatDay(next)}. Write that day, or correct through which day it is billed.`,
    );
    return undefined;
  }
  return { ...rule, billedThrough, nextOn };
};

/** A plan, a charge, or what is typed with its price. */
const readSold = (cells: Cells, { refuse, oneOf }: Reader): Pick<TakenService, 'own' | 'per'> => {
  const { plan, charge, description, price, per, currency = '' } = cells;
  const isTyped = plan === undefined && charge === undefined;
  if (plan !== undefined && charge !== undefined) refuse('charge', 'Write the plan or the charge, not both.');
  if (isTyped && description === undefined)
    refuse('plan', 'Write the code of a plan or a charge, or a description of what is served.');
  if (isTyped && price === undefined) refuse('price', 'Write the price of one: it is on no list.');
  if (!isTyped && per !== undefined)
    refuse('per', 'Plans and charges say for how long their price is: leave it blank.');
  const parsed =
    price === undefined || !isCurrency(currency.toUpperCase())
      ? undefined
      : parseUnitPrice(price, currency.toUpperCase());
  if (parsed && !parsed.ok) refuse('price', parsed.error);
  const own = parsed?.ok ? parsed.value.tenThousandths : undefined;
  if (own !== undefined && own < 0n)
    refuse('price', 'A price cannot be negative here: what is left over comes in as a balance.');
  return { own, per: oneOf('per', pers, 1) };
};

/** @throws FieldErrors by column */
export const readTakenService = (cells: Cells): TakenService => {
  const reading = reader(cells);
  const { problems, refuse, day, whole } = reading;
  const currency = (cells.currency ?? '').toUpperCase();
  if (!isCurrency(currency)) refuse('currency', 'This is not a currency. Write its three letters, such as USD.');
  const schedule = readSchedule(reading);
  const sold = readSold(cells, reading);
  const quantity = whole('quantity', 1, 999_999);
  const [first, last] = [day('start_on'), day('end_on')];
  if (first && last && last < first) refuse('end_on', `It begins on ${formatDay(first)}: it cannot end before that.`);
  if (schedule && first && sold.per === 'once' && first <= schedule.billedThrough)
    refuse('start_on', 'It is charged once, on a day that is billed already. Leave it out.');
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  if (!schedule || !first || quantity === undefined) throw new Error('a row without problems has all of its values');
  const { customer = '', group, subscription = '', plan, charge, description } = cells;
  return {
    customer,
    currency,
    group,
    subscription,
    schedule,
    plan,
    charge,
    description,
    quantity,
    ...sold,
    first,
    last,
  };
};

interface Row {
  readonly row: number;
  readonly value: TakenService;
}

/** What all rows of a subscription have in common, by column. */
const commonOf = ({ currency, group, schedule }: TakenService): Readonly<Record<string, unknown>> => ({
  ...{ currency, group: group?.toLowerCase() },
  ...{ every_months: schedule.months, anchor: schedule.anchorOn, paid: schedule.inArrears },
  ...{ billed_through: schedule.billedThrough, next_date: schedule.nextOn, remaining: schedule.remaining },
  ...{ days_ahead: schedule.daysAhead, mode: schedule.mode },
});

const soldKey = ({ plan, charge, description, own, per }: TakenService): string =>
  JSON.stringify([plan?.toUpperCase(), charge?.toUpperCase(), plan || charge ? '' : [description, per], `${own}`]);

/**
 * What makes the rows of one subscription contradict one another: another schedule, or the same service at the same price on the
 * same days.
 */
export const contradictionsIn = (rows: readonly Row[]): readonly RowProblem[] => {
  const [first, ...others] = rows;
  if (!first) return [];
  const common = commonOf(first.value);
  return others.flatMap(({ row, value }, at): readonly RowProblem[] => {
    const own = commonOf(value);
    const different = Object.keys(common).find((column) => own[column] !== common[column]);
    if (different)
      return [{ row, column: different, text: `Row ${first.row} of the same subscription says something else here.` }];
    const same = rows
      .slice(0, at + 1)
      .find((each) => soldKey(each.value) === soldKey(value) && overlap(each.value, value));
    return same
      ? [
          {
            row,
            column: 'start_on',
            text: `Row ${same.row} has the same service on some of these days. Write one row with both quantities, or end one before the other begins.`,
          },
        ]
      : [];
  });
};
