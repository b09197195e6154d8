/** What is written to customers whose card could not be charged, or will not be. COL-3, COL-17 */
import { UserError } from '../../../core/errors.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { usableAddresses } from '../../billing/correspondence/index.ts';
import type { Draft } from '../../billing/letters/index.ts';
import { defaultSeller, type Seller } from '../../billing/sellers/index.ts';
import { detailsOf } from '../../customers/index.ts';
import { moneyIn, type PaperLanguage, paperLanguage } from '../../papers/index.ts';
import { type TemplateKind, wordsFor } from '../../templates/index.ts';
import { type CollectionCase, openOf } from '../cases/index.ts';

const common = [
  { name: 'contact', means: 'who is written to, where that is known', example: 'Ann Smith' },
  { name: 'customer', means: 'the customer’s name', example: 'Harbor Dental LLC' },
  { name: 'seller', means: 'who writes', example: 'Example Services Inc.' },
  { name: 'last4', means: 'the last four digits of the card, where they are known', example: '4242' },
  {
    name: 'link',
    means: 'where the payment provider takes a new card, where that is set (CARD_UPDATE_URL)',
    example: 'https://gateway.example/card',
  },
] as const;

const way = {
  en: '{% if link %}Please give your card anew on our payment provider’s own page: {{ link }}\n\n{% else %}Please call us, or answer this mail: we tell you how to give your card anew.\n\n{% endif %}Never send a card’s number by mail.',
  it: '{% if link %}La preghiamo di inserire di nuovo la carta sulla pagina del nostro fornitore di pagamenti: {{ link }}\n\n{% else %}Ci chiami o risponda a questo messaggio: Le diremo come comunicarci la carta.\n\n{% endif %}Non invii mai il numero di una carta per posta elettronica.',
};

const written = (en: string, it: string) => ({
  en: `Dear {{ contact | default: customer }},\n\n${en}\n\n${way.en}\n\nKind regards,\n{{ seller }}`,
  it: `Gentile {{ contact | default: customer }},\n\n${it}\n\n${way.it}\n\nCordiali saluti\n{{ seller }}`,
});

const failedBody = written(
  'Your card{% if last4 %} ending in {{ last4 }}{% endif %} could not be charged: {{ amount }} are open.',
  'Non è stato possibile addebitare la Sua carta{% if last4 %} che termina con {{ last4 }}{% endif %}: restano da pagare {{ amount }}.',
);

export const failedCardKind = {
  key: 'card.failed',
  label: 'Card that could not be charged',
  values: [...common, { name: 'amount', means: 'what is open, with its currency', example: '$120.00' }],
  words: {
    en: { subject: 'Your card could not be charged: {{ amount }}', body: failedBody.en },
    it: { subject: 'Addebito sulla carta non riuscito: {{ amount }}', body: failedBody.it },
  },
} as const satisfies TemplateKind;

const expiringBody = written(
  'Your card{% if last4 %} ending in {{ last4 }}{% endif %} expires at the end of {{ expires }}, before we charge it next{% if charge %} on {{ charge }}{% endif %}.',
  'La Sua carta{% if last4 %} che termina con {{ last4 }}{% endif %} scade alla fine di {{ expires }}, prima del prossimo addebito{% if charge %} del {{ charge }}{% endif %}.',
);

/** COL-17: what is said; when, is not decided here. */
export const expiringCardKind = {
  key: 'card.expires',
  label: 'Card that expires before its next charge',
  values: [
    ...common,
    { name: 'expires', means: 'the month in which the card expires', example: 'March 2026' },
    { name: 'charge', means: 'the day of the next charge, where it is known', example: 'Apr 1, 2026' },
  ],
  words: {
    en: { subject: 'Your card expires soon', body: expiringBody.en },
    it: { subject: 'La Sua carta sta per scadere', body: expiringBody.it },
  },
} as const satisfies TemplateKind;

export interface CardLetter {
  readonly customerId: string;
  readonly language: PaperLanguage;
  readonly sender: Seller;
  readonly draft: Pick<Draft, 'to' | 'subject' | 'text' | 'template'>;
}

/** What a customer is written about a failed charge, unless somebody writes it otherwise. COL-3 @throws UserError where nobody can be written to */
export const cardLetterOf = async (
  tx: Tx,
  of: CollectionCase,
  cardUpdateUrl: string | undefined,
): Promise<CardLetter> => {
  if (of.customerId === undefined) throw new UserError('Link its customer first: nobody knows whom to write to.');
  const [customer, sender] = [await detailsOf(tx, of.customerId), await defaultSeller(tx)];
  if (!customer || !sender)
    throw new UserError('Add a seller in `/bill setup` first: letters are written in its name.');
  const language = paperLanguage(customer.language);
  const { subject, body, version } = await wordsFor(tx, failedCardKind, language, {
    contact: customer.contactName ?? undefined,
    customer: customer.name,
    seller: sender.name,
    last4: of.cardLast4,
    link: cardUpdateUrl,
    amount: moneyIn(language, openOf(of)),
  });
  const to = usableAddresses(customer.email ? [customer.email] : customer.extraEmails);
  const draft = { to, subject, text: body, template: { kind: failedCardKind.key, version } };
  return { customerId: of.customerId, language, sender, draft };
};
