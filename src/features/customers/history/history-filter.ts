import { type Day, formatDay, parseDay } from '../../../core/time/calendar.ts';

/** What a customer's history can be narrowed to, by what the log's actions are about. */
export const historyKinds = [
  { key: 'customer', text: 'The customer itself', about: ['customer'] },
  { key: 'groups', text: 'Billing groups and contracts', about: ['group', 'contract'] },
  { key: 'endings', text: 'Notice and termination', about: ['termination'] },
  { key: 'projects', text: 'Projects', about: ['project', 'handoff', 'checklist', 'override', 'hardware', 'form'] },
  { key: 'quotes', text: 'Quotes', about: ['quote', 'request'] },
  {
    key: 'subscriptions',
    text: 'Subscriptions and services',
    about: ['subscription', 'service', 'units', 'recurring', 'acknowledgement'],
  },
  { key: 'assets', text: 'Assets', about: ['asset', 'server'] },
  {
    key: 'invoices',
    text: 'Invoices',
    about: ['invoice', 'credit', 'bill', 'bill_reminder', 'statement', 'link', 'word'],
  },
  { key: 'reminders', text: 'Reminders and promises', about: ['reminder', 'promise', 'call'] },
  { key: 'payments', text: 'Payments', about: ['payment', 'refund', 'balance', 'bank'] },
  { key: 'cases', text: 'Failed payments', about: ['case', 'report'] },
  { key: 'licenses', text: 'Licenses', about: ['license', 'expiry'] },
  { key: 'activities', text: 'Activities', about: ['activity'] },
  { key: 'documents', text: 'Documents', about: ['document'] },
] as const;

/** Everything that is of none of these kinds. */
export const otherKind = { key: 'other', text: 'Anything else' } as const;

/** Which part of a history: of a kind, and from a day up to and including another, in the customer's zone. CUS-7 */
export interface HistoryFilter {
  readonly kind?: string | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/** As a button's value: `invoices,2026-01-01,`. */
export const filterText = ({ kind, from, to }: HistoryFilter): string =>
  [kind, from, to].map((each) => each ?? '').join(',');

/** What is no kind or day any more is left out. */
export const parseFilter = (text: string): HistoryFilter => {
  const [kind = '', from = '', to = ''] = text.split(',');
  const isKind = kind === otherKind.key || historyKinds.some(({ key }) => key === kind);
  return { kind: isKind ? kind : undefined, from: parseDay(from), to: parseDay(to) };
};

/** What the actions are about that are shown, or that are not. */
export const aboutOf = (
  kind: string | undefined,
): { readonly about?: readonly string[]; readonly notAbout?: readonly string[] } => {
  if (kind === otherKind.key) return { notAbout: historyKinds.flatMap(({ about }) => [...about]) };
  const found = historyKinds.find(({ key }) => key === kind);
  return found ? { about: found.about } : {};
};

/** `Invoices, from Jan 1, 2026`; undefined for all of it. */
export const filterWords = ({ kind, from, to }: HistoryFilter): string | undefined => {
  const of = [...historyKinds, otherKind].find(({ key }) => key === kind)?.text;
  const words = [of, from && `from ${formatDay(from)}`, to && `up to ${formatDay(to)}`].filter(Boolean);
  return words.length > 0 ? words.join(', ') : undefined;
};
