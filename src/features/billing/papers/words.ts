/** What invoices and credit notes say by themselves, in both languages. */
import type { PaperLanguage } from '../../papers/index.ts';

interface Words {
  readonly locale: string;
  readonly invoice: string;
  readonly creditNote: string;
  readonly quote: string;
  readonly validUntil: string;
  readonly offered: string;
  /** How often a price is due, by its months; 0 is once. */
  readonly each: (months: number) => string | undefined;
  readonly accepted: string;
  readonly taxNumber: string;
  readonly billTo: string;
  readonly order: string;
  readonly purchaseOrder: string;
  readonly vendorNumber: string;
  readonly issuedOn: string;
  readonly period: string;
  readonly due: string;
  readonly total: string;
  readonly corrects: string;
  readonly credited: string;
  readonly lines: string;
  readonly description: string;
  readonly quantity: string;
  readonly price: string;
  readonly tax: string;
  readonly net: string;
  readonly netTotal: string;
  readonly terms: string;
  readonly reason: string;
  /** Terms as they were frozen, in this language. */
  readonly termsText: (frozen: string) => string;
}

const inItalian = (frozen: string): string => {
  const [, days] = /^net (\d+) days$/.exec(frozen) ?? [];
  if (days !== undefined) return `${days} giorni data fattura`;
  if (frozen === 'due at once') return 'pagamento immediato';
  return frozen === 'due on the first of the service month' ? 'il primo giorno del mese di servizio' : frozen;
};

export const words: Readonly<Record<PaperLanguage, Words>> = {
  en: {
    locale: 'en-US',
    invoice: 'Invoice',
    creditNote: 'Credit note',
    quote: 'Quote',
    validUntil: 'Valid until',
    offered: 'What is offered',
    each: (months) => (months === 0 ? undefined : months === 1 ? 'each month' : `every ${months} months`),
    accepted: 'Accepted',
    taxNumber: 'Tax number',
    billTo: 'Bill to',
    order: 'Your references',
    purchaseOrder: 'Purchase order',
    vendorNumber: 'Vendor number',
    issuedOn: 'Date',
    period: 'Service period',
    due: 'Due',
    total: 'Total',
    corrects: 'Corrects invoice',
    credited: 'Credited',
    lines: 'What is charged',
    description: 'Description',
    quantity: 'Quantity',
    price: 'Price',
    tax: 'Tax',
    net: 'Net',
    netTotal: 'Net total',
    terms: 'Terms of payment',
    reason: 'Reason',
    termsText: (frozen) => frozen,
  },
  it: {
    locale: 'it-IT',
    invoice: 'Fattura',
    creditNote: 'Nota di credito',
    quote: 'Preventivo',
    validUntil: 'Valido fino al',
    offered: 'Cosa offriamo',
    each: (months) => (months === 0 ? undefined : months === 1 ? 'ogni mese' : `ogni ${months} mesi`),
    accepted: 'Per accettazione',
    taxNumber: 'Partita IVA',
    billTo: 'Destinatario',
    order: 'Vostri riferimenti',
    purchaseOrder: 'Ordine di acquisto',
    vendorNumber: 'Codice fornitore',
    issuedOn: 'Data',
    period: 'Periodo di servizio',
    due: 'Scadenza',
    total: 'Totale',
    corrects: 'A rettifica della fattura',
    credited: 'Importo accreditato',
    lines: 'Voci',
    description: 'Descrizione',
    quantity: 'Quantità',
    price: 'Prezzo',
    tax: 'IVA',
    net: 'Imponibile',
    netTotal: 'Totale imponibile',
    terms: 'Condizioni di pagamento',
    reason: 'Motivo',
    termsText: inItalian,
  },
};
