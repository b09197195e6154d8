/** What the frame of a letter with an invoice says: its table and its stamp. */
import type { PaperLanguage } from '../../../papers/index.ts';

interface LetterWords {
  readonly invoice: string;
  readonly lines: string;
  readonly description: string;
  readonly amount: string;
  readonly total: string;
  readonly paid: string;
}

export const letterWords: Readonly<Record<PaperLanguage, LetterWords>> = {
  en: {
    invoice: 'Invoice',
    lines: 'What it charges',
    description: 'Description',
    amount: 'Amount',
    total: 'Total',
    paid: 'Paid',
  },
  it: {
    invoice: 'Fattura',
    lines: 'Cosa comprende',
    description: 'Descrizione',
    amount: 'Importo',
    total: 'Totale',
    paid: 'Pagata',
  },
};
