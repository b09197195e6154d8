/** Gates: named steps that an up-front payment blocks. ONB-4, ONB-5, ONB-7 */
import { formatMoney, type Money } from '../../core/money/money.ts';
import type { Role } from '../../platform/work/roles.ts';

/** Why a gate may be passed before the money is there. */
export const exceptionKinds = ['below_amount', 'purchase_agreement', 'expedite', 'other'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** A gate as a playbook declares it. */
export interface GateRule {
  readonly key: string;
  readonly name: string;
  /** The kind of charge that must be paid in full; a gate that names none opens only by an approved exception. */
  readonly paid?: string | undefined;
  readonly exceptions: readonly ExceptionKind[];
  readonly approvers: readonly Role[];
}

export interface GateCharge {
  readonly kind: string;
  readonly label: string;
  /** What must be paid, tax included. */
  readonly amount: Money;
  readonly paid: Money;
  readonly state: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  /** Void because nothing is due: said by a correction to nothing, or confirmed by the reviewer too. ONB-19 */
  readonly waiver?: 'asked' | 'confirmed' | undefined;
}

export interface GateException {
  readonly id: string;
  readonly gate: string;
  readonly kind: ExceptionKind;
  readonly reason: string;
  readonly state: 'requested' | 'approved' | 'declined' | 'withdrawn';
  readonly requestedBy: string;
  readonly decidedBy?: string | undefined;
}

export interface GateFacts {
  readonly charges: readonly GateCharge[];
  readonly overrides: readonly GateException[];
}

export interface GatePolicy {
  readonly hardwareFreeBelow: Readonly<Record<string, string>>;
}

export type GateReason = 'nothing_due' | 'paid' | 'below_amount' | 'exception' | 'unpaid' | 'voided' | 'needs_approval';

export interface GateDecision {
  readonly open: boolean;
  readonly reason: GateReason;
  /** One sentence for people; plain text. */
  readonly why: string;
  /** What is still to be paid, when that is what blocks. */
  readonly outstanding?: Money;
  /** The exception that opened it. */
  readonly by?: GateException;
  /** The exception that waits for an approver. */
  readonly requested?: GateException;
  /** What may be asked for now: while one waits for an approver, only what needs none; nothing when the gate is open. */
  readonly offers: readonly ExceptionKind[];
}

const exceptionNames: Readonly<Record<ExceptionKind, string>> = {
  below_amount: 'the amount is small',
  purchase_agreement: 'a purchase agreement exists',
  expedite: 'it must be expedited',
  other: 'there is another reason',
};

/** `exceptionName('expedite')` is `it must be expedited`. */
export const exceptionName = (kind: ExceptionKind): string => exceptionNames[kind];

/** ONB-7: whether this exception counts only after somebody else approved it; billing's purchase agreement doesn't. */
export const needsApprover = (kind: ExceptionKind): boolean => kind === 'expedite' || kind === 'other';

/** Exceptions that people may name: a small amount isn't asked for, it opens the gate by itself. */
const askable = (rule: GateRule): ExceptionKind[] => rule.exceptions.filter((kind) => kind !== 'below_amount');

/**
 * ONB-4, ONB-5, ONB-7: a gate is open when its charge is paid in full or none is due, when the amount (tax included)
 * lies strictly below the currency's setting and the gate knows that exception, or when an exception holds. Nothing is
 * stored: a reversed payment or a raised amount shuts it again. A charge that was voided is not thereby waived: its gate stays
 * shut until the reviewer has confirmed that nothing is due (ONB-19), or an exception holds.
 *
 * Example: hardware at $499.99 unpaid, setting $500 → open; at $500.00 → shut, $500.00 outstanding.
 */
export const decideGate = (rule: GateRule, facts: GateFacts, policy: GatePolicy): GateDecision => {
  const charge = facts.charges.find((each) => each.kind === rule.paid);
  const own = facts.overrides.filter((each) => each.gate === rule.key && rule.exceptions.includes(each.kind));
  if (rule.paid !== undefined) {
    const settled = decideCharge(rule, charge, policy);
    if (settled) return settled;
  }
  const by = own.find((each) => each.state === 'approved');
  if (by) {
    return { open: true, reason: 'exception', by, why: `Open by exception: ${exceptionName(by.kind)}.`, offers: [] };
  }
  const requested = own.find((each) => each.state === 'requested');
  return {
    ...shut(charge),
    ...(requested ? { requested } : {}),
    offers: askable(rule).filter((kind) => !requested || !needsApprover(kind)),
  };
};

const decideCharge = (rule: GateRule, charge: GateCharge | undefined, policy: GatePolicy): GateDecision | undefined => {
  if (!charge || charge.waiver === 'confirmed' || charge.amount.amount === 0n) {
    return { open: true, reason: 'nothing_due', why: 'Nothing is due for it.', offers: [] };
  }
  if (charge.state === 'void') return undefined;
  if (charge.paid.amount >= charge.amount.amount) {
    return { open: true, reason: 'paid', why: `${charge.label} is paid in full.`, offers: [] };
  }
  const limit = policy.hardwareFreeBelow[charge.amount.currency];
  if (rule.exceptions.includes('below_amount') && limit !== undefined && charge.amount.amount < BigInt(limit)) {
    const below = formatMoney({ amount: BigInt(limit), currency: charge.amount.currency });
    return { open: true, reason: 'below_amount', why: `${charge.label} is below ${below}.`, offers: [] };
  }
  return undefined;
};

const shut = (charge: GateCharge | undefined): Pick<GateDecision, 'open' | 'reason' | 'why' | 'outstanding'> => {
  if (!charge) return { open: false, reason: 'needs_approval', why: 'It needs an approved exception.' };
  if (charge.state === 'void') {
    const why =
      charge.waiver === 'asked'
        ? `${charge.label} was corrected to nothing: the reviewer has to confirm that nothing is due.`
        : `The invoice for ${charge.label} was voided: correct the amount, or ask for an exception.`;
    return { open: false, reason: 'voided', why };
  }
  const outstanding = { ...charge.amount, amount: charge.amount.amount - charge.paid.amount };
  const why =
    charge.paid.amount > 0n
      ? `${charge.label}: ${formatMoney(outstanding)} of ${formatMoney(charge.amount)} is still to be paid.`
      : `${charge.label} of ${formatMoney(charge.amount)} is not paid yet.`;
  return { open: false, reason: 'unpaid', why, outstanding };
};
