import type { Money } from '../../../../core/money/money.ts';
import { type Day, day, toDbDate } from '../../../../core/time/calendar.ts';
import type { PeriodMonths } from '../../../../core/time/periods.ts';
import { Prisma } from '../../../../generated/prisma/client.ts';
import type { Sql } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import type { PastRule, Rule } from './schedule.ts';
import type { CreditRule, Template } from './template.ts';

/** What a rule is as columns. */
export const ruleColumns = (rule: Rule) => ({
  months: rule.months,
  anchorOn: rule.anchorOn ? toDbDate(rule.anchorOn) : null,
  inArrears: rule.inArrears,
  firstOn: rule.firstOn ? toDbDate(rule.firstOn) : null,
  nextOn: toDbDate(rule.nextOn),
  billedThrough: rule.takenOver ? toDbDate(rule.takenOver.billedThrough) : null,
  takenOverOn: rule.takenOver ? toDbDate(rule.takenOver.on) : null,
  remaining: rule.remaining ?? null,
  daysAhead: rule.daysAhead,
  mode: rule.mode,
});

/** What was paid for the first month, and by which rate its credit is taxed. */
export interface Credit {
  readonly amount: Money;
  readonly rule: CreditRule;
  /** Millionths. */
  readonly taxRate: number;
}

/** @returns false when it is armed already */
export const armTemplate = async (
  work: Work,
  { id }: Template,
  { nextOn, credit }: { readonly nextOn: Day; readonly credit: Credit },
): Promise<boolean> => {
  const { count } = await work.tx.recurringTemplate.updateMany({
    where: { id, armed: false },
    data: {
      armed: true,
      armedBy: work.by.id,
      armedAt: work.now,
      nextOn: toDbDate(nextOn),
      firstOn: toDbDate(nextOn),
      ...creditColumns(credit),
    },
  });
  return count === 1;
};

const creditColumns = ({ amount, rule, taxRate }: Credit) => ({
  creditAmount: amount.amount,
  creditRule: rule,
  creditTaxRate: taxRate,
});

/** Of an armed template, whose subscription the caller has locked. */
export const updateCredit = async (work: Work, { id }: Template, credit: Credit): Promise<void> => {
  await work.tx.recurringTemplate.update({ where: { id }, data: creditColumns(credit), select: { id: true } });
};

/** @returns false when it is not armed (any more) */
export const disarmTemplate = async (work: Work, { id }: Template, nextOn: Day): Promise<boolean> => {
  const { count } = await work.tx.recurringTemplate.updateMany({
    where: { id, armed: true },
    data: {
      armed: false,
      armedBy: null,
      armedAt: null,
      nextOn: toDbDate(nextOn),
      firstOn: null,
      creditAmount: null,
      creditRule: null,
    },
  });
  return count === 1;
};

/** Of a locked subscription. */
export const storeRule = async (work: Work, { id }: Template, rule: Rule): Promise<void> => {
  await work.tx.recurringTemplate.update({ where: { id }, data: ruleColumns(rule), select: { id: true } });
};

/** Of a locked subscription: its own last day, or none; those of its customer and its billing group hold besides. CUS-6 */
export const storeEnd = async (work: Work, { id }: Template, endsOn: Day | undefined): Promise<void> => {
  const data = { endsOn: endsOn ? toDbDate(endsOn) : null };
  await work.tx.recurringTemplate.update({ where: { id }, data, select: { id: true } });
};

/** Of a locked subscription: the schedule that another followed. */
export const storePast = async (work: Work, { id }: Template, past: PastRule): Promise<void> => {
  await work.tx.pastSchedule.create({
    data: {
      templateId: id,
      firstOn: toDbDate(past.firstOn),
      lastOn: toDbDate(past.lastOn),
      months: past.months,
      anchorOn: past.anchorOn ? toDbDate(past.anchorOn) : null,
      inArrears: past.inArrears,
      daysAhead: past.daysAhead,
      endedBy: work.by.id,
      endedAt: work.now,
    },
  });
};

/** A past schedule as JSON. */
export interface PastRow {
  readonly first: string;
  readonly last: string;
  readonly months: number;
  readonly anchor: string | null;
  readonly arrears: boolean;
  readonly ahead: number;
}

/** The past schedules of a template `t`, as one column. */
export const pastColumn: Sql = Prisma.sql`coalesce((SELECT jsonb_agg(jsonb_build_object(
    'first', p.first_on, 'last', p.last_on, 'months', p.months, 'anchor', p.anchor_on, 'arrears', p.in_arrears,
    'ahead', p.days_ahead) ORDER BY p.first_on)
  FROM past_schedules p WHERE p.template_id = t.id), '[]')`;

export const toPastRule = ({ first, last, months, anchor, arrears, ahead }: PastRow): PastRule => ({
  firstOn: day(first),
  lastOn: day(last),
  months: months as PeriodMonths,
  anchorOn: anchor === null ? undefined : day(anchor),
  inArrears: arrears,
  daysAhead: ahead,
});

/** A template whose bills were made. */
export type BilledTemplate = Pick<Template, 'id' | 'nextOn' | 'remaining'>;

/** Of locked subscriptions: their bills were made, by whom and when. */
export const storeBilled = async (work: Work, templates: readonly BilledTemplate[]): Promise<void> => {
  const rows = JSON.stringify(
    templates.map(({ id, nextOn, remaining }) => ({ id, next: nextOn, left: remaining ?? null })),
  );
  await work.tx.$executeRaw`
    UPDATE recurring_templates t SET next_on = n.next, remaining = n.left, billed_by = ${work.by.id}, billed_at = ${work.now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS n(id uuid, next date, "left" int) WHERE t.id = n.id`;
};
