/** The way out of reminders, in each of them: one press, without a login. BIL-18 */
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { buttons, section } from '../../../../platform/block-kit/blocks.ts';
import type { HttpAnswer, HttpRequest } from '../../../../platform/http/route.ts';
import { openLink } from '../../../../platform/links/index.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { Route } from '../../../../platform/slice/slice.ts';
import { type Deps, visitor, type Work } from '../../../../platform/work/work.ts';
import { customerById, customerDoor } from '../../../customers/index.ts';
import { endedPage, pageAnswer, unknownPage } from '../../../pages/index.ts';
import { type PageParts, type PaperLanguage, paperLanguage } from '../../../papers/index.ts';
import { type LetterRecipient, letterRecipient } from '../../correspondence/index.ts';
import { insertStop } from './store.ts';

/** Of which a link is made. */
export const outOfReminders = 'reminder_address';

interface Texts {
  readonly title: string;
  readonly text: (address: string) => string;
  readonly button: string;
  readonly done: (address: string) => string;
}

const texts: Readonly<Record<PaperLanguage, Texts>> = {
  en: {
    title: 'Reminders by mail',
    text: (address) =>
      `${address} gets no more reminders to pay from us once you press this. Invoices still come to you.`,
    button: 'No more reminders',
    done: (address) => `Done: ${address} gets no more reminders to pay. Invoices still come to you.`,
  },
  it: {
    title: 'Promemoria per posta elettronica',
    text: (address) =>
      `${address} non riceverà più promemoria di pagamento dopo aver premuto qui. Le fatture continueranno ad arrivare.`,
    button: 'Niente più promemoria',
    done: (address) => `Fatto: ${address} non riceve più promemoria di pagamento. Le fatture continuano ad arrivare.`,
  },
};

const stop = async (work: Work, { customerId, address }: LetterRecipient, name: string): Promise<void> => {
  work.require([], 'do this on a customer’s page', true);
  if (!(await insertStop(work, customerId, address))) return;
  work.audit({ action: 'reminder.stopped', subject: { type: 'customer', id: customerId }, customerId });
  const text = `*${escapeMrkdwn(name)}*: ${escapeMrkdwn(address)} wants no more reminders to pay. Invoices still go there; where no other address is left, you are asked to call instead.`;
  work.post({
    to: { role: 'accounting' },
    customerId,
    priority: 1,
    content: {
      text: text.replaceAll('*', ''),
      blocks: [section(text), buttons(`stop:${customerId}`, [openButton(customerDoor, customerId)])],
    },
  });
};

const drawn = (language: PaperLanguage, parts: PageParts): HttpAnswer =>
  pageAnswer(200, { language, format: 'a4', title: texts[language].title, blocks: [] }, parts);

const withRecipient =
  (
    answer: (
      deps: Deps,
      recipient: LetterRecipient,
      customer: { name: string; language: string },
    ) => Promise<HttpAnswer>,
  ) =>
  async (deps: Deps, { token = '' }: HttpRequest): Promise<HttpAnswer> => {
    const { prisma } = deps.db;
    const opened = await openLink(prisma, outOfReminders, token);
    if (opened === 'ended') return endedPage;
    const recipient = opened && (await letterRecipient(prisma, opened.id));
    const customer = recipient && (await customerById(prisma, recipient.customerId));
    return recipient && customer ? answer(deps, recipient, customer) : unknownPage;
  };

const limits: Route['limits'] = {
  perAddress: { times: 60, seconds: 60 },
  perToken: { times: 20, seconds: 60 },
};

/** A mail program’s own press is a POST as well (RFC 8058); pressed again it changes nothing. */
export const stopRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/reminders/:token',
    limits,
    answer: withRecipient(async (_deps, { address }, { language }) => {
      const of = texts[paperLanguage(language)];
      const form = { id: 'stop', title: of.title, text: of.text(address), hidden: {}, fields: [], button: of.button };
      return drawn(paperLanguage(language), { forms: [form] });
    }),
  },
  {
    method: 'POST',
    path: '/reminders/:token',
    limits,
    answer: withRecipient(async (deps, recipient, { name, language }) => {
      await deps.transact(visitor, (work) => stop(work, recipient, name));
      const text = texts[paperLanguage(language)].done(recipient.address);
      return drawn(paperLanguage(language), { notices: [{ text, tone: 'good' }] });
    }),
  },
];
