/** What of a project's charges is to be corrected, and how each is: in its invoice, by taking it away, or by adding one. ONB-19 */
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { isPast, type ProjectState, projectSubject } from '../../../playbooks/index.ts';
import { correctWith, presentInvoices } from '../../invoices/index.ts';
import type { ProjectCharge } from '../charges/charge.ts';
import {
  type Amounts,
  type ChargeKind,
  chargeFields,
  chargeInvoice,
  chargeKinds,
  chargeLabels,
  chargesOf,
  type PickedUpByCharge,
  pickUpField,
  voidedCharge,
} from '../charges/charges.ts';
import { invoicesOf } from '../charges/charges-part.ts';
import { planCharges } from '../charges/plan-charges.ts';
import { correctPickedUp } from '../collecting/picked-up.ts';
import { reviewer, waiverSlot } from '../waivers/nothing-due.ts';
import { askWaiver, confirmWaiver, voidAsNotDue } from '../waivers/waive.ts';

/** What was entered, checked. */
export interface CorrectCharges {
  readonly amounts: Amounts;
  /** For charges that are added; basis points. */
  readonly points: number;
  /** What sales picked up after all; as it is where left out. */
  readonly pickedUp: PickedUpByCharge;
  readonly reason: string;
}

export interface Correction {
  readonly kind: ChargeKind;
  readonly invoice: ProjectCharge | undefined;
  /** Its invoice was voided, and nothing is said to be due in its place. ONB-19 */
  readonly voided: ProjectCharge | undefined;
}

const isDifferent = ({ kind, invoice, voided }: Correction, amounts: Amounts): boolean =>
  amounts[kind].amount === 0n
    ? invoice !== undefined || voided !== undefined
    : invoice?.net.amount !== amounts[kind].amount;

export const correctionsOf = (project: ProjectState, amounts: Amounts): readonly Correction[] =>
  chargeKinds
    .map((kind) => ({
      kind,
      invoice: chargeInvoice(invoicesOf(project), kind),
      voided: voidedCharge(invoicesOf(project), kind),
    }))
    .filter((each) => isDifferent(each, amounts));

/** Where something else was picked up than the invoice says, for charges that stay; what is paid stands. */
export const pickUpsOf = (project: ProjectState, amounts: Amounts, picked: PickedUpByCharge) =>
  chargeKinds.flatMap((kind) => {
    const invoice = chargeInvoice(invoicesOf(project), kind);
    const pickedUp = picked[kind];
    const isOther = invoice && pickedUp && invoice.pickedUp !== pickedUp && amounts[kind].amount > 0n;
    return isOther ? [{ kind, invoice, pickedUp }] : [];
  });

/** What invoicing refuses (such as less than is paid) is said at the charge's field. */
const atField = async (field: string, body: Promise<unknown>): Promise<void> => {
  try {
    await body;
  } catch (error) {
    if (error instanceof UserError) throw new FieldErrors({ [field]: error.message });
    throw error;
  }
};

/**
 * A charge corrected to nothing: its invoice is void, and the reviewer is asked whether nothing is due. Before accounting has the
 * invoice, approving the review says so. ONB-19
 */
const takeAway = async (work: Work, invoice: ProjectCharge | undefined, reason: string): Promise<void> => {
  if (!invoice) return;
  const asked = { invoiceId: invoice.id, reason };
  await (invoice.state === 'void' ? askWaiver : voidAsNotDue)(work, asked);
  if (work.by.roles.has(reviewer)) await confirmWaiver(work, invoice.id);
  else if (invoice.presented) work.show(waiverSlot(invoice.id), { role: reviewer });
};

export const carryOut = async (
  work: Work,
  project: ProjectState,
  corrections: readonly Correction[],
  { amounts, points, pickedUp, reason }: CorrectCharges,
): Promise<void> => {
  const added = new Set<ChargeKind>();
  for (const { kind, invoice, voided } of corrections) {
    if (amounts[kind].amount === 0n) await atField(chargeFields[kind], takeAway(work, invoice ?? voided, reason));
    else if (invoice)
      await atField(chargeFields[kind], correctWith(work, { invoiceId: invoice.id, net: amounts[kind], reason }));
    else added.add(kind);
  }
  if (added.size === 0) return;
  const card = invoicesOf(project).some((each) => each.pickedUp === 'card_authorization');
  // An authorization of another charge lets nobody charge the card for a set-up fee. ONB-4
  const picked = {
    set_up: pickedUp.set_up ?? invoicesOf(project).find((each) => each.kind === 'set_up')?.pickedUp,
    first_month: pickedUp.first_month ?? (card ? 'card_authorization' : 'nothing'),
  } as const;
  const charges = chargesOf(amounts, points, picked).filter(({ kind }) => added.has(kind as ChargeKind));
  const subject = projectSubject(project.id);
  await planCharges(work, { subject, customerId: project.customerId, currency: project.currency, charges });
  if (isPast(project, 'billing.present_invoices')) await presentInvoices(work, subject);
};

export const carryOutPickUps = async (
  work: Work,
  pickUps: ReturnType<typeof pickUpsOf>,
  reason: string,
): Promise<void> => {
  for (const { kind, invoice, pickedUp } of pickUps)
    await atField(pickUpField(kind), correctPickedUp(work, { invoiceId: invoice.id, pickedUp, reason }));
};

export const correctionLine = ({ kind, invoice, voided }: Correction, amounts: Amounts): string => {
  const before = invoice ? formatMoney(invoice.net) : voided ? 'void' : 'none';
  return `${chargeLabels[kind]} ${before} → ${amounts[kind].amount > 0n ? formatMoney(amounts[kind]) : 'none'}`;
};
