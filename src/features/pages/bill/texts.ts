/** What a bill's page says by itself, in both languages. */

import type { PaymentMethod } from '../../billing/payments/index.ts';
import type { PaperLanguage } from '../../papers/index.ts';

export interface Texts {
  readonly locale: string;
  readonly invoice: string;
  readonly billTo: string;
  readonly lines: string;
  readonly description: string;
  readonly amount: string;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  readonly due: string;
  readonly date: string;
  readonly paidStamp: string;
  readonly voidStamp: string;
  readonly payments: string;
  readonly how: string;
  readonly methods: Readonly<Record<PaymentMethod, string>>;
  readonly paidSum: string;
  readonly credited: string;
  readonly open: string;
  readonly ask: string;
  readonly askText: (name: string, email: string) => string;
  readonly fromYou: string;
  readonly youPromised: (day: string, on: string) => string;
  readonly youWrote: (text: string, on: string) => string;
  readonly youPermitted: (on: string) => string;
  readonly pdf: string;
  readonly card: string;
  readonly permit: string;
  /** Is written down as it stands. */
  readonly permitWording: (facts: {
    readonly seller: string;
    readonly amount: string;
    readonly number: string;
  }) => string;
  readonly permitButton: string;
  readonly promise: string;
  readonly promiseText: string;
  readonly promiseDay: string;
  readonly promiseButton: string;
  readonly wrong: string;
  readonly wrongText: string;
  readonly wrongLabel: string;
  readonly wrongButton: string;
  readonly noText: string;
  readonly hasCard: string;
  readonly noDay: (first: string, last: string) => string;
  readonly changed: string;
}

export const texts: Readonly<Record<PaperLanguage, Texts>> = {
  en: {
    locale: 'en-US',
    invoice: 'Invoice',
    billTo: 'Bill to',
    lines: 'What is charged',
    description: 'Description',
    amount: 'Amount',
    net: 'Net total',
    tax: 'Tax',
    total: 'Total',
    due: 'Due',
    date: 'Date',
    paidStamp: 'Paid',
    voidStamp: 'Void',
    payments: 'What was paid',
    how: 'How',
    methods: {
      check: 'Check',
      card: 'Card',
      eft: 'Bank transfer',
      money_order: 'Money order',
      brought_forward: 'Brought forward',
    },
    paidSum: 'Paid',
    credited: 'Credited',
    open: 'Open',
    ask: 'Who to ask',
    askText: (name, email) => `${name}: ${email}`,
    fromYou: 'From you',
    youPromised: (by, on) => `On ${on} you promised to pay by ${by}.`,
    youWrote: (text, on) => `On ${on} you wrote: ${text}`,
    youPermitted: (on) => `On ${on} you gave permission to charge your card.`,
    pdf: 'Download as PDF',
    card: 'Update your card, on the payment provider’s own page',
    permit: 'May we charge your card?',
    permitWording: ({ seller, amount, number }) =>
      `I agree that ${seller} charges ${amount} for invoice ${number} to the card that I have authorized.`,
    permitButton: 'I agree: charge my card',
    promise: 'Tell us when you will pay',
    promiseText: 'We note the day and wait for it.',
    promiseDay: 'I will pay by',
    promiseButton: 'Promise',
    wrong: 'Something is not right?',
    wrongText: 'Write it here: it reaches the people who made this bill.',
    wrongLabel: 'What is not right?',
    wrongButton: 'Send',
    noText: 'Write what is not right.',
    hasCard: 'There is a card number in it. Take it out: card numbers are never to be sent here.',
    noDay: (first, last) => `Choose a day from ${first} to ${last}.`,
    changed: 'This bill has changed since you opened the page. Nothing was recorded. This is how it stands now.',
  },
  it: {
    locale: 'it-IT',
    invoice: 'Fattura',
    billTo: 'Destinatario',
    lines: 'Voci',
    description: 'Descrizione',
    amount: 'Importo',
    net: 'Totale imponibile',
    tax: 'IVA',
    total: 'Totale',
    due: 'Scadenza',
    date: 'Data',
    paidStamp: 'Pagata',
    voidStamp: 'Annullata',
    payments: 'Pagamenti ricevuti',
    how: 'Come',
    methods: {
      check: 'Assegno',
      card: 'Carta',
      eft: 'Bonifico',
      money_order: 'Vaglia',
      brought_forward: 'Riporto',
    },
    paidSum: 'Pagato',
    credited: 'Accreditato',
    open: 'Da pagare',
    ask: 'A chi rivolgersi',
    askText: (name, email) => `${name}: ${email}`,
    fromYou: 'Da parte Sua',
    youPromised: (by, on) => `Il ${on} ha promesso di pagare entro il ${by}.`,
    youWrote: (text, on) => `Il ${on} ha scritto: ${text}`,
    youPermitted: (on) => `Il ${on} ha autorizzato l’addebito sulla carta.`,
    pdf: 'Scarica il PDF',
    card: 'Aggiorni la carta, sulla pagina del gestore dei pagamenti',
    permit: 'Possiamo addebitare la Sua carta?',
    permitWording: ({ seller, amount, number }) =>
      `Acconsento che ${seller} addebiti ${amount} per la fattura ${number} sulla carta che ho autorizzato.`,
    permitButton: 'Acconsento: addebitate la mia carta',
    promise: 'Ci dica quando pagherà',
    promiseText: 'Prendiamo nota del giorno e lo aspettiamo.',
    promiseDay: 'Pagherò entro il',
    promiseButton: 'Prometto',
    wrong: 'Qualcosa non va?',
    wrongText: 'Lo scriva qui: arriva a chi ha preparato questa fattura.',
    wrongLabel: 'Che cosa non va?',
    wrongButton: 'Invia',
    noText: 'Scriva che cosa non va.',
    hasCard: 'Contiene un numero di carta. Lo tolga: qui non vanno mai inviati numeri di carta.',
    noDay: (first, last) => `Scelga un giorno dal ${first} al ${last}.`,
    changed: 'Questa fattura è cambiata da quando ha aperto la pagina. Nulla è stato registrato. Ecco come sta ora.',
  },
};
