/** What a form's page says by itself, in both languages. */
import type { PaperLanguage } from '../../papers/index.ts';

export interface Texts {
  readonly locale: string;
  readonly ask: string;
  readonly until: (day: string) => string;
  readonly save: string;
  readonly giveBack: string;
  readonly giveBackText: string;
  readonly missing: (fields: string) => string;
  readonly giveBackButton: string;
  readonly decline: string;
  readonly declineText: string;
  readonly declineLabel: string;
  readonly noReason: string;
  readonly declineButton: string;
  readonly choices: { readonly yes: string; readonly no: string };
  readonly returned: string;
  readonly declined: string;
  readonly expired: (day: string) => string;
  readonly ended: string;
  readonly changed: string;
}

export const texts: Readonly<Record<PaperLanguage, Texts>> = {
  en: {
    locale: 'en-US',
    ask: 'Please fill in what is asked, and correct what we have wrong. Each part is saved by its button; you can close the page and come back.',
    until: (day) => `Until ${day}`,
    save: 'Save this part',
    giveBack: 'Send it back to us',
    giveBackText: 'Once all parts are saved.',
    missing: (fields) => `Save first what is missing: ${fields}.`,
    giveBackButton: 'Send back',
    decline: 'You do not want to fill it in?',
    declineText: 'Tell us why, and we call you.',
    declineLabel: 'Why',
    noReason: 'Please write a few words, at most 500 characters and no card number.',
    declineButton: 'Decline',
    choices: { yes: 'Yes', no: 'No' },
    returned: 'Thank you. You sent this form back to us, and need to do nothing more.',
    declined: 'You declined this form. We will call you.',
    expired: (day) => `This form could be filled in until ${day}. Ask whoever sent you the link for a new one.`,
    ended: 'This form is not needed any more. You need to do nothing.',
    changed: 'This form changed meanwhile. Nothing was recorded now. This is how it stands.',
  },
  it: {
    locale: 'it-IT',
    ask: 'La preghiamo di compilare quanto richiesto e di correggere i dati errati. Ogni parte si salva con il suo pulsante; può chiudere la pagina e tornare.',
    until: (day) => `Entro il ${day}`,
    save: 'Salva questa parte',
    giveBack: 'Restituisca il modulo',
    giveBackText: 'Quando tutte le parti sono salvate.',
    missing: (fields) => `Salvi prima ciò che manca: ${fields}.`,
    giveBackButton: 'Restituisci',
    decline: 'Non desidera compilarlo?',
    declineText: 'Ci scriva il motivo: La chiameremo.',
    declineLabel: 'Motivo',
    noReason: 'Scriva qualche parola, al massimo 500 caratteri e nessun numero di carta.',
    declineButton: 'Rifiuta',
    choices: { yes: 'Sì', no: 'No' },
    returned: 'Grazie. Ha restituito questo modulo: non deve fare altro.',
    declined: 'Ha rifiutato questo modulo. La chiameremo.',
    expired: (day) =>
      `Questo modulo si poteva compilare fino al ${day}. Ne chieda uno nuovo a chi Le ha inviato il link.`,
    ended: 'Questo modulo non serve più. Non deve fare nulla.',
    changed: 'Nel frattempo questo modulo è cambiato. Nulla è stato registrato ora. Ecco com’è adesso.',
  },
};
