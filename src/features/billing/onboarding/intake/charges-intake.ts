/** What billing asks of a project: what is due up front, and what was picked up for it. ONB-1, ONB-3, ONB-19 */
import { formatMoney } from '../../../../core/money/money.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { type Correcting, type Entered, type Intake, projectSubject } from '../../../playbooks/index.ts';
import { moneyRoles } from '../../invoices/index.ts';
import { chargesOf, chargesText, parseTaxRate, readAmounts, taxRateProblem } from '../charges/charges.ts';
import { chargesPart } from '../charges/charges-part.ts';
import { planCharges } from '../charges/plan-charges.ts';
import {
  correctedChargeInputs,
  hardwareTextField,
  newChargeInputs,
  readChargeAmounts,
  readPickedUp,
  taxRateField,
} from './charge-inputs.ts';
import { carryOut, carryOutPickUps, correctionLine, correctionsOf, pickUpsOf } from './corrections.ts';
import { writeHardwareText } from './store.ts';

/** Amounts and tax as both forms have them. */
const readDue = (values: FormValues, currency: string) => {
  const problems: Record<string, string> = {};
  const amounts = readAmounts({ currency, amounts: readChargeAmounts(values) }, problems);
  const points = parseTaxRate(values.text(taxRateField));
  if (points === undefined) problems[taxRateField] = taxRateProblem;
  return { amounts, points: points ?? 0, pickedUp: readPickedUp(values), problems };
};

/** Each amount above zero becomes a draft invoice, which accounting sees when the folder reaches billing. ONB-3 */
const readNew: Intake['read'] = (values, { currency }): Entered => {
  const { amounts, points, pickedUp, problems } = readDue(values, currency);
  const hardwareText = values.text(hardwareTextField);
  if (hardwareText && amounts.hardware.amount === 0n && !problems.hardware)
    problems.hardware = 'Write what the hardware costs, or take its description out.';
  return {
    problems,
    logged: { charges: chargesText(amounts) || 'none', pickedUp },
    carryOut: async (work, project) => {
      if (hardwareText) await writeHardwareText(work.tx, project.id, hardwareText);
      const charges = chargesOf(amounts, points, pickedUp);
      const { id, customerId } = project;
      if (charges.length > 0)
        await planCharges(work, { subject: projectSubject(id), customerId, currency: project.currency, charges });
    },
  };
};

/**
 * An amount changed corrects its invoice, one taken away voids it, one added gets an invoice, which accounting sees at once when
 * the folder has reached billing. Gates follow; that of a charge taken away once the reviewer has confirmed that nothing is due.
 * What was picked up is corrected with it, while the charge is open. ONB-19
 */
const correcting: Correcting = {
  what: 'amounts',
  about: 'what is due up front, before tax. Gates follow what is paid of it.',
  keptWith: 'Kept with the project and its invoices.',
  asItWas: 'Amounts and what was picked up are as they were',
  by: moneyRoles,
  fields: correctedChargeInputs,
  read: (values, project) => {
    const { amounts, points, pickedUp, problems } = readDue(values, project.currency);
    const corrections = correctionsOf(project, amounts);
    const pickUps = pickUpsOf(project, amounts, pickedUp);
    return {
      problems,
      isChange: corrections.length + pickUps.length > 0,
      carryOut: async (work, reason) => {
        await carryOut(work, project, corrections, { amounts, points, pickedUp, reason });
        await carryOutPickUps(work, pickUps, reason);
        if (corrections.length === 0) return undefined;
        return {
          action: 'project.corrected',
          before: Object.fromEntries(
            corrections.map(({ kind, invoice }) => [kind, invoice ? formatMoney(invoice.net) : 'none']),
          ),
          after: Object.fromEntries(corrections.map(({ kind }) => [kind, formatMoney(amounts[kind])])),
          lines: corrections.map((each) => correctionLine(each, amounts)),
        };
      },
    };
  },
};

export const chargesIntake: Intake = { reads: [chargesPart], fields: newChargeInputs, read: readNew, correcting };
