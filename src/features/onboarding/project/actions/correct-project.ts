import type { KnownBlock, ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../../core/errors.ts';
import { amountText, formatMoney } from '../../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { correctPickedUp, pickedUpInput } from '../../../billing/invoices/index.ts';
import {
  chargeFields,
  chargeInvoice,
  chargeKinds,
  chargeLabels,
  invoicesOf,
  parseTaxRate,
  pickUpField,
  pickUpKinds,
  readAmounts,
  taxRateProblem,
  taxRateText,
  voidedCharge,
} from '../../../billing/onboarding/index.ts';
import { type ProjectState, projectRef, projectSubject, readerOf, requireReason } from '../../../playbooks/index.ts';
import { projectChanged } from '../../engine/folder-message.ts';
import { loadProject } from '../../engine/load.ts';
import { didWhat } from '../../engine/open-turn.ts';
import { refreshSlots } from '../../engine/refresh-slots.ts';
import { amountInput, readChargeAmounts, readPickedUp } from '../charge-inputs.ts';
import { atField, type CorrectInput, carryOut, correctionLine, correctionsOf, pickUpsOf } from '../corrections.ts';
import { readReason, reasonInput } from '../project-form.ts';
import { amountCorrectors } from '../project-roles.ts';

/** What was picked up for the charges that are open. ONB-19 */
const pickUpInputs = (project: ProjectState): readonly KnownBlock[] =>
  pickUpKinds.flatMap((kind) => {
    const invoice = chargeInvoice(invoicesOf(project), kind);
    if (!invoice || invoice.open.amount === 0n) return [];
    return [pickedUpInput(pickUpField(kind), `Picked up for: ${chargeLabels[kind]}`, invoice.pickedUp)];
  });

/** Amounts prefilled as they are; a blank one takes the charge away, once the reviewer has confirmed that. */
export const correctProjectForm = (project: ProjectState): ModalView => {
  const rate = invoicesOf(project).find((each) => each.state !== 'void')?.taxRate ?? 0;
  return modal({
    callback: 'project.correct',
    title: `Amounts of ${projectRef(project)}`,
    submit: 'Correct',
    data: project.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}*: what is due up front, before tax. Gates follow what is paid of it.`,
      ),
      ...chargeKinds.map((kind) => {
        const invoice = chargeInvoice(invoicesOf(project), kind);
        const voided = voidedCharge(invoicesOf(project), kind);
        return amountInput(
          chargeFields[kind],
          chargeLabels[kind],
          project.currency,
          invoice && amountText(invoice.net),
          voided &&
            `Its invoice of ${formatMoney(voided.net)} was voided: write what is due, or leave it blank if nothing is.`,
        );
      }),
      ...pickUpInputs(project),
      textInput({
        name: 'tax_rate',
        label: 'Tax in percent, for a charge that is added',
        optional: true,
        max: 8,
        ...(rate > 0 ? { initial: taxRateText(rate) } : {}),
      }),
      reasonInput('Kept with the project and its invoices.'),
    ],
  });
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
    const lines = corrections.map((each) => correctionLine(each, amounts));
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

export const correctProjectButton: Interaction = {
  id: 'project.correct',
  press: async (request) => {
    const project = await loadProject(readerOf(request.deps), request.value);
    await requireEarly(request, amountCorrectors(project.playbook), 'correct a project’s amounts');
    return { modal: correctProjectForm(project) };
  },
  submit: async ({ deps, by, data, values }) => {
    await correctProject(deps, by, {
      projectId: data,
      amounts: readChargeAmounts(values),
      taxRate: values.text('tax_rate'),
      pickedUp: readPickedUp(values),
      reason: readReason(values),
    });
    return { window: projectSubject(data) };
  },
};
