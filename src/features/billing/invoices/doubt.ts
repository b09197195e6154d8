import { formatMoney } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { type Changed, tellChanged, writeChange } from './change-invoice.ts';
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
