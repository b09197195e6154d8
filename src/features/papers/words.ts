/** What a paper says by itself, whatever it is about. */
import { formatMoney, type Money } from '../../core/money/money.ts';
import type { PaperLanguage } from './paper.ts';

interface Words {
  readonly locale: string;
  readonly page: string;
  readonly of: string;
  readonly payment: string;
  readonly payee: string;
  readonly iban: string;
  readonly amount: string;
  readonly reference: string;
  readonly due: string;
  readonly payOnline: string;
  readonly scanTransfer: string;
  readonly scanLink: string;
  readonly signature: string;
}

export const words: Readonly<Record<PaperLanguage, Words>> = {
  en: {
    locale: 'en-US',
    page: 'Page',
    of: 'of',
    payment: 'Payment',
    payee: 'Payee',
    iban: 'IBAN',
    amount: 'Amount',
    reference: 'Reference',
    due: 'Due',
    payOnline: 'Pay online',
    scanTransfer: 'Scan it with your bank’s app',
    scanLink: 'Scan it to pay online',
    signature: 'Place, date and signature',
  },
  it: {
    locale: 'it-IT',
    page: 'Pagina',
    of: 'di',
    payment: 'Pagamento',
    payee: 'Beneficiario',
    iban: 'IBAN',
    amount: 'Importo',
    reference: 'Causale',
    due: 'Scadenza',
    payOnline: 'Paga online',
    scanTransfer: 'Inquadra con l’app della tua banca',
    scanLink: 'Inquadra per pagare online',
    signature: 'Luogo, data e firma',
  },
};

/** `$1,234.50`, `1.234,50 €`. */
export const moneyIn = (language: PaperLanguage, amount: Money): string => formatMoney(amount, words[language].locale);
