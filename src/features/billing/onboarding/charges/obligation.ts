import { formatMoney, type Money, subtract } from '../../../../core/money/money.ts';
import type { Obligation } from '../../../playbooks/index.ts';
import type { Invoice } from '../../invoices/index.ts';
import type { ProjectCharge } from './charge.ts';

/**
 * Whether money settled a charge: what was credited as a whole is no more paid than what was voided (ONB-19), and what a person wrote off
 * is not; a remainder too small to be asked for keeps nobody waiting (BIL-15).
 *
 * Example: 60.00 paid and 40.00 credited of 100.00 → true; 100.00 credited → false.
 */
export const isPaidFor = ({
  state,
  amount,
  paid,
  credited,
  writtenOff,
}: Pick<Invoice, 'state' | 'amount' | 'paid' | 'credited' | 'writtenOff'>): boolean =>
  state !== 'uncollectible' &&
  credited.amount < amount.amount &&
  paid.amount + credited.amount + writtenOff.amount >= amount.amount;

/**
 * What an up-front charge's invoice asks of a project. ONB-4, ONB-5, ONB-7. Nothing is stored: a reversed payment or a raised
 * amount opens it again. A charge that was voided is not thereby waived: it stays open until somebody has confirmed that nothing
 * is due (ONB-19). `waivedBelow`: an amount strictly below it, tax included, keeps nobody waiting (hardware, ONB-7).
 *
 * Example: hardware of $499.99 unpaid, waived below $500.00 → `waived`; of $500.00 → `open`, $500.00 outstanding.
 */
export const obligationOf = (
  invoice:
    | Pick<ProjectCharge, 'label' | 'state' | 'amount' | 'paid' | 'credited' | 'writtenOff' | 'waiver'>
    | undefined,
  waivedBelow?: Money,
): Obligation => {
  if (!invoice || invoice.waiver?.confirmed || invoice.amount.amount === 0n)
    return { state: 'nothing_due', why: 'Nothing is due for it.' };
  const { label, amount: due, paid } = invoice;
  if (invoice.state === 'void') {
    const why = invoice.waiver
      ? `${label} was corrected to nothing: the reviewer has to confirm that nothing is due.`
      : `The invoice for ${label} was voided: correct the amount, or ask for an exception.`;
    return { state: 'open', why };
  }
  if (isPaidFor(invoice)) return { state: 'settled', why: `${label} is paid in full.`, due };
  if (invoice.state === 'uncollectible') return { state: 'open', why: `${label} was written off: it is not paid.` };
  const outstanding = subtract(subtract(subtract(due, paid), invoice.credited), invoice.writtenOff);
  if (waivedBelow?.currency === due.currency && due.amount < waivedBelow.amount)
    return { state: 'waived', why: `${label} is below ${formatMoney(waivedBelow)}.`, due, outstanding };
  const why =
    paid.amount > 0n
      ? `${label}: ${formatMoney(outstanding)} of ${formatMoney(due)} is still to be paid.`
      : `${label} of ${formatMoney(due)} is not paid yet.`;
  return { state: 'open', why, due, outstanding };
};
