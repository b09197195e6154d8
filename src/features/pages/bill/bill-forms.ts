/** What a customer can do on a bill's page. ONB-5, BIL-18 */
import { newId } from '../../../core/ids.ts';
import { addDays, type Day } from '../../../core/time/calendar.ts';
import { howToCollect } from '../../billing/onboarding/index.ts';
import { moneyIn, type PageForm, type PageLink } from '../../papers/index.ts';
import type { Refused } from '../answering/page-kind.ts';
import type { Bill } from './read-bill.ts';
import { texts } from './texts.ts';

/** Nobody waits longer for what was promised; in days. */
export const promiseAtMost = 60;

export const longestText = 2000;

export const lastPromise = (today: Day): Day => addDays(today, promiseAtMost);

/** The very words that the customer agrees to. */
export const wordingOf = ({ language, seller, invoice, number }: Bill): string =>
  texts[language].permitWording({
    seller: seller?.name ?? '',
    amount: moneyIn(language, invoice.open),
    number,
  });

/** Whether accounting waits for the customer's word to charge the card on file. ONB-5, ONB-7 */
export const asksPermission = ({ charge }: Pick<Bill, 'charge'>): boolean =>
  charge !== undefined &&
  charge.inDoubt === undefined &&
  ['ask_permission', 'await_permission'].includes(howToCollect(charge).step);

export const isOpen = ({ invoice }: Bill): boolean => invoice.state === 'open' && invoice.open.amount > 0n;

export const billForms = (bill: Bill, refused?: Refused): readonly PageForm[] => {
  const of = texts[bill.language];
  const at = (what: string, name: string) =>
    refused?.what === what ? { value: refused.values[name], problem: refused.problems[name] } : {};
  const once = (): string => newId();
  const permit: PageForm = {
    id: 'permit',
    title: of.permit,
    text: wordingOf(bill),
    hidden: { once: once(), shown: bill.shown ?? '' },
    fields: [],
    button: of.permitButton,
  };
  const promise: PageForm = {
    id: 'promise',
    title: of.promise,
    text: of.promiseText,
    hidden: { once: once() },
    fields: [
      {
        name: 'day',
        label: of.promiseDay,
        kind: 'day',
        from: bill.today,
        to: lastPromise(bill.today),
        ...at('promise', 'day'),
      },
    ],
    button: of.promiseButton,
  };
  const wrong: PageForm = {
    id: 'wrong',
    title: of.wrong,
    text: of.wrongText,
    hidden: { once: once() },
    fields: [{ name: 'text', label: of.wrongLabel, kind: 'lines', most: longestText, ...at('wrong', 'text') }],
    button: of.wrongButton,
  };
  return [...(asksPermission(bill) ? [permit] : []), ...(isOpen(bill) ? [promise] : []), wrong];
};

export const billLinks = (bill: Bill, token: string, cardUpdateUrl: string | undefined): readonly PageLink[] => {
  const of = texts[bill.language];
  return [
    ...(bill.invoice.issued ? [{ text: of.pdf, href: `${token}/pdf` }] : []),
    ...(cardUpdateUrl && isOpen(bill) ? [{ text: of.card, href: cardUpdateUrl }] : []),
  ];
};
