/** What of a project's charges is to be corrected, and how each is: in its invoice, by taking it away, or by adding one. ONB-19 */
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import type { Work } from '../../../platform/work/work.ts';
import {
  askWaiver,
  confirmWaiver,
  correctWith,
  type Invoice,
  planInvoices,
  presentInvoices,
  voidWith,
} from '../../billing/invoices/index.ts';
import {
  type Amounts,
  type ChargeKind,
  chargeFields,
  chargeInvoice,
  chargeKinds,
  chargeLabels,
  chargesOf,
  invoicesOf,
  type PickedUpByCharge,
  reviewer,
  voidedCharge,
  waiverSlot,
} from '../../billing/onboarding/index.ts';
import { isPast, type ProjectState, projectSubject } from '../../playbooks/index.ts';

export interface CorrectInput {
  readonly projectId: string;
  /** Amounts before tax, as typed in; blank or zero is none. */
  readonly amounts: Readonly<Partial<Record<ChargeKind, string | undefined>>>;
  /** For charges that are added; percent. */
  readonly taxRate?: string | undefined;
  /** What sales picked up after all; as it is where left out. ONB-19 */
  readonly pickedUp?: PickedUpByCharge;
  readonly reason: string;
}

export interface Correction {
  readonly kind: ChargeKind;
  readonly invoice: Invoice | undefined;
  /** Its invoice was voided, and nothing is said to be due in its place. ONB-19 */
  readonly voided: Invoice | undefined;
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

/** Where something else was picked up than the invoice says; what is paid stands. */
export const pickUpsOf = (project: ProjectState, picked: PickedUpByCharge) =>
  chargeKinds.flatMap((kind) => {
    const invoice = chargeInvoice(invoicesOf(project), kind);
    const pickedUp = picked[kind];
    return invoice && pickedUp && invoice.pickedUp !== pickedUp ? [{ kind, invoice, pickedUp }] : [];
  });

/** What invoicing refuses (such as less than is paid) is said at the amount's field. */
export const atField = async (field: string, body: Promise<unknown>): Promise<void> => {
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
const takeAway = async (work: Work, invoice: Invoice | undefined, reason: string): Promise<void> => {
  if (!invoice) return;
  const asked = { invoiceId: invoice.id, reason };
  const waived =
    invoice.state === 'void' ? await askWaiver(work, asked) : await voidWith(work, { ...asked, nothingDue: true });
  if (work.by.roles.has(reviewer)) await confirmWaiver(work, waived.id);
  else if (waived.presented) work.show(waiverSlot(waived.id), { role: reviewer });
};

export const carryOut = async (
  work: Work,
  project: ProjectState,
  corrections: readonly Correction[],
  amounts: Amounts,
  input: Omit<CorrectInput, 'amounts'> & { readonly points: number },
) => {
  const { reason, points } = input;
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
    set_up: input.pickedUp?.set_up ?? invoicesOf(project).find((each) => each.kind === 'set_up')?.pickedUp,
    first_month: input.pickedUp?.first_month ?? (card ? 'card_authorization' : 'nothing'),
  } as const;
  const charges = chargesOf(project.playbook, amounts, points, picked).filter(({ kind }) =>
    added.has(kind as ChargeKind),
  );
  const subject = projectSubject(project.id);
  await planInvoices(work, { subject, customerId: project.customerId, currency: project.currency, charges });
  if (isPast(project, 'billing.present_invoices')) await presentInvoices(work, subject);
};

export const correctionLine = ({ kind, invoice, voided }: Correction, amounts: Amounts): string => {
  const before = invoice ? formatMoney(invoice.net) : voided ? 'void' : 'none';
  return `${chargeLabels[kind]} ${before} → ${amounts[kind].amount > 0n ? formatMoney(amounts[kind]) : 'none'}`;
};
