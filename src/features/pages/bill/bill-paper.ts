/** A bill's page as a paper: the document as it was issued, and how its money stands today. BIL-4 */
import { type Day, formatDay, todayIn } from '../../../core/time/calendar.ts';
import { type Block, moneyIn, type Paper } from '../../papers/index.ts';
import type { Bill } from './read-bill.ts';
import { type Texts, texts } from './texts.ts';

const dayIn = (of: Texts, on: Day): string => formatDay(on, of.locale);

const stamp = ({ invoice }: Bill, of: Texts): readonly Block[] => {
  if (invoice.state === 'void') return [{ kind: 'stamp', text: of.voidStamp, tone: 'bad' }];
  return invoice.state === 'paid' ? [{ kind: 'stamp', text: of.paidStamp, tone: 'good' }] : [];
};

/** One that the accounting system numbers has no document here: it is told from what it charges. */
const outside = (bill: Bill, of: Texts): readonly Block[] => {
  const { invoice, customerName, seller, lines, language } = bill;
  return [
    ...(seller
      ? [{ kind: 'letterhead' as const, name: seller.name, lines: [seller.address, seller.email], logo: seller.logo }]
      : []),
    { kind: 'parties', parties: [{ label: of.billTo, name: customerName, lines: [] }] },
    {
      kind: 'table',
      caption: of.lines,
      columns: [
        { header: of.description, holds: 'text' },
        { header: of.amount, holds: 'figures' },
      ],
      rows: lines.map(({ description, net }) => [{ text: description }, { text: moneyIn(language, net) }]),
      sums: [
        { label: of.net, value: moneyIn(language, invoice.net) },
        { label: of.tax, value: moneyIn(language, invoice.tax) },
        { label: of.total, value: moneyIn(language, invoice.amount), isMain: true },
      ],
    },
  ];
};

/** The document, without the whole amount to be paid: what is open is told by itself. */
const documentBlocks = (bill: Bill, of: Texts): readonly Block[] =>
  bill.paper ? bill.paper.blocks.filter(({ kind }) => kind !== 'payment') : outside(bill, of);

const moneyBlocks = (bill: Bill, of: Texts): readonly Block[] => {
  const { invoice, payments, language, seller, number } = bill;
  const { paid, credited, open, dueOn } = invoice;
  const due = dueOn ? dayIn(of, dueOn) : undefined;
  const rows = payments.map(({ receivedOn, method, amount }) => [
    { text: dayIn(of, receivedOn) },
    { text: of.methods[method] },
    { text: moneyIn(language, amount) },
  ]);
  const sums = [
    { label: of.paidSum, value: moneyIn(language, paid) },
    ...(credited.amount > 0n ? [{ label: of.credited, value: moneyIn(language, credited) }] : []),
    { label: of.open, value: moneyIn(language, open), isMain: true },
  ];
  const columns = [
    { header: of.date, holds: 'text' as const },
    { header: of.how, holds: 'text' as const },
    { header: of.amount, holds: 'figures' as const },
  ];
  return [
    { kind: 'heading', text: of.payments },
    rows.length > 0 ? { kind: 'table', caption: of.payments, columns, rows, sums } : { kind: 'sums', sums },
    ...(open.amount > 0n && seller
      ? [
          {
            kind: 'payment' as const,
            payee: seller.name,
            amount: open,
            reference: number,
            due,
            iban: seller.iban,
            link: seller.payUrl,
          },
        ]
      : []),
  ];
};

const fromYou = (bill: Bill, of: Texts, zone: string): readonly Block[] => {
  const { words, charge } = bill;
  const at = (instant: Date): string => dayIn(of, todayIn(zone, instant));
  const said = [
    ...(charge?.permission ? [of.youPermitted(dayIn(of, charge.permission.on))] : []),
    ...words.map((word) =>
      word.promisedOn
        ? of.youPromised(dayIn(of, word.promisedOn), at(word.at))
        : of.youWrote(word.text ?? '–', at(word.at)),
    ),
  ];
  if (said.length === 0) return [];
  return [
    { kind: 'heading', text: of.fromYou },
    { kind: 'list', items: said },
  ];
};

export const billPaper = (bill: Bill, zone: string): Paper => {
  const of = texts[bill.language];
  const { paper, seller } = bill;
  const ask = seller ? of.askText(seller.name, seller.replyTo ?? seller.email) : undefined;
  return {
    ...(paper ?? { format: 'a4', title: of.invoice, number: bill.number }),
    language: bill.language,
    blocks: [
      ...stamp(bill, of),
      ...documentBlocks(bill, of),
      ...moneyBlocks(bill, of),
      ...fromYou(bill, of, zone),
      ...(ask ? [{ kind: 'note' as const, title: of.ask, text: ask }] : []),
    ],
  };
};
