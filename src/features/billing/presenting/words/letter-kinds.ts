/** The letters with an invoice, and what they say unless somebody writes it anew. BIL-5, BIL-7 */
import type { PaperLanguage } from '../../../papers/index.ts';
import type { TemplateKind, Words } from '../../../templates/index.ts';

/** `permission`: it asks to charge the card (ONB-5, ONB-7); `authorization`: for the card authorization form (ONB-4); `again`: it was sent before. */
export const occasions = ['bill', 'again', 'paid', 'permission', 'authorization'] as const;
export type Occasion = (typeof occasions)[number];

const values = [
  { name: 'contact', means: 'who is written to, where that is known', example: 'Ann Smith' },
  { name: 'customer', means: 'the customer’s name', example: 'Harbor Dental LLC' },
  { name: 'seller', means: 'whose invoice it is', example: 'Example Services Inc.' },
  { name: 'number', means: 'the invoice’s number', example: 'INV-2026-00012' },
  { name: 'amount', means: 'what it comes to, with its currency', example: '1,234.50' },
  { name: 'due', means: 'until when it is to be paid, where it says so', example: 'March 31, 2026' },
  {
    name: 'page',
    means: 'the address of the invoice’s own page, where there is one',
    example: 'https://example.com/bills/…',
  },
] as const;

const english = (text: string): Words => ({
  subject: 'Invoice {{ number }} from {{ seller }}',
  body: `Dear {{ contact | default: "customer" }},

${text}{% if page %}

You can see it, download it and answer us on its page: {{ page }}{% endif %}

Kind regards,
{{ seller }}`,
});

const italian = (text: string): Words => ({
  subject: 'Fattura {{ number }} di {{ seller }}',
  body: `Gentile {{ contact | default: "cliente" }},

${text}{% if page %}

Può vederla, scaricarla e risponderci sulla sua pagina: {{ page }}{% endif %}

Cordiali saluti
{{ seller }}`,
});

const payBy = '{% if due %} Please pay it by {{ due }}.{% endif %}';
const saldare = '{% if due %} La preghiamo di saldarla entro il {{ due }}.{% endif %}';

const labels: Readonly<Record<Occasion, string>> = {
  bill: 'Invoice',
  again: 'Invoice, sent again',
  paid: 'Invoice that is paid',
  permission: 'Invoice, asks to charge the card',
  authorization: 'Invoice, asks for a card authorization',
};

const words: Readonly<Record<Occasion, Readonly<Record<PaperLanguage, Words>>>> = {
  bill: {
    en: english(`This is our invoice {{ number }} for {{ amount }}.${payBy}`),
    it: italian(`questa è la nostra fattura {{ number }} di {{ amount }}.${saldare}`),
  },
  again: {
    en: english(`We send you our invoice {{ number }} for {{ amount }} again.${payBy}`),
    it: italian(`Le inviamo di nuovo la nostra fattura {{ number }} di {{ amount }}.${saldare}`),
  },
  paid: {
    en: english(
      'This is our invoice {{ number }} for {{ amount }}. It is paid; you need to do nothing more. Thank you.',
    ),
    it: italian(
      'questa è la nostra fattura {{ number }} di {{ amount }}. Risulta già pagata: non deve fare altro. Grazie.',
    ),
  },
  permission: {
    en: english(
      'This is our invoice {{ number }} for {{ amount }}. May we charge it to the card that you have authorized? Please answer {% if page %}on its page, with one press{% else %}this mail{% endif %}: we charge nothing before we have your permission.',
    ),
    it: italian(
      'questa è la nostra fattura {{ number }} di {{ amount }}. Possiamo addebitarla sulla carta che ci ha autorizzato? Risponda {% if page %}sulla sua pagina, con un clic{% else %}a questo messaggio{% endif %}: non addebitiamo nulla senza il Suo permesso.',
    ),
  },
  authorization: {
    en: english(
      `This is our invoice {{ number }} for {{ amount }}.${payBy} To pay it by card, please send us the card authorization: the name on the card, its last four digits, and your consent that we charge it. Never send us the whole number by mail; we give you a safe way for it.`,
    ),
    it: italian(
      `questa è la nostra fattura {{ number }} di {{ amount }}.${saldare} Per pagarla con carta ci invii l’autorizzazione: nome sulla carta, ultime quattro cifre e il Suo consenso all’addebito. Non ci mandi mai il numero intero per posta elettronica; Le indicheremo un modo sicuro.`,
    ),
  },
};

const kindOf = (occasion: Occasion) =>
  ({
    key: `invoice.${occasion}`,
    label: labels[occasion],
    values,
    words: words[occasion],
  }) as const satisfies TemplateKind;

export type InvoiceKind = ReturnType<typeof kindOf>;

export const invoiceKinds: Readonly<Record<Occasion, InvoiceKind>> = {
  bill: kindOf('bill'),
  again: kindOf('again'),
  paid: kindOf('paid'),
  permission: kindOf('permission'),
  authorization: kindOf('authorization'),
};
