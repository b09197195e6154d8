import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import { isEmail } from '../../../core/text/email.ts';
import { cardNumberRefused } from '../../../platform/block-kit/form.ts';
import { customerProblems } from '../customer.ts';
import {
  blockOf,
  type CustomerDetails,
  cardBrands,
  type FieldKey,
  type FieldValue,
  languages,
  paymentMethods,
  presentations,
  taxTreatments,
} from './details.ts';
import type { Entered } from './merge-edit.ts';

export const mostExtraEmails = 20;

const isOneOf = (list: readonly string[], value: unknown): boolean => typeof value === 'string' && list.includes(value);

/** What is wrong with additional addresses, if anything. */
export const addressesProblem = (emails: readonly string[]): string | undefined => {
  const wrong = emails.find((each) => !isEmail(each));
  if (wrong !== undefined) return `“${wrong}” is not an email address. Write one a line, such as jo@example.com.`;
  return emails.length > mostExtraEmails ? `No more than ${mostExtraEmails} addresses.` : undefined;
};

const cardProblems = (after: CustomerDetails): Record<string, string> => {
  const { cardBrand, cardLast4, cardExpMonth, cardExpYear, cardToken } = after;
  const given = [cardBrand, cardLast4, cardExpMonth, cardExpYear, cardToken].some((each) => each !== null);
  if (!given) return {};
  if (after.paymentMethod !== 'credit_card') {
    return {
      card_last4: 'A card is kept only for customers who pay by credit card. Set that in Basic information first.',
    };
  }
  return {
    ...(isOneOf(cardBrands, cardBrand) ? {} : { card_brand: 'Choose the card’s brand.' }),
    ...(/^\d{4}$/.test(cardLast4 ?? '')
      ? {}
      : { card_last4: 'Write the last four digits, and no more of the number.' }),
    ...(cardExpMonth !== null && Number.isInteger(cardExpMonth) && cardExpMonth >= 1 && cardExpMonth <= 12
      ? {}
      : { card_exp_month: 'Choose the month in which it expires.' }),
    ...(cardExpYear !== null && Number.isInteger(cardExpYear) && cardExpYear >= 2000 && cardExpYear <= 2099
      ? {}
      : { card_exp_year: 'Write the year with four digits, such as 2028.' }),
    ...(cardToken === null || /^\S+$/.test(cardToken) ? {} : { card_token: 'The gateway’s token has no blanks.' }),
  };
};

const taxProblems = ({ taxTreatment, taxReason, taxJurisdiction }: CustomerDetails): Record<string, string> => ({
  ...(isOneOf(taxTreatments, taxTreatment) ? {} : { tax_treatment: 'Choose how the customer is taxed.' }),
  ...(taxTreatment !== 'taxable' && !taxReason
    ? { tax_reason: 'Write why no tax is charged: it is printed on the invoice.' }
    : {}),
  ...(taxTreatment === 'taxable' && taxReason
    ? { tax_reason: 'Leave this blank for customers who are taxed, or choose another treatment.' }
    : {}),
  ...(taxJurisdiction === null || /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(taxJurisdiction)
    ? {}
    : { tax_jurisdiction: 'Write the country, and the state where it matters, such as US-NY or IT.' }),
});

/**
 * What is wrong with a customer as it would be, by the block of its field; empty when nothing is. The card is kept only for
 * who pays by it, and never its number. CUS-1
 */
export const detailProblems = (after: CustomerDetails): Record<string, string> => {
  const { extraEmails, startOn, endOn } = after;
  const { customer, ...problems } = customerProblems({
    name: after.name,
    email: after.email ?? undefined,
    timeZone: after.timeZone,
    currency: after.currency,
  });
  const addresses = addressesProblem(extraEmails);
  return {
    ...problems,
    ...(customer ? { name: customer } : {}),
    ...(addresses ? { extra_emails: addresses } : {}),
    ...(isOneOf(paymentMethods, after.paymentMethod) ? {} : { payment_method: 'Choose how the customer pays.' }),
    ...(isOneOf(presentations, after.presentation) ? {} : { presentation: 'Choose how it wants its bills.' }),
    ...(isOneOf(languages, after.language) ? {} : { language: 'Choose English or Italian.' }),
    ...(startOn && endOn && endOn < startOn ? { end_on: 'It ends before it starts: choose a later day.' } : {}),
    ...cardProblems(after),
    ...taxProblems(after),
  };
};

const textsOf = (value: FieldValue): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value : [];
};

/** Chosen, never typed: an id may read like a card's number by chance. */
const chosen: readonly string[] = ['contractTypeId', 'termsId'] satisfies readonly FieldKey[];

/** Entries that look like a card's number, by block: none is ever kept, wherever it comes from. */
export const cardNumberProblems = (entered: Entered): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entered).flatMap(([key, value]) =>
      !chosen.includes(key) && textsOf(value ?? null).some(containsCardNumber)
        ? [[blockOf(key as FieldKey), cardNumberRefused]]
        : [],
    ),
  );
