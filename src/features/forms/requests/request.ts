/** A form that a customer was asked to fill in. PUR-14 */
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import { isEmail } from '../../../core/text/email.ts';
import { isIban } from '../../../core/text/iban.ts';
import { isItalianVat, isRecipientCode, isTaxCode } from '../../../core/text/italian-numbers.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { PaperLanguage } from '../../papers/index.ts';
import { type FieldType, type FormDefinition, type FormField, fieldsOf } from '../../playbooks/index.ts';

export type RequestState = 'requested' | 'returned' | 'declined' | 'withdrawn' | 'archived';

/** By field; what is blank is absent. */
export type Answers = Readonly<Record<string, string>>;

export interface FormRequest {
  readonly id: string;
  readonly projectId: string;
  readonly customerId: string;
  /** As the playbook had it when it was asked for. */
  readonly form: FormDefinition;
  readonly state: RequestState;
  readonly answers: Answers;
  /** Fields that were taken over. */
  readonly accepted: readonly string[];
  /** The last day on which it can be filled in. */
  readonly expiresOn: Day;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly returnedAt: Date | undefined;
  readonly reason: string | undefined;
  readonly version: number;
}

/** Who asks customers for forms, and takes over what comes back. ALL-1 */
export const formKeepers = [
  'sales',
  'reviewer',
  'billing',
  'accounting',
  'project_manager',
  'support',
  'admin',
] as const;

export const isExpired = ({ state, expiresOn }: Pick<FormRequest, 'state' | 'expiresOn'>, today: Day): boolean =>
  state === 'requested' && expiresOn < today;

/** Whether the customer can still fill it in. */
export const isOpen = (request: FormRequest, today: Day): boolean =>
  request.state === 'requested' && !isExpired(request, today);

export const longestAnswer = 500;

/** Codes without blanks and in capital letters, as they are compared and printed. */
export const tidyAnswer = ({ type }: Pick<FormField, 'type'>, text: string): string =>
  ['vat', 'tax_code', 'recipient_code', 'iban'].includes(type) ? text.replaceAll(/\s/g, '').toUpperCase() : text.trim();

type Wrong = 'required' | 'long' | 'card' | Exclude<FieldType, 'line' | 'lines'>;

const says: Readonly<Record<Wrong, Readonly<Record<PaperLanguage, string>>>> = {
  required: { en: 'Please fill this in.', it: 'La preghiamo di compilare questo campo.' },
  long: {
    en: `At most ${longestAnswer} characters.`,
    it: `Al massimo ${longestAnswer} caratteri.`,
  },
  card: {
    en: 'This looks like a card’s number. Never write one here.',
    it: 'Sembra il numero di una carta. Non lo scriva mai qui.',
  },
  email: {
    en: 'This is not an e-mail address, such as office@example.com.',
    it: 'Non è un indirizzo e-mail, come ufficio@example.com.',
  },
  yes_no: { en: 'Choose yes or no.', it: 'Scelga sì o no.' },
  vat: {
    en: 'The check digit is wrong: an Italian VAT number has eleven digits. Compare it with your papers.',
    it: 'La cifra di controllo è errata: la partita IVA ha undici cifre. La confronti con i documenti.',
  },
  tax_code: {
    en: 'The check letter is wrong: a tax code has sixteen characters, a firm’s has eleven digits.',
    it: 'Il carattere di controllo è errato: il codice fiscale ha sedici caratteri, quello di un’impresa undici cifre.',
  },
  recipient_code: {
    en: 'A recipient code has seven letters and digits, six of a public body.',
    it: 'Il codice destinatario ha sette caratteri, sei per un ente pubblico.',
  },
  iban: {
    en: 'This IBAN’s check digits are wrong: compare it with the bank’s papers.',
    it: 'Le cifre di controllo dell’IBAN sono errate: lo confronti con i documenti della banca.',
  },
};

/** VAT numbers of other countries are checked by their form only: each has rules of its own. */
const isVat = (text: string): boolean => (/^(?!IT)[A-Z]{2}[A-Z0-9+*]{2,12}$/.test(text) ? true : isItalianVat(text));

const holds: Readonly<Record<FieldType, (text: string) => boolean>> = {
  line: () => true,
  lines: () => true,
  email: isEmail,
  yes_no: (text) => text === 'yes' || text === 'no',
  vat: isVat,
  tax_code: isTaxCode,
  recipient_code: isRecipientCode,
  iban: isIban,
};

const wrongWith = (field: FormField, text: string): Wrong | undefined => {
  if (text === '') return undefined;
  if (text.length > longestAnswer) return 'long';
  // An IBAN has digits enough to look like one.
  if ((field.type === 'line' || field.type === 'lines') && containsCardNumber(text)) return 'card';
  return holds[field.type](text) || field.type === 'line' || field.type === 'lines' ? undefined : field.type;
};

/** What is wrong with what stands in fields, by field; blank ones may be filled in later. */
export const answerProblems = (
  fields: readonly FormField[],
  answers: Answers,
  language: PaperLanguage,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const wrong = wrongWith(field, answers[field.key] ?? '');
      return wrong ? [[field.key, says[wrong][language]]] : [];
    }),
  );

/** What is missing before it can be sent back, by label, in the order of the form. */
export const missingOf = ({ anyOf, ...form }: FormDefinition, answers: Answers, language: PaperLanguage) => {
  const fields = fieldsOf(form);
  const labelOf = (key: string): string => fields.find((each) => each.key === key)?.label[language] ?? key;
  const or = language === 'it' ? ' o ' : ' or ';
  return [
    ...fields.filter(({ required, key }) => required && !answers[key]).map(({ label }) => label[language]),
    ...anyOf.filter((keys) => keys.every((key) => !answers[key])).map((keys) => keys.map(labelOf).join(or)),
  ];
};
