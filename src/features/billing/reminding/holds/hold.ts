import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import type { Span } from '../../../../core/time/spans.ts';

/** `dispute`: the customer says that something is not right; `hold`: somebody says that nobody is to be reminded. */
export type HoldKind = 'hold' | 'dispute';

/** While it lasts nobody is reminded of a customer's invoices: of all, of those of a group, or of one. BIL-18 */
export interface Hold {
  readonly id: string;
  readonly customerId: string;
  readonly groupId: string | undefined;
  readonly invoiceId: string | undefined;
  readonly kind: HoldKind;
  readonly fromOn: Day;
  /** The last day of it. */
  readonly untilOn: Day | undefined;
  /** Of a dispute the customer's words, which may be erased. */
  readonly reason: string | undefined;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly endedBy: string | undefined;
}

export const spanOf = ({ fromOn, untilOn }: Hold): Span => ({ first: fromOn, last: untilOn });

/** Whether it bears on an invoice: its own, its customer's, or that of a group that it charges for. */
export const bearsOn = (
  { groupId, invoiceId }: Pick<Hold, 'groupId' | 'invoiceId'>,
  bill: { readonly id: string; readonly groupIds: readonly string[] },
): boolean => {
  if (invoiceId !== undefined) return invoiceId === bill.id;
  return groupId === undefined || bill.groupIds.includes(groupId);
};

/** `from Mar 2, 2026 until Mar 9, 2026`. */
export const daysText = ({ fromOn, untilOn }: Pick<Hold, 'fromOn' | 'untilOn'>): string =>
  `from ${formatDay(fromOn)} ${untilOn ? `until ${formatDay(untilOn)}` : 'until somebody ends it'}`;
