import { formatDay } from '../../../../core/time/calendar.ts';
import { linkTo } from '../../../../platform/links/index.ts';
import type { Work } from '../../../../platform/work/work.ts';
import { type Block, moneyIn, type PaperLanguage, paperLanguage } from '../../../papers/index.ts';
import { wordsFor } from '../../../templates/index.ts';
import type { LetterToCustomer } from '../../correspondence/index.ts';
import type { Seller } from '../../sellers/index.ts';
import { type Reminding, reminderKinds, totalsOf } from '../ladder/index.ts';
import { outOfReminders } from '../stops/index.ts';
import type { ReadAccount } from './read-accounts.ts';

const locales: Readonly<Record<PaperLanguage, string>> = { en: 'en-US', it: 'it-IT' };
/** More lines than that are for the statement of account. */
const mostLines = 60;

const texts: Readonly<
  Record<PaperLanguage, { caption: string; invoice: string; due: string; open: string; total: string; out: string }>
> = {
  en: {
    caption: 'What is open',
    invoice: 'Invoice',
    due: 'Due',
    open: 'Open',
    total: 'Total',
    out: 'You do not want reminders any more? Say so here:',
  },
  it: {
    caption: 'Cosa risulta da saldare',
    invoice: 'Fattura',
    due: 'Scadenza',
    open: 'Da saldare',
    total: 'Totale',
    out: 'Non desidera più promemoria? Lo dica qui:',
  },
};

const blocksOf = (
  language: PaperLanguage,
  reminding: Reminding,
  pages: readonly (readonly [number: string, url: string])[],
): readonly Block[] => {
  const of = texts[language];
  const bills = reminding.bills.slice(0, mostLines);
  return [
    {
      kind: 'table',
      caption: of.caption,
      columns: [
        { header: of.invoice, holds: 'text' },
        { header: of.due, holds: 'text' },
        { header: of.open, holds: 'figures' },
      ],
      rows: bills.map(({ bill: { number, dueOn, open } }) => [
        { text: number },
        { text: formatDay(dueOn, locales[language]) },
        { text: moneyIn(language, open) },
      ]),
      sums: totalsOf(reminding).map((total) => ({ label: of.total, value: moneyIn(language, total), isMain: true })),
    },
    ...(pages.length > 0 ? [{ kind: 'list' as const, items: pages.map(([number, url]) => `${number}: ${url}`) }] : []),
  ];
};

/** Everything of theirs that is overdue, in one letter. BIL-18 @throws UserError where the workspace's words cannot be filled in */
export const reminderLetter = async (
  { tx, contributions }: Work,
  { customerId, details, addresses }: ReadAccount,
  reminding: Reminding,
  seller: Seller,
): Promise<LetterToCustomer> => {
  const language = paperLanguage(details.language);
  const kind = reminderKinds.find(({ key }) => key === reminding.step.template);
  if (!kind) throw new Error(`There is no letter ${reminding.step.template}.`);
  const [oldest] = reminding.bills;
  const pages: (readonly [string, string])[] = [];
  for (const { bill } of reminding.bills.slice(0, mostLines)) {
    const link = await linkTo(contributions, tx, { type: 'invoice', id: bill.id });
    if (link?.url) pages.push([bill.number, link.url]);
  }
  const words = await wordsFor(tx, kind, language, {
    contact: details.contactName ?? undefined,
    customer: details.name,
    seller: seller.name,
    total: totalsOf(reminding)
      .map((total) => moneyIn(language, total))
      .join(' + '),
    count: String(reminding.bills.length),
    due: oldest && formatDay(oldest.bill.dueOn, locales[language]),
    page: pages[0]?.[1],
  });
  const by = `mailto:${seller.replyTo ?? seller.email}?subject=No%20more%20reminders`;
  return {
    customerId,
    draft: {
      to: addresses,
      subject: words.subject,
      text: words.body,
      template: { kind: kind.key, version: words.version },
    },
    blocks: blocksOf(language, reminding, pages.length > 1 ? pages : []),
    language,
    sender: seller,
    wayOut: async (recipientId) => {
      const link = await linkTo(contributions, tx, { type: outOfReminders, id: recipientId });
      const address = link?.url ?? by;
      return { address, text: `${texts[language].out} ${address.replace(/\?.*$/, '')}` };
    },
  };
};
