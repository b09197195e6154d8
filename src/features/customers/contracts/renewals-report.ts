import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { atOnce, type Range, type Reading, type Report, type ReportRow } from '../../reports/index.ts';
import { type Contract, contractKeepers, endAfter } from './contract.ts';
import { allContracts } from './store.ts';

type Ending = 'is renewed' | 'ends' | 'ends by notice';

export interface Renewal {
  /** The last day of a term, or of the contract. */
  readonly on: Day;
  readonly what: Ending;
}

const ended = ({ notice, renews, endOn }: Contract): Renewal | undefined => {
  if (notice) return { on: notice.effectiveOn, what: 'ends by notice' };
  return renews ? undefined : { on: endOn, what: 'ends' };
};

/**
 * What becomes of a contract in these days: each term that ends, unless the contract did before. CUS-9
 *
 * Example: a year from 2026-01-01 that renews, asked for 2026 and 2027 → 2026-12-31 and 2027-12-31, renewed.
 */
export const renewalsIn = (contract: Contract, { first, last }: Range): readonly Renewal[] => {
  const end = ended(contract);
  const found: Renewal[] = [];
  for (let renewals = 0; contract.renews; renewals++) {
    const on = renewals === 0 ? contract.endOn : endAfter(contract, renewals);
    if (on > last || (end && on >= end.on)) break;
    if (on >= first) found.push({ on, what: 'is renewed' });
  }
  return end && end.on >= first && end.on <= last ? [...found, end] : found;
};

interface Coming extends Renewal {
  readonly contract: Contract;
  readonly customer: string;
}

const coming = async ({ tx }: Reading, range: Range): Promise<readonly Coming[]> =>
  (await allContracts(tx))
    .flatMap(({ contract, customer }) => renewalsIn(contract, range).map((each) => ({ ...each, contract, customer })))
    .sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1));

const rowOf = ({ on, what, contract, customer }: Coming): ReportRow => ({
  on,
  customer,
  contract: contract.number,
  what,
  term: what === 'is renewed' ? contract.termMonths : undefined,
  parties: contract.parties ?? undefined,
});

/** CUS-8: which contracts are renewed or end in the next months. */
export const renewalsReport: Report = {
  word: 'renewals',
  title: 'Upcoming renewals',
  help: 'which contracts are renewed or end, and when',
  readers: contractKeepers,
  range: 'ahead',
  fields: [
    { key: 'on', name: 'On', kind: 'day' },
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'contract', name: 'Contract', kind: 'text' },
    { key: 'what', name: 'What happens', kind: 'text' },
    { key: 'term', name: 'For months', kind: 'count' },
    { key: 'parties', name: 'Parties and programs', kind: 'text', isExtra: true },
  ],
  overview: async (reading, range) => ({
    tables: [
      {
        caption: 'Renewals and ends of contracts',
        columns: ['Customer', 'Contract', 'On', 'What happens'],
        rows: (await coming(reading, range)).map(({ on, what, contract, customer }) => [
          customer,
          contract.number,
          formatDay(on),
          what,
        ]),
      },
    ],
    charts: [],
  }),
  rows: (reading, range) => atOnce(coming(reading, range).then((all) => all.map(rowOf))),
};
