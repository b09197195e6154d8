/** What a project's page says by itself, in both languages. */
import type { PaperLanguage } from '../../papers/index.ts';
import type { Step } from './stage-words.ts';

export interface Texts {
  readonly locale: string;
  readonly title: string;
  readonly customer: string;
  readonly stands: string;
  readonly step: Readonly<Record<Step['is'], (says: string) => string>>;
  readonly underWay: string;
  readonly onHold: string;
  readonly cancelled: string;
  readonly closed: string;
  /** The days that are planned, by their name in the project. */
  readonly days: { readonly etaOn: string; readonly goLiveOn: string; readonly wentLiveOn: string };
  readonly next: string;
  readonly nothingNext: string;
  readonly pay: (facts: {
    readonly number: string;
    readonly amount: string;
    readonly due: string | undefined;
  }) => string;
  readonly bills: string;
  readonly noBills: string;
  readonly number: string;
  readonly amount: string;
  readonly due: string;
  readonly open: string;
  readonly paid: string;
  readonly void: string;
  readonly billLink: (number: string) => string;
  readonly ask: string;
  readonly people: (names: string) => string;
  readonly changed: string;
}

export const texts: Readonly<Record<PaperLanguage, Texts>> = {
  en: {
    locale: 'en-US',
    title: 'Your project',
    customer: 'Customer',
    stands: 'Where it stands',
    step: {
      done: (says) => `Done: ${says}`,
      now: (says) => `Now: ${says}`,
      ahead: (says) => `Later: ${says}`,
    },
    underWay: 'We are at work on it.',
    onHold: 'The work rests at the moment. We will tell you when it goes on.',
    cancelled: 'Cancelled',
    closed: 'Finished',
    days: { etaOn: 'Expected to be ready', goLiveOn: 'Going live', wentLiveOn: 'Live since' },
    next: 'What is next for you',
    nothingNext: 'Nothing is asked of you now.',
    pay: ({ number, amount, due }) => `Pay invoice ${number}: ${amount}${due ? `, due ${due}` : ''}.`,
    bills: 'Your bills',
    noBills: 'No bill of this project was sent to you yet.',
    number: 'Invoice',
    amount: 'Amount',
    due: 'Due',
    open: 'Open',
    paid: 'Paid',
    void: 'Void',
    billLink: (number) => `Open invoice ${number}`,
    ask: 'Who to ask',
    people: (names) => `Looking after you: ${names}`,
    changed: 'This page has changed since you opened it. Nothing was recorded. This is how it stands now.',
  },
  it: {
    locale: 'it-IT',
    title: 'Il Suo progetto',
    customer: 'Cliente',
    stands: 'A che punto siamo',
    step: {
      done: (says) => `Fatto: ${says}`,
      now: (says) => `Ora: ${says}`,
      ahead: (says) => `Poi: ${says}`,
    },
    underWay: 'Ci stiamo lavorando.',
    onHold: 'I lavori sono sospesi per il momento. La avviseremo quando riprendono.',
    cancelled: 'Annullato',
    closed: 'Concluso',
    days: { etaOn: 'Pronto presumibilmente', goLiveOn: 'Avvio', wentLiveOn: 'Operativo dal' },
    next: 'Che cosa tocca a Lei',
    nothingNext: 'Al momento non Le è chiesto nulla.',
    pay: ({ number, amount, due }) => `Paghi la fattura ${number}: ${amount}${due ? `, scadenza ${due}` : ''}.`,
    bills: 'Le Sue fatture',
    noBills: 'Non Le è ancora stata inviata nessuna fattura di questo progetto.',
    number: 'Fattura',
    amount: 'Importo',
    due: 'Scadenza',
    open: 'Da pagare',
    paid: 'Pagata',
    void: 'Annullata',
    billLink: (number) => `Apra la fattura ${number}`,
    ask: 'A chi rivolgersi',
    people: (names) => `La seguono: ${names}`,
    changed: 'Questa pagina è cambiata da quando l’ha aperta. Nulla è stato registrato. Ecco come sta ora.',
  },
};
