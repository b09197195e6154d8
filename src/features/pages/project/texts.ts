/** What a project's page says by itself, in both languages. */
import type { PaperLanguage } from '../../papers/index.ts';
import type { FileProblem } from '../files/check-file.ts';
import type { CustomerWord } from '../words/word.ts';
import type { Step } from './stage-words.ts';

/** Days as they are written in the page's language. */
export interface Said extends Pick<CustomerWord, 'kind' | 'signedBy'> {
  readonly text: string;
  readonly day: string;
  readonly on: string;
}

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
  readonly confirmDay: (what: string, day: string) => string;
  readonly toAccept: string;
  readonly fromYou: string;
  /** What they said, by its kind. */
  readonly said: (word: Said) => string;
  readonly forms: Readonly<
    Record<
      'suits' | 'another_day' | 'accepted' | 'file' | 'message',
      { readonly title: string; readonly text?: string; readonly button: string }
    >
  >;
  readonly proposed: (what: string, day: string) => string;
  readonly wishedDay: string;
  readonly note: string;
  readonly yourName: string;
  readonly file: string;
  readonly fileHint: string;
  readonly message: string;
  readonly hasCard: string;
  readonly tooLong: string;
  readonly noText: string;
  readonly noName: string;
  readonly noDay: (first: string, last: string) => string;
  readonly fileProblems: Readonly<Record<FileProblem, string>>;
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
    confirmDay: (what, day) => `Tell us below whether this day suits you. ${what}: ${day}.`,
    toAccept: 'Read below what you are asked to accept, and accept it by your name.',
    fromYou: 'From you',
    said: ({ kind, text, day, on, signedBy }) => {
      if (kind === 'suits') return `On ${on} you said that ${day} suits you.`;
      if (kind === 'another_day') return `On ${on} you wished for ${day}.${text ? ` ${text}` : ''}`;
      if (kind === 'accepted') return `On ${on} you accepted, as ${signedBy ?? '–'}: ${text}`;
      if (kind === 'file') return `On ${on} you sent the file ${text || '–'}.`;
      return `On ${on} you wrote: ${text || '–'}`;
    },
    forms: {
      suits: { title: 'Does this day suit you?', button: 'Yes, it suits us' },
      another_day: {
        title: 'Wish for another day',
        text: 'We look whether it can be done, and answer you.',
        button: 'Send',
      },
      accepted: { title: 'To be accepted', button: 'I accept this' },
      file: { title: 'Send us a file', text: 'A signed paper, a list, a picture.', button: 'Send the file' },
      message: { title: 'Write to us', text: 'It reaches the people who look after you.', button: 'Send' },
    },
    proposed: (what, day) => `${what}: ${day}.`,
    wishedDay: 'The day that suits you',
    note: 'What we should know about it (may be left empty)',
    yourName: 'Your name',
    file: 'File',
    fileHint: 'PDF, picture, text or office document of at most 10 MB. Never card numbers.',
    message: 'Message',
    hasCard: 'There is a card number in it. Take it out: card numbers are never to be sent here.',
    tooLong: 'This is too long. Shorten it, or send it as a file.',
    noText: 'Write your message.',
    noName: 'Write your name.',
    noDay: (first, last) => `Choose a day from ${first} to ${last}.`,
    fileProblems: {
      none: 'Choose a file.',
      empty: 'This file is empty. Choose another one.',
      large: 'This file is larger than 10 MB. Send it in parts, or make it smaller.',
      type: 'Files of this kind are not taken. Send a PDF, a picture, a text or an office document.',
      card: 'There is a card number in this file. Take it out: card numbers are never to be sent here.',
      unreadable: 'This PDF could not be read: it is damaged, or locked with a password. Save it anew without one.',
    },
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
    confirmDay: (what, day) => `Ci dica qui sotto se questa data va bene. ${what}: ${day}.`,
    toAccept: 'Legga qui sotto ciò che Le è chiesto di accettare e lo accetti con il Suo nome.',
    fromYou: 'Da parte Sua',
    said: ({ kind, text, day, on, signedBy }) => {
      if (kind === 'suits') return `Il ${on} ha detto che il ${day} va bene.`;
      if (kind === 'another_day') return `Il ${on} ha chiesto il ${day}.${text ? ` ${text}` : ''}`;
      if (kind === 'accepted') return `Il ${on} ha accettato, come ${signedBy ?? '–'}: ${text}`;
      if (kind === 'file') return `Il ${on} ha inviato il file ${text || '–'}.`;
      return `Il ${on} ha scritto: ${text || '–'}`;
    },
    forms: {
      suits: { title: 'Questa data va bene?', button: 'Sì, va bene' },
      another_day: { title: 'Chieda un’altra data', text: 'Vediamo se è possibile e Le rispondiamo.', button: 'Invia' },
      accepted: { title: 'Da accettare', button: 'Accetto' },
      file: { title: 'Ci invii un file', text: 'Un documento firmato, un elenco, una foto.', button: 'Invia il file' },
      message: { title: 'Ci scriva', text: 'Arriva alle persone che La seguono.', button: 'Invia' },
    },
    proposed: (what, day) => `${what}: ${day}.`,
    wishedDay: 'La data che preferisce',
    note: 'Che cosa dobbiamo sapere (può restare vuoto)',
    yourName: 'Il Suo nome',
    file: 'File',
    fileHint: 'PDF, immagine, testo o documento di al massimo 10 MB. Mai numeri di carta.',
    message: 'Messaggio',
    hasCard: 'Contiene un numero di carta. Lo tolga: qui non vanno mai inviati numeri di carta.',
    tooLong: 'È troppo lungo. Lo accorci o lo invii come file.',
    noText: 'Scriva il Suo messaggio.',
    noName: 'Scriva il Suo nome.',
    noDay: (first, last) => `Scelga un giorno dal ${first} al ${last}.`,
    fileProblems: {
      none: 'Scelga un file.',
      empty: 'Questo file è vuoto. Ne scelga un altro.',
      large: 'Questo file supera i 10 MB. Lo invii in parti o lo riduca.',
      type: 'File di questo tipo non sono accettati. Invii un PDF, un’immagine, un testo o un documento.',
      card: 'In questo file c’è un numero di carta. Lo tolga: qui non vanno mai inviati numeri di carta.',
      unreadable: 'Questo PDF non si è potuto leggere: è danneggiato o protetto da password. Lo salvi di nuovo senza.',
    },
  },
};
