/** Whether an invoice stands: put in doubt, kept, given up, credited. ONB-19 */
import { formatMoney, type Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { applyChange, type Changed, stateAfter, tellChanged, writeChange } from './change-invoice.ts';
import type { Invoice } from './invoice.ts';
import { invoicesFor, lockInvoices } from './store.ts';

const isAsked = (invoice: Invoice): boolean => invoice.presented && invoice.open.amount > 0n;

/**
 * Puts a subject's open invoices before accounting: is each void, or does it stand? `why` is a sentence of plain text. Nothing is
 * sent or charged for them until accounting has said. The caller decides who may. ONB-19
 * @returns the invoices that are in doubt now
 */
export const doubtInvoices = async (work: Work, subject: Subject, why: string): Promise<readonly Invoice[]> => {
  const asked = (await invoicesFor(work.tx, subject)).filter(isAsked).map(({ id }) => id);
  const doubted: Changed[] = [];
  for (const invoice of (await lockInvoices(work, asked)).filter(isAsked)) {
    doubted.push(
      await writeChange(
        work,
        invoice,
        { inDoubt: why },
        {
          what: 'doubted',
          before: { inDoubt: null },
          after: { inDoubt: why },
          text: `${escapeMrkdwn(why)} ${formatMoney(invoice.open)} is open: void the invoice or keep it, and say why.`,
          broadcast: true,
        },
      ),
    );
  }
  await tellChanged(work, doubted);
  return doubted.map(({ after }) => after);
};

const writeKept = (work: Work, invoice: Invoice, reason: string): Promise<Changed> =>
  writeChange(
    work,
    invoice,
    { inDoubt: null },
    {
      what: 'kept',
      before: { inDoubt: invoice.inDoubt ?? null },
      after: { inDoubt: null },
      reason,
      text: `${person(work.by.id)} kept it: ${escapeMrkdwn(reason)}`,
    },
  );

/** The caller decides who may. ONB-19 */
export const keep = async (work: Work, invoices: readonly Invoice[], reason: string): Promise<readonly Invoice[]> => {
  const kept: Changed[] = [];
  for (const invoice of invoices) kept.push(await writeKept(work, invoice, reason));
  await tellChanged(work, kept);
  return kept.map(({ after }) => after);
};

/** What put a subject's invoices in doubt is no more: they stand as they did. The caller decides who may. ONB-19 */
export const settleDoubts = async (work: Work, subject: Subject, reason: string): Promise<readonly Invoice[]> => {
  const inDoubt = (await invoicesFor(work.tx, subject)).filter((invoice) => invoice.inDoubt !== undefined);
  return keep(
    work,
    await lockInvoices(
      work,
      inDoubt.map(({ id }) => id),
    ),
    reason,
  );
};

/**
 * What is open of a locked invoice is given up. What waits for its payment goes on waiting: it is not paid. The caller writes down what
 * is given up, and decides who may. ALL-11
 */
export const markUncollectible = (work: Work, invoice: Invoice, reason: string): Promise<Invoice> =>
  applyChange(
    work,
    invoice,
    { state: 'uncollectible', writtenOff: invoice.writtenOff.amount + invoice.open.amount, inDoubt: null },
    {
      what: 'written off',
      before: { state: invoice.state, open: formatMoney(invoice.open) },
      after: { state: 'uncollectible' },
      reason,
      text: `${person(work.by.id)} wrote off the ${formatMoney(invoice.open)} that are open: ${escapeMrkdwn(reason)}`,
    },
  );

/** It is asked for again. @param writtenOff what is still given up of it, in minor units. The caller decides who may. ALL-11 */
export const markCollectible = (work: Work, invoice: Invoice, writtenOff: bigint, reason: string): Promise<Invoice> => {
  const { state, paidAt } = stateAfter(work, { ...invoice, state: 'open' }, { writtenOff });
  return applyChange(
    work,
    invoice,
    { ...(state ? { state } : {}), paidAt: paidAt ?? null, writtenOff },
    {
      what: 'opened again',
      before: { state: invoice.state },
      after: { state },
      reason,
      text: `${person(work.by.id)} re-opened it: ${escapeMrkdwn(reason)}`,
    },
  );
};

/**
 * What a credit note does to its invoice besides settling it: where nothing of it is left, it is void. The credit note and the
 * settlement are the caller's. BIL-12, BIL-13
 */
export const endCredited = (
  work: Work,
  invoice: Invoice,
  { number, amount, isWhole, reason, text }: Credited,
): Promise<Invoice> =>
  applyChange(
    work,
    invoice,
    isWhole
      ? { state: 'void', voidReason: `Credited in full by ${number}: ${reason}`, paidAt: null, inDoubt: null }
      : {},
    {
      what: 'credited',
      before: { state: invoice.state },
      after: { creditNote: number, amount: formatMoney(amount) },
      reason,
      text,
    },
  );

export interface Credited {
  /** The credit note's. */
  readonly number: string;
  readonly amount: Money;
  /** Nothing of the invoice is left. */
  readonly isWhole: boolean;
  readonly reason: string;
  /** For the invoice's thread; mrkdwn. Nothing where the settlement tells of it there. */
  readonly text?: string | undefined;
}

/** A credit note of it counts no more: what is left is asked for again. The cancellation is the caller's. BIL-8 */
export const chargeAgain = (
  work: Work,
  invoice: Invoice,
  { number, amount, reason, text }: Omit<Credited, 'isWhole'>,
): Promise<Invoice> =>
  applyChange(
    work,
    invoice,
    {
      ...stateAfter(work, { ...invoice, state: 'open' }, {}),
      ...(invoice.state === 'void' ? { voidReason: null } : {}),
    },
    {
      what: 'charged again',
      before: { state: invoice.state },
      after: { cancelledBy: number, amount: formatMoney(amount) },
      reason,
      text,
    },
  );
