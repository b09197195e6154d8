import { FieldErrors, UserError } from '../../core/errors.ts';
import { formatMoney } from '../../core/money.ts';
import { escapeMrkdwn } from '../../core/text.ts';
import type { Role } from '../../platform/roles.ts';
import type { By, Deps, Work } from '../../platform/work.ts';
import { correctWith, type Invoice, planInvoices, presentInvoices, voidWith } from '../invoicing/index.ts';
import { projectChanged } from './changed.ts';
import {
  type Amounts,
  chargeFields,
  chargeInvoice,
  chargeLabels,
  chargesOf,
  parseTaxRate,
  readAmounts,
  taxRateProblem,
} from './charges.ts';
import { desksWith, isPast } from './desks.ts';
import { refreshSlots } from './effects.ts';
import { requireReason } from './guards.ts';
import { loadProject } from './load.ts';
import { didWhat } from './open-turn.ts';
import { type ChargeKind, chargeKinds, type Playbook } from './playbook.ts';
import { type ProjectState, projectSubject } from './project.ts';

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
  readonly reason: string;
}

interface Correction {
  readonly kind: ChargeKind;
  readonly invoice: Invoice | undefined;
}

const correctionsOf = (project: ProjectState, amounts: Amounts): readonly Correction[] =>
  chargeKinds
    .map((kind) => ({ kind, invoice: chargeInvoice(project, kind) }))
    .filter(({ kind, invoice }) => (invoice?.net.amount ?? 0n) !== amounts[kind].amount);

/** What invoicing refuses (such as less than is paid) is said at the amount's field. */
const atField = async (kind: ChargeKind, body: Promise<unknown>): Promise<void> => {
  try {
    await body;
  } catch (error) {
    if (error instanceof UserError) throw new FieldErrors({ [chargeFields[kind]]: error.message });
    throw error;
  }
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
  for (const { kind, invoice } of corrections) {
    if (!invoice) added.add(kind);
    else if (amounts[kind].amount === 0n) await atField(kind, voidWith(work, { invoiceId: invoice.id, reason }));
    else await atField(kind, correctWith(work, { invoiceId: invoice.id, net: amounts[kind], reason }));
  }
  if (added.size === 0) return;
  const card = project.invoices.some((each) => each.pickedUp === 'card_authorization');
  const picked = card ? ({ set_up: 'card_authorization', first_month: 'card_authorization' } as const) : {};
  const charges = chargesOf(project.playbook, amounts, points, picked).filter(({ kind }) =>
    added.has(kind as ChargeKind),
  );
  const subject = projectSubject(project.id);
  await planInvoices(work, { subject, customerId: project.customerId, currency: project.currency, charges });
  if (isPast(project, 'present_invoices')) await presentInvoices(work, subject);
};

const describe = ({ kind, invoice }: Correction, amounts: Amounts): string => {
  const before = invoice ? formatMoney(invoice.net) : 'none';
  return `${chargeLabels[kind]} ${before} → ${amounts[kind].amount > 0n ? formatMoney(amounts[kind]) : 'none'}`;
};

/**
 * Corrects a project's amounts, with a reason (DOMAIN §1): an amount changed corrects its invoice, one taken away voids it, one
 * added gets an invoice, which accounting sees at once when the folder has reached billing. Gates follow.
 */
export const correctProject = (deps: Deps, by: By, input: CorrectInput): Promise<ProjectState> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work.tx, input.projectId, { lock: true });
    work.require(amountCorrectors(project.playbook), 'correct a project’s amounts');
    const reason = requireReason(input.reason);
    if (project.state === 'cancelled') throw new UserError('The project was cancelled: re-open it first.');
    const problems: Record<string, string> = {};
    const amounts = readAmounts({ currency: project.currency, amounts: input.amounts }, problems);
    const points = parseTaxRate(input.taxRate);
    if (points === undefined) problems.tax_rate = taxRateProblem;
    if (Object.keys(problems).length > 0 || points === undefined) throw new FieldErrors(problems);
    const corrections = correctionsOf(project, amounts);
    if (corrections.length === 0)
      throw new FieldErrors({ reason: 'The amounts are as they were: change one, or cancel.' });
    await carryOut(work, project, corrections, amounts, { ...input, reason, points });
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
    const after = await loadProject(work.tx, project.id);
    await projectChanged(work, after, {
      note: `${didWhat(work, 'corrected the amounts:')} ${lines.join(', ')}. ${escapeMrkdwn(reason)}`,
    });
    await refreshSlots(work, after);
    return after;
  });
