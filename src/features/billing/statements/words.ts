/** What a statement says by itself, in both languages. */
import type { PaperLanguage } from '../../papers/index.ts';
import type { DocumentKind, LedgerEntry } from '../journal/index.ts';

interface Words {
  readonly title: string;
  readonly from: string;
  readonly until: string;
  readonly balance: string;
  readonly favour: string;
  readonly open: string;
  readonly overdue: string;
  readonly ahead: string;
  readonly cameBack: string;
  readonly movements: string;
  readonly day: string;
  readonly what: string;
  readonly charged: string;
  readonly settled: string;
  readonly broughtForward: string;
  readonly openInvoices: string;
  readonly invoice: string;
  readonly due: string;
  readonly nothing: string;
  /** A document by its number, or money by its reference. */
  readonly entry: Readonly<Record<DocumentKind, (number: string, method: string) => string>>;
  readonly unbilled: string;
  readonly methods: Readonly<Record<string, string>>;
}

const named = (what: string, number: string): string => `${what} ${number}`.trim();
const paidBy = (what: string, number: string, method: string): string => `${what}: ${`${method} ${number}`.trim()}`;

export const words: Readonly<Record<PaperLanguage, Words>> = {
  en: {
    title: 'Statement of account',
    from: 'From',
    until: 'Until',
    balance: 'Balance due',
    favour: 'Balance in your favor',
    open: 'Open invoices',
    overdue: 'Overdue',
    ahead: 'Paid ahead or left over',
    cameBack: 'Refunded, but came back',
    movements: 'Movements',
    day: 'Day',
    what: 'What',
    charged: 'Charges',
    settled: 'Payments and credits',
    broughtForward: 'Brought forward',
    openInvoices: 'Open invoices',
    invoice: 'Invoice',
    due: 'Due',
    nothing: 'Nothing was invoiced or paid in these days, and nothing is open.',
    entry: {
      invoice: (number) => named('Invoice', number),
      'invoice voided': (number) => `${named('Invoice', number)} voided`,
      'credit note': (number) => named('Credit note', number),
      'credit note cancelled': (number) => named('Cancellation of a credit note', number),
      payment: (number, method) => paidBy('Payment', number, method),
      'payment came back': (number, method) => paidBy('Payment came back', number, method),
      refund: (number, method) => paidBy('Refund', number, method),
      'refund taken back': (number, method) => paidBy('Refund taken back', number, method),
      'write-off': (number) => named('Written off of invoice', number),
      're-opened': (number) => named('Asked for again: invoice', number),
    },
    unbilled: 'paid for something without an invoice',
    methods: {
      check: 'check',
      card: 'card',
      eft: 'EFT',
      money_order: 'money order',
      brought_forward: 'amount brought forward',
    },
  },
  it: {
    title: 'Estratto conto',
    from: 'Dal',
    until: 'Al',
    balance: 'Saldo a debito',
    favour: 'Saldo a vostro credito',
    open: 'Fatture aperte',
    overdue: 'Scaduto',
    ahead: 'Acconti e importi non utilizzati',
    cameBack: 'Rimborsato, ma poi stornato',
    movements: 'Movimenti',
    day: 'Data',
    what: 'Descrizione',
    charged: 'Addebiti',
    settled: 'Pagamenti e accrediti',
    broughtForward: 'Riporto',
    openInvoices: 'Fatture aperte',
    invoice: 'Fattura',
    due: 'Scadenza',
    nothing: 'In questo periodo non risultano fatture né pagamenti, e nulla è aperto.',
    entry: {
      invoice: (number) => named('Fattura', number),
      'invoice voided': (number) => `${named('Fattura', number)} annullata`,
      'credit note': (number) => named('Nota di credito', number),
      'credit note cancelled': (number) => named('Storno di una nota di credito', number),
      payment: (number, method) => paidBy('Pagamento', number, method),
      'payment came back': (number, method) => paidBy('Pagamento stornato', number, method),
      refund: (number, method) => paidBy('Rimborso', number, method),
      'refund taken back': (number, method) => paidBy('Rimborso annullato', number, method),
      'write-off': (number) => named('Abbuono sulla fattura', number),
      're-opened': (number) => named('Di nuovo richiesta: fattura', number),
    },
    unbilled: 'pagato per qualcosa senza fattura',
    methods: {
      check: 'assegno',
      card: 'carta',
      eft: 'bonifico',
      money_order: 'vaglia',
      brought_forward: 'importo riportato',
    },
  },
};

/** `Invoice INV-2026-00012`, `Payment: check 1234`. */
export const entryText = ({ kind, number, method }: LedgerEntry, language: PaperLanguage): string => {
  const { entry, methods } = words[language];
  return entry[kind](number, methods[method ?? ''] ?? method ?? '');
};
