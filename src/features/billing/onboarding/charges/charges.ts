/** The up-front charges of a project, as sales enters them. ONB-3 */
import { formatMoney, type Money, parseAmount } from '../../../../core/money/money.ts';
import type { PickedUp, ProjectCharge } from './charge.ts';
import type { PlannedCharge } from './plan-charges.ts';

/** The amounts that a project collects up front, each by an invoice of its own. ONB-3 */
export const chargeKinds = ['set_up', 'first_month', 'hardware'] as const;
export type ChargeKind = (typeof chargeKinds)[number];

/** The names under which playbooks wait for a charge: in full, or unless it is small. */
export const obligationsOf = (kind: string): readonly string[] => [`billing.${kind}`, `billing.${kind}_unless_small`];

export const chargeLabels: Readonly<Record<ChargeKind, string>> = {
  set_up: 'Set-up fee',
  first_month: 'First month',
  hardware: 'Hardware',
};

/** The field that each amount is entered in. */
export const chargeFields: Readonly<Record<ChargeKind, string>> = {
  set_up: 'set_up_fee',
  first_month: 'first_month',
  hardware: 'hardware',
};

export type PickedUpByCharge = Readonly<Partial<Record<ChargeKind, PickedUp | undefined>>>;

/** The charges for which sales picks something up; hardware's card is that of either. ONB-4, ONB-5, ONB-7 */
export const pickUpKinds = ['set_up', 'first_month'] as const;
/** The field in which it is chosen. */
export const pickUpField = (kind: ChargeKind): string => `picked_up_${kind}`;

export interface ChargeTexts {
  readonly currency: string;
  /** Amounts before tax, as typed in; blank is none. */
  readonly amounts: Readonly<Partial<Record<ChargeKind, string | undefined>>>;
}

/** The invoice that stands for a charge now. */
export const chargeInvoice = (invoices: readonly ProjectCharge[], kind: ChargeKind): ProjectCharge | undefined =>
  invoices.find((each) => each.kind === kind && each.state !== 'void');

/** The invoice of a charge that is owed or was paid: one that was voided counts until the reviewer has waived it. ONB-19 */
export const chargeDue = (invoices: readonly ProjectCharge[], kind: ChargeKind): ProjectCharge | undefined =>
  invoices.find((each) => each.kind === kind && each.amount.amount > 0n && each.waiver?.confirmed === undefined);

/** The void invoice of a charge of which nobody has said yet that nothing is due. ONB-19 */
export const voidedCharge = (invoices: readonly ProjectCharge[], kind: ChargeKind): ProjectCharge | undefined =>
  invoices.find((each) => each.kind === kind && each.state === 'void' && each.waiver === undefined);

/** What was picked up for the project's charges. */
export const pickedUpFor = (invoices: readonly ProjectCharge[]): PickedUpByCharge => ({
  set_up: chargeInvoice(invoices, 'set_up')?.pickedUp,
  first_month: chargeInvoice(invoices, 'first_month')?.pickedUp,
});

export type Amounts = Readonly<Record<ChargeKind, Money>>;

/** Reads the amounts; what is wrong goes into `problems` by field name. */
export const readAmounts = (texts: ChargeTexts, problems: Record<string, string>): Amounts => {
  const read = (kind: ChargeKind): Money => {
    const none = { amount: 0n, currency: texts.currency };
    const text = texts.amounts[kind];
    if (!text?.trim()) return none;
    const parsed = parseAmount(text, texts.currency);
    if (parsed.ok) return parsed.value;
    problems[chargeFields[kind]] = parsed.error;
    return none;
  };
  return { set_up: read('set_up'), first_month: read('first_month'), hardware: read('hardware') };
};

/** `8.25` and `8,25 %` are 825 basis points, blank is no tax; undefined for what is no rate from 0 to 100 with two decimals at most. */
export const parseTaxRate = (text: string | undefined): number | undefined => {
  const trimmed = (text ?? '').replace('%', '').trim();
  if (trimmed === '') return 0;
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(trimmed);
  if (!match) return undefined;
  const points = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return points <= 10_000 ? points : undefined;
};

/** `825` is `8.25`, `800` is `8`. */
export const taxRateText = (points: number): string => String(points / 100);

export const taxRateProblem = 'Write the tax in percent, such as 8.25, or leave it blank.';

/**
 * ONB-4, ONB-5: what sales picked up. ONB-7 asks for hardware only whether a card is on file: it is when an authorization was
 * picked up for either of the others.
 */
export const pickedUpOf = (kind: ChargeKind, picked: PickedUpByCharge): PickedUp => {
  if (kind !== 'hardware') return picked[kind] ?? 'nothing';
  return Object.values(picked).includes('card_authorization') ? 'card_authorization' : 'nothing';
};

/** The charges to invoice, one invoice each; none for an amount of zero. */
export const chargesOf = (amounts: Amounts, taxRate: number, picked: PickedUpByCharge): readonly PlannedCharge[] =>
  chargeKinds
    .filter((kind) => amounts[kind].amount > 0n)
    .map((kind) => ({
      kind,
      label: chargeLabels[kind],
      net: amounts[kind],
      taxRate,
      pickedUp: pickedUpOf(kind, picked),
    }));

/** `Set-up fee $500.00, Hardware $1,200.00`. */
export const chargesText = (amounts: Amounts): string =>
  chargeKinds
    .filter((kind) => amounts[kind].amount > 0n)
    .map((kind) => `${chargeLabels[kind]} ${formatMoney(amounts[kind])}`)
    .join(', ');
