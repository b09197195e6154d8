/** A credit note by mail, with its PDF. BIL-13 */
import { NotFound } from '../../../core/errors.ts';
import { moneyIn, type Press } from '../../papers/index.ts';
import type { TemplateKind, ValuesFor } from '../../templates/index.ts';
import { creditDocument, latestCreditOf } from '../credits/index.ts';
import { invoiceRef, moneyRoles } from '../invoices/index.ts';
import { dayIn, keepPaper } from '../papers/index.ts';
import { type Occasion, writtenTo } from './occasion.ts';

const creditKind = {
  key: 'credit_note',
  label: 'Credit note',
  values: [
    ...writtenTo,
    { name: 'number', means: 'the credit note’s number', example: 'CN-2026-00003' },
    { name: 'invoice', means: 'the number of the invoice that it corrects', example: 'INV-2026-00012' },
    { name: 'amount', means: 'what is given back, with its currency', example: '$120.00' },
    { name: 'issued', means: 'the day of issuing', example: 'Mar 2, 2026' },
    { name: 'reason', means: 'why', example: 'Down for three days' },
  ],
  words: {
    en: {
      subject: 'Credit note {{ number }} from {{ seller }}',
      body: `Dear {{ contact | default: customer }},

this is our credit note {{ number }} of {{ issued }} for {{ amount }}. It corrects our invoice {{ invoice }}: {{ reason }}

You need to do nothing. What you have paid too much is your balance with us.

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: 'Nota di credito {{ number }} di {{ seller }}',
      body: `Gentile {{ contact | default: customer }},

questa è la nostra nota di credito {{ number }} del {{ issued }} di {{ amount }}. Rettifica la nostra fattura {{ invoice }}: {{ reason }}

Non deve fare nulla. Quanto pagato in eccesso resta a Suo credito presso di noi.

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

export const creditLetter = (press: Press): Occasion => ({
  id: 'credit.mail',
  kind: creditKind,
  roles: moneyRoles,
  doing: 'send credit notes',
  action: 'credit.mailed',
  about: async ({ tx }, id) => {
    const document = await creditDocument(tx, id);
    if (!document) throw new NotFound('credit note');
    const { credit, invoice, totals } = document;
    return {
      customerId: invoice.customerId,
      subject: { type: 'invoice', id: invoice.id },
      line: `Credit note ${credit.number}`,
      values: (language): Omit<ValuesFor<typeof creditKind>, (typeof writtenTo)[number]['name']> => ({
        number: credit.number,
        invoice: invoiceRef(invoice),
        amount: moneyIn(language, totals.total),
        issued: dayIn(credit.issuedOn, language),
        reason: credit.reason,
      }),
    };
  },
  latest: ({ tx }, customerId) => latestCreditOf(tx, customerId),
  paper: (deps, id) => keepPaper(deps, press, { type: 'credit_note', id }),
});
