import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { formatMoney } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import {
  askWaiver,
  confirmWaiver,
  correctPickedUp,
  correctWith,
  type Invoice,
  planInvoices,
  presentInvoices,
  voidWith,
} from '../../../billing/invoices/index.ts';
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
  parseTaxRate,
  pickUpField,
  readAmounts,
  reviewer,
  taxRateProblem,
  voidedCharge,
  waiverSlot,
} from '../../../billing/onboarding/index.ts';
import { desksWith, isPast, type Playbook, type ProjectState, projectSubject } from '../../../playbooks/index.ts';
import { projectChanged } from '../../engine/folder-message.ts';
import { requireReason } from '../../engine/guards.ts';
import { loadProject } from '../../engine/load.ts';
import { didWhat } from '../../engine/open-turn.ts';
import { refreshSlots } from '../../engine/refresh-slots.ts';

/** Who corrects what a customer is to pay up front: sales, who invoices, and every desk to which the playbook gives it. */
export const amountCorrectors = (playbook: Playbook): readonly Role[] => [
  ...new Set(['sales', 'billing', 'accounting', ...desksWith(playbook, 'project.correct')]),
];

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

interface Correction {
  readonly kind: ChargeKind;
  readonly invoice: Invoice | undefined;
  /** Its invoice was voided, and nothing is said to be due in its place. ONB-19 */
  readonly voided: Invoice | undefined;
}

const isDifferent = ({ kind, invoice, voided }: Correction, amounts: Amounts): boolean =>
  amounts[kind].amount === 0n
    ? invoice !== undefined || voided !== undefined
    : invoice?.net.amount !== amounts[kind].amount;

const correctionsOf = (project: ProjectState, amounts: Amounts): readonly Correction[] =>
  chargeKinds
    .map((kind) => ({
      kind,
      invoice: chargeInvoice(invoicesOf(project), kind),
      voided: voidedCharge(invoicesOf(project), kind),
    }))
    .filter((each) => isDifferent(each, amounts));

/** Where something else was picked up than the invoice says; what is paid stands. */
const pickUpsOf = (project: ProjectState, picked: PickedUpByCharge) =>
  chargeKinds.flatMap((kind) => {
    const invoice = chargeInvoice(invoicesOf(project), kind);
    const pickedUp = picked[kind];
    return invoice && pickedUp && invoice.pickedUp !== pickedUp ? [{ kind, invoice, pickedUp }] : [];
  });

/** What invoicing refuses (such as less than is paid) is said at the amount's field. */
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
const takeAway = async (work: Work, invoice: Invoice | undefined, reason: string): Promise<void> => {
  if (!invoice) return;
  const asked = { invoiceId: invoice.id, reason };
  const waived =
    invoice.state === 'void' ? await askWaiver(work, asked) : await voidWith(work, { ...asked, nothingDue: true });
  if (work.by.roles.has(reviewer)) await confirmWaiver(work, waived.id);
  else if (waived.presented) work.show(waiverSlot(waived.id), { role: reviewer });
};

const carryOut = async (
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

const describe = ({ kind, invoice, voided }: Correction, amounts: Amounts): string => {
  const before = invoice ? formatMoney(invoice.net) : voided ? 'void' : 'none';
  return `${chargeLabels[kind]} ${before} → ${amounts[kind].amount > 0n ? formatMoney(amounts[kind]) : 'none'}`;
};

/**
 * Corrects a project's amounts, with a reason (DOMAIN §1): an amount changed corrects its invoice, one taken away voids it, one
 * added gets an invoice, which accounting sees at once when the folder has reached billing. Gates follow; that of a charge taken
 * away once the reviewer has confirmed that nothing is due. What was picked up is corrected with it, while the charge is open.
 * ONB-19
 */
export const correctProject = (deps: Deps, by: By, input: CorrectInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    work.require(amountCorrectors(project.playbook), 'correct a project’s amounts');
    const reason = requireReason(input.reason);
    if (project.state === 'cancelled') throw new UserError('The project was cancelled: re-open it first.');
    const problems: Record<string, string> = {};
    const amounts = readAmounts({ currency: project.currency, amounts: input.amounts }, problems);
    const points = parseTaxRate(input.taxRate);
    if (points === undefined) problems.tax_rate = taxRateProblem;
    if (Object.keys(problems).length > 0 || points === undefined) throw new FieldErrors(problems);
    const corrections = correctionsOf(project, amounts);
    const pickUps = pickUpsOf(project, input.pickedUp ?? {}).filter(({ kind }) => amounts[kind].amount > 0n);
    if (corrections.length === 0 && pickUps.length === 0)
      throw new FieldErrors({
        reason: 'Amounts and what was picked up are as they were: change something, or cancel.',
      });
    await carryOut(work, project, corrections, amounts, { ...input, reason, points });
    for (const { kind, invoice, pickedUp } of pickUps)
      await atField(pickUpField(kind), correctPickedUp(work, { invoiceId: invoice.id, pickedUp, reason }));
    if (corrections.length === 0) return loadProject(work, project.id);
    const lines = corrections.map((each) => describe(each, amounts));
    work.audit({
      action: 'project.corrected',
      subject: projectSubject(project.id),
      customerId: project.customerId,
      before: Object.fromEntries(
        corrections.map(({ kind, invoice }) => [kind, invoice ? formatMoney(invoice.net) : 'none']),
      ),
      after: Object.fromEntries(corrections.map(({ kind }) => [kind, formatMoney(amounts[kind])])),
      reason,
    });
    const after = await loadProject(work, project.id);
    await projectChanged(work, after, {
      note: `${didWhat(work, 'corrected the amounts:')} ${lines.join(', ')}. ${escapeMrkdwn(reason)}`,
    });
    await refreshSlots(work, after);
    return after;
  });
