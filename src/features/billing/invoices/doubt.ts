import { formatMoney } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { applyChange } from './change-invoice.ts';
import type { Invoice } from './invoice.ts';
import { invoicesFor, lockInvoice } from './store.ts';

const isAsked = (invoice: Invoice): boolean => invoice.presented && invoice.open.amount > 0n;

/**
 * Puts a subject's open invoices before accounting: is each void, or does it stand? `why` is a sentence of plain text. Nothing is
 * sent or charged for them until accounting has said. The caller decides who may. ONB-19
 * @returns the invoices that are in doubt now
 */
export const doubtInvoices = async (work: Work, subject: Subject, why: string): Promise<readonly Invoice[]> => {
  const doubted: Invoice[] = [];
  for (const { id } of (await invoicesFor(work.tx, subject)).filter(isAsked)) {
    const invoice = await lockInvoice(work, id);
    if (!isAsked(invoice)) continue;
    doubted.push(
      await applyChange(
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
  return doubted;
};

/** The caller decides who may. ONB-19 */
export const keep = (work: Work, invoice: Invoice, reason: string): Promise<Invoice> =>
  applyChange(
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

/** What put a subject's invoices in doubt is no more: they stand as they did. The caller decides who may. ONB-19 */
export const settleDoubts = async (work: Work, subject: Subject, reason: string): Promise<readonly Invoice[]> => {
  const settled: Invoice[] = [];
  for (const { id, inDoubt } of await invoicesFor(work.tx, subject)) {
    if (inDoubt !== undefined) settled.push(await keep(work, await lockInvoice(work, id), reason));
  }
  return settled;
};
