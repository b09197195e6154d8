import type { Money } from '../../../../core/money/money.ts';
import type { Period } from '../../../../core/time/spans.ts';
import type { PastRule, Rule } from './schedule.ts';

/** How a go-live credit was computed. `none`: nothing was prepaid. BIL-9 */
export const creditRules = ['full month', 'mid-month half', 'days', 'none'] as const;
export type CreditRule = (typeof creditRules)[number];

/** The armed-or-not schedule by which a subscription is billed; it holds no amounts. ONB-6, ONB-16, BIL-20 */
export interface Template extends Rule {
  readonly id: string;
  readonly armed: boolean;
  readonly armedBy?: string;
  readonly armedAt?: Date;
  /** What the first bill is credited with; once armed. */
  readonly credit?: Money;
  readonly creditRule?: CreditRule;
  /** Of the first month's invoice; millionths. */
  readonly creditTaxRate: number;
  /** Its last day is that of its billing group, which comes before its own and its customer's. BIL-22 */
  readonly endsWithGroup: boolean;
  /** Those that it followed, the earliest first. */
  readonly past: readonly PastRule[];
  /** Periods that somebody said are not billed. BIL-20 */
  readonly skipped: readonly Period[];
  /** The last bill that somebody made. */
  readonly billed?: { readonly by: string; readonly at: Date };
}
