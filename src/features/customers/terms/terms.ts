import { addDays, type Day, firstOfMonth } from '../../../core/time/calendar.ts';

/** When an invoice is due. BIL-16 */
export type TermsRule =
  | { readonly kind: 'at_once' }
  | { readonly kind: 'net_days'; readonly days: number }
  | { readonly kind: 'first_of_service_month' };

/** A row of the table of terms: customers and groups point to it. */
export interface PaymentTerms {
  readonly id: string;
  readonly name: string;
  readonly rule: TermsRule;
  /** No longer offered; who has it keeps it. */
  readonly retired: boolean;
}

export const termsKinds = ['at_once', 'net_days', 'first_of_service_month'] as const;
export const mostTermsDays = 365;

/**
 * The day an invoice is due. Due with the first of the service month means the day of issue where that is later: nothing is
 * overdue before it is there. BIL-16
 *
 * Example: net 14, issued on 2026-02-01 → 2026-02-15; the first of the service month, issued on 2026-01-02 for a service from
 * 2026-02-10 → 2026-02-01.
 */
export const dueOn = (
  rule: TermsRule,
  { issuedOn, serviceFrom }: { readonly issuedOn: Day; readonly serviceFrom?: Day | undefined },
): Day => {
  if (rule.kind === 'at_once') return issuedOn;
  if (rule.kind === 'net_days') return addDays(issuedOn, rule.days);
  const first = firstOfMonth(serviceFrom ?? issuedOn);
  return first < issuedOn ? issuedOn : first;
};

/** `net 14 days`, as people read it. */
export const ruleText = (rule: TermsRule): string => {
  if (rule.kind === 'at_once') return 'due at once';
  return rule.kind === 'net_days' ? `net ${rule.days} days` : 'due on the first of the service month';
};

/**
 * The rule of a kind and a number of days; a number where the kind needs none is refused, as nobody would see it work.
 * @returns a sentence by field (`kind`, `days`) for what is no rule
 */
export const readRule = (kind: string, days: number | undefined): TermsRule | Readonly<Record<string, string>> => {
  if (kind === 'net_days') {
    return days !== undefined && Number.isInteger(days) && days >= 1 && days <= mostTermsDays
      ? { kind, days }
      : { days: `Write the number of days, from 1 to ${mostTermsDays}.` };
  }
  if (kind !== 'at_once' && kind !== 'first_of_service_month') return { kind: 'Choose when an invoice is due.' };
  return days === undefined ? { kind } : { days: 'Leave the days blank: only net terms count days.' };
};

/**
 * Terms as an admin writes them in Settings: `at once`, `net 14`, `first of the service month`.
 * @returns undefined for anything else
 */
export const parseTerms = (text: string): TermsRule | undefined => {
  const words = text.trim().toLowerCase();
  if (words === 'at once') return { kind: 'at_once' };
  if (words === 'first of the service month') return { kind: 'first_of_service_month' };
  const [, days] = /^net (\d{1,3})(?: days)?$/.exec(words) ?? [];
  const rule = days === undefined ? undefined : readRule('net_days', Number(days));
  return rule && isRule(rule) ? rule : undefined;
};

export const isRule = (read: TermsRule | Readonly<Record<string, string>>): read is TermsRule =>
  read.kind === 'at_once' ||
  read.kind === 'first_of_service_month' ||
  (read.kind === 'net_days' && typeof read.days === 'number');

/** Whose terms hold: the group's, else the customer's, else the standard of Settings. CUS-3 */
export const termsThatHold = (
  of: { readonly group?: TermsRule | undefined; readonly customer?: TermsRule | undefined },
  standard: TermsRule | undefined,
): TermsRule | undefined => of.group ?? of.customer ?? standard;
