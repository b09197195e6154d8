/** What a customer does on a bill's page. Each is one transaction, and the same form sent twice is one. ONB-5, BIL-18 */
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay, parseDay } from '../../../core/time/calendar.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import { asShown } from '../../billing/invoices/index.ts';
import { permitWith } from '../../billing/onboarding/index.ts';
import type { Sender } from '../answering/page-kind.ts';
import type { SentForm } from '../answering/sent-form.ts';
import { thingOf } from '../links/things.ts';
import { receiveWord } from '../words/receive-word.ts';
import type { NewWord } from '../words/store.ts';
import { lastPromise, longestText, wordingOf } from './bill-forms.ts';
import type { Bill } from './read-bill.ts';
import { texts } from './texts.ts';

const doing = 'do this on a customer’s page';

/** It is theirs: no role is needed. */
const asCustomer = (work: Work): void => work.require([], doing, true);

/** Permission to charge the card, with one press: written down with time, address and wording. @throws Conflict where the bill changed meanwhile */
const permit = (deps: Deps, bill: Bill, { by, address }: Sender, shown: string): Promise<void> =>
  deps.transact(by, (work) =>
    asShown(work, { invoiceId: bill.invoice.id, shown }, async () => {
      asCustomer(work);
      const at = work.now.toISOString().slice(0, 16).replace('T', ' ');
      const how = `on their page, ${at} UTC, from ${address}: “${wordingOf(bill)}”`;
      await permitWith(work, {
        invoiceId: bill.invoice.id,
        how,
        on: work.today,
        text: `The customer gave permission to charge the card, ${escapeMrkdwn(how)}`,
      });
    }),
  );

const say = (
  deps: Deps,
  { invoice }: Bill,
  { by, address }: Sender,
  word: Pick<NewWord, 'kind' | 'text' | 'promisedOn'>,
): Promise<void> =>
  deps.transact(by, async (work) => {
    asCustomer(work);
    const subject = { type: 'invoice', id: invoice.id };
    const { talk } = await thingOf(work, subject);
    await receiveWord(work, { ...word, subject, customerId: invoice.customerId, address }, talk);
  });

const promisedDay = ({ language, today }: Bill, text: string): Day => {
  const of = texts[language];
  const chosen = parseDay(text);
  const last = lastPromise(today);
  if (chosen && chosen >= today && chosen <= last) return chosen;
  throw new FieldErrors({ day: of.noDay(formatDay(today, of.locale), formatDay(last, of.locale)) });
};

const wrongText = ({ language }: Bill, text: string): string => {
  const of = texts[language];
  if (text === '' || text.length > longestText) throw new FieldErrors({ text: of.noText });
  if (containsCardNumber(text)) throw new FieldErrors({ text: of.hasCard });
  return text;
};

/** @throws FieldErrors at what was filled in wrongly; UserError, Conflict where it cannot be done any more */
export const answerBill = async (deps: Deps, bill: Bill, sender: Sender, form: SentForm): Promise<void> => {
  switch (form.what) {
    case 'permit':
      return permit(deps, bill, sender, form.text('shown'));
    case 'promise': {
      if (bill.invoice.state !== 'open') throw new UserError('Nothing is open.');
      const promisedOn = promisedDay(bill, form.text('day'));
      return say(deps, bill, sender, { kind: 'promise', text: undefined, promisedOn });
    }
    case 'wrong':
      return say(deps, bill, sender, {
        kind: 'wrong',
        text: wrongText(bill, form.text('text')),
        promisedOn: undefined,
      });
    default:
      throw new UserError('There is no such form.');
  }
};
