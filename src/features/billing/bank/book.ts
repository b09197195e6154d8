/** What a row of a bank's statement pays, once a person says so. BIL-15 */
import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { clip } from '../../../core/text/text.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customersByIds } from '../../customers/index.ts';
import { mayBeSettled } from '../balance/index.ts';
import { type Deposit, receiveDeposit } from '../deposits/index.ts';
import { invoiceRef, waitingInvoices } from '../invoices/index.ts';
import type { Payment } from '../payments/index.ts';
import type { BankRow } from './bank-row.ts';
import { type Candidate, type Match, matchRow } from './match.ts';
import { decideRow, linkPayment, rowById } from './store.ts';

/** More than are ever open at once. */
const most = 5000;

/** All that is open, with whose it is; oldest first. */
export const candidates = async (tx: Tx): Promise<readonly Candidate[]> => {
  const open = (await waitingInvoices(tx, most)).filter(mayBeSettled);
  const customers = await customersByIds(
    tx,
    open.map(({ customerId }) => customerId),
  );
  return open.map((invoice) => ({ invoice, customerName: customers.get(invoice.customerId)?.name ?? '' }));
};

/** What a person sees, and confirms. `I-3, I-5`. */
export const paysText = ({ invoices }: Match): string => invoices.map(invoiceRef).join(', ');

const decidedAlready = ({ state, decided }: BankRow): Conflict =>
  new Conflict(
    decided
      ? `${person(decided.by)} ${state === 'booked' ? 'booked' : 'set aside'} this money ${moment(decided.at)}. Nothing was changed.`
      : 'Somebody decided this just now. Nothing was changed.',
  );

/** Takes a row that waits; whoever comes second is told who was first. @throws Conflict, NotFound */
export const takeRow = async (work: Work, id: string, state: 'booked' | 'set_aside'): Promise<BankRow> => {
  const isFirst = await decideRow(work, id, state);
  const row = await rowById(work.tx, id);
  if (!row) throw new NotFound('row of the statement');
  if (!isFirst) throw decidedAlready(row);
  return row;
};

/** Books a row for what was shown: its customer's invoices. @param shown which invoices the person saw @throws Conflict */
export const bookRow = async (work: Work, id: string, shown: string): Promise<Payment> => {
  const row = await takeRow(work, id, 'booked');
  const match = matchRow(row, await candidates(work.tx));
  if (!match)
    throw new UserError(
      `Nothing is open that ${formatMoney(row.amount)} could pay: record it in the customer’s window.`,
    );
  if (paysText(match) !== shown)
    throw new Conflict('Something changed since you looked at it. Nothing was booked: look at the list again.');
  const deposit: Deposit = {
    customerId: match.customerId,
    lines: [
      {
        amount: row.amount,
        reference: row.reference ?? clip(row.text, 80),
        pays: match.invoices.map(invoiceRef),
      },
    ],
    method: 'eft',
    receivedOn: row.on,
  };
  const { payments } = await receiveDeposit(work, deposit, () => undefined);
  const [payment] = payments;
  if (!payment) throw new RangeError('BIL-15: a deposit of one line makes one payment');
  await linkPayment(work.tx, row.id, payment.id);
  return payment;
};
