/** What reminders say, in both languages; `{{ … }}` are values. BIL-18 */

import type { TemplateKind } from '../../../templates/index.ts';

const values = [
  { name: 'contact', means: 'whom it is written to; blank where nobody is known', example: 'Ann Smith' },
  { name: 'customer', means: 'the customer’s name', example: 'Harbor Dental' },
  { name: 'seller', means: 'who writes', example: 'Harbor Services Inc.' },
  { name: 'total', means: 'what is asked for in all, with its currency', example: '$360.00' },
  { name: 'count', means: 'how many invoices it names', example: '2' },
  { name: 'due', means: 'the day on which the oldest of them is due', example: 'Mar 2, 2026' },
  {
    name: 'page',
    means: 'the address of the oldest invoice’s page; blank where there are no pages',
    example: 'https://baton.example/bills/…',
  },
] as const;

const onPage = {
  en: '{% if page %}You can see it, pay it, tell us when you will pay, or that something is not right, on its page: {{ page }}\n\n{% endif %}',
  it: '{% if page %}Sulla sua pagina può vederla, pagarla, dirci quando pagherà o segnalarci che qualcosa non va: {{ page }}\n\n{% endif %}',
};

const written = (en: string, it: string): { readonly en: string; readonly it: string } => ({
  en: `Dear {{ contact | default: customer }},\n\n${en}\n\n${onPage.en}Kind regards,\n{{ seller }}`,
  it: `Gentile {{ contact | default: customer }},\n\n${it}\n\n${onPage.it}Cordiali saluti\n{{ seller }}`,
});

const kind = (
  key: string,
  label: string,
  subject: { readonly en: string; readonly it: string },
  body: { readonly en: string; readonly it: string },
): TemplateKind => ({
  key,
  label,
  values,
  words: { en: { subject: subject.en, body: body.en }, it: { subject: subject.it, body: body.it } },
});

const already = {
  en: 'If you have paid meanwhile, please take this letter as settled.',
  it: 'Se ha già pagato, non tenga conto di questa lettera.',
};

/** In the order of the ladder. */
export const reminderKinds: readonly TemplateKind[] = [
  kind(
    'reminder.ahead',
    'Reminder: before the due date',
    { en: 'Due on {{ due }}: {{ total }}', it: 'In scadenza il {{ due }}: {{ total }}' },
    written(
      'This is only to let you know that {{ total }} will be due on {{ due }}. You find below what it is for.',
      'La informiamo soltanto che {{ total }} scadranno il {{ due }}. Qui sotto trova di cosa si tratta.',
    ),
  ),
  kind(
    'reminder.due',
    'Reminder: on the due date',
    { en: 'Due now: {{ total }}', it: 'In scadenza: {{ total }}' },
    written(
      `{{ total }} are due. You find below what it is for. ${already.en}`,
      `Sono in scadenza {{ total }}. Qui sotto trova di cosa si tratta. ${already.it}`,
    ),
  ),
  kind(
    'reminder.first',
    'Reminder: first',
    { en: 'A reminder: {{ total }} are open', it: 'Promemoria: {{ total }} da saldare' },
    written(
      `We have not received {{ total }} yet, the oldest of it due since {{ due }}. It may have been overlooked: please pay it now, or tell us when you will. ${already.en}`,
      `Non abbiamo ancora ricevuto {{ total }}, in scadenza dal {{ due }}. Forse è sfuggito: La preghiamo di saldare ora, o di dirci quando lo farà. ${already.it}`,
    ),
  ),
  kind(
    'reminder.second',
    'Reminder: second',
    { en: 'Second reminder: {{ total }} are open', it: 'Secondo promemoria: {{ total }} da saldare' },
    written(
      `We wrote to you before: {{ total }} are still open, the oldest of it due since {{ due }}. Please pay it within a week, or write to us if something is not right. ${already.en}`,
      `Le abbiamo già scritto: {{ total }} risultano ancora da saldare, in scadenza dal {{ due }}. La preghiamo di saldare entro una settimana, o di scriverci se qualcosa non va. ${already.it}`,
    ),
  ),
  kind(
    'reminder.last',
    'Reminder: last',
    { en: 'Last reminder: {{ total }} are open', it: 'Ultimo promemoria: {{ total }} da saldare' },
    written(
      `In spite of our reminders {{ total }} are open, the oldest of it due since {{ due }}. Please pay it now. Without your payment or your answer we will have to call you, and may have to stop our services. ${already.en}`,
      `Nonostante i nostri promemoria {{ total }} risultano da saldare, in scadenza dal {{ due }}. La preghiamo di saldare ora. Senza il Suo pagamento o una Sua risposta dovremo chiamarLa, e potremmo dover sospendere i servizi. ${already.it}`,
    ),
  ),
];
