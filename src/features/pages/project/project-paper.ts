/** A project's page as a paper. Nothing internal is on it: no desk, no gate, no note, no name of a stage that has no words for customers. ONB-21 */
import { type Day, formatDay, todayIn } from '../../../core/time/calendar.ts';
import { type Block, moneyIn, type PageLink, type Paper } from '../../papers/index.ts';
import { projectRef } from '../../playbooks/index.ts';
import { type CustomersProject, dayToConfirm, type ProjectBill, wordingToAccept } from './read-project.ts';
import { stepsOf } from './stage-words.ts';
import { type Texts, texts } from './texts.ts';

const dayIn = (of: Texts, on: Day): string => formatDay(on, of.locale);

export const isOwed = ({ invoice }: ProjectBill): boolean => invoice.state === 'open' && invoice.open.amount > 0n;

const stamp = ({ project: { state } }: CustomersProject, of: Texts): readonly Block[] => {
  if (state === 'cancelled') return [{ kind: 'stamp', text: of.cancelled, tone: 'bad' }];
  return state === 'closed' ? [{ kind: 'stamp', text: of.closed, tone: 'good' }] : [];
};

const standing = ({ project, language }: CustomersProject, of: Texts): readonly Block[] => {
  if (project.state === 'cancelled') return [];
  const steps = stepsOf(project);
  const isNamed = project.state === 'closed' || steps.some(({ is }) => is === 'now');
  return [
    { kind: 'heading', text: of.stands },
    ...(project.state === 'on_hold' ? [{ kind: 'paragraph' as const, text: of.onHold }] : []),
    ...(isNamed || project.state === 'on_hold' ? [] : [{ kind: 'paragraph' as const, text: of.underWay }]),
    ...(steps.length > 0
      ? [{ kind: 'list' as const, items: steps.map(({ says, is }) => of.step[is](says[language])) }]
      : []),
  ];
};

const days = ({ project }: CustomersProject, of: Texts): readonly Block[] => {
  const { wentLiveOn, goLiveOn, etaOn } = project;
  const planned = wentLiveOn ? ({ wentLiveOn } as const) : { etaOn, goLiveOn };
  const figures = Object.entries(planned).flatMap(([name, on]) =>
    on ? [{ label: of.days[name as keyof Texts['days']], value: dayIn(of, on), isMain: true }] : [],
  );
  return figures.length > 0 ? [{ kind: 'figures', figures }] : [];
};

const toPay = ({ bills, language }: CustomersProject, of: Texts): readonly string[] =>
  bills
    .filter(isOwed)
    .map(({ invoice: { open, dueOn }, number }) =>
      of.pay({ number, amount: moneyIn(language, open), due: dueOn ? dayIn(of, dueOn) : undefined }),
    );

const toSay = ({ project, words }: CustomersProject, of: Texts): readonly string[] => {
  const day = dayToConfirm(project, words);
  return [
    ...(day ? [of.confirmDay(of.days[day.name], dayIn(of, day.on))] : []),
    ...(wordingToAccept(project, words) ? [of.toAccept] : []),
  ];
};

const next = (page: CustomersProject, of: Texts): readonly Block[] => {
  const items = [...toPay(page, of), ...toSay(page, of)];
  return [
    { kind: 'heading', text: of.next },
    items.length > 0 ? { kind: 'list', items } : { kind: 'paragraph', text: of.nothingNext },
  ];
};

const openText = (bill: ProjectBill, { language }: CustomersProject, of: Texts): string => {
  if (bill.invoice.state === 'void') return of.void;
  return isOwed(bill) ? moneyIn(language, bill.invoice.open) : of.paid;
};

const money = (page: CustomersProject, of: Texts): readonly Block[] => {
  const { bills, language } = page;
  if (bills.length === 0)
    return [
      { kind: 'heading', text: of.bills },
      { kind: 'paragraph', text: of.noBills },
    ];
  const rows = bills.map((bill) => [
    { text: bill.number, note: bill.invoice.label },
    { text: bill.invoice.dueOn ? dayIn(of, bill.invoice.dueOn) : '–' },
    { text: moneyIn(language, bill.invoice.amount) },
    { text: openText(bill, page, of) },
  ]);
  const columns = [
    { header: of.number, holds: 'text' as const },
    { header: of.due, holds: 'text' as const },
    { header: of.amount, holds: 'figures' as const },
    { header: of.open, holds: 'figures' as const },
  ];
  return [
    { kind: 'heading', text: of.bills },
    { kind: 'table', caption: of.bills, columns, rows, sums: [] },
  ];
};

const fromYou = ({ words }: CustomersProject, of: Texts, zone: string): readonly Block[] => {
  if (words.length === 0) return [];
  const items = words.map(({ kind, text = '', day, signedBy, at }) =>
    of.said({ kind, text, signedBy, day: day ? dayIn(of, day) : '–', on: dayIn(of, todayIn(zone, at)) }),
  );
  return [
    { kind: 'heading', text: of.fromYou },
    { kind: 'list', items },
  ];
};

const contacts = ({ people, seller }: CustomersProject, of: Texts): readonly Block[] => {
  const lines = [
    ...(people.length > 0 ? [of.people(people.join(', '))] : []),
    ...(seller ? [`${seller.name}: ${seller.replyTo ?? seller.email}`] : []),
  ];
  return lines.length > 0 ? [{ kind: 'note', title: of.ask, text: lines.join('\n') }] : [];
};

export const projectPaper = (page: CustomersProject, zone: string): Paper => {
  const of = texts[page.language];
  const { project, seller } = page;
  return {
    format: 'a4',
    language: page.language,
    title: of.title,
    number: projectRef(project),
    colour: seller?.colour,
    blocks: [
      ...(seller
        ? [{ kind: 'letterhead' as const, name: seller.name, lines: [seller.address, seller.email], logo: seller.logo }]
        : []),
      ...stamp(page, of),
      { kind: 'parties', parties: [{ label: of.customer, name: project.customer.name, lines: [] }] },
      ...standing(page, of),
      ...days(page, of),
      ...next(page, of),
      ...money(page, of),
      ...fromYou(page, of, zone),
      ...contacts(page, of),
    ],
  };
};

export const projectLinks = ({ bills, language }: CustomersProject): readonly PageLink[] =>
  bills.flatMap(({ number, url }) => (url ? [{ text: texts[language].billLink(number), href: url }] : []));
