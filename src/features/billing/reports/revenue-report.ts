import { money } from '../../../core/money/money.ts';
import { atOnce, moneyReaders, type Range, type Reading, type Report, type ReportRow } from '../../reports/index.ts';
import { type Earned, kindName, netOf, revenueCharts, revenueTable } from './revenue.ts';
import { earnedIn } from './revenue-store.ts';

const earned = ({ tx, timeZone }: Reading, range: Range): Promise<readonly Earned[]> => earnedIn(tx, range, timeZone);

const rowOf = (each: Earned): ReportRow => ({
  service: each.service,
  kind: kindName(each),
  invoiced: money(each.invoiced, each.currency),
  credited: money(each.credited, each.currency),
  revenue: money(netOf(each), each.currency),
  currency: each.currency,
});

/** CUS-8: what was invoiced for each plan and charge in these days, less what was credited and voided in them, before tax. */
export const revenueReport: Report = {
  word: 'revenue',
  title: 'Revenue by plan',
  help: 'what each plan and charge earned, before tax',
  readers: moneyReaders,
  range: 'past',
  fields: [
    { key: 'service', name: 'Service', kind: 'text' },
    { key: 'kind', name: 'Kind', kind: 'text' },
    { key: 'invoiced', name: 'Invoiced', kind: 'money' },
    { key: 'credited', name: 'Credited', kind: 'money' },
    { key: 'revenue', name: 'Revenue', kind: 'money' },
    { key: 'currency', name: 'Currency', kind: 'text' },
  ],
  overview: async (reading, range) => {
    const all = await earned(reading, range);
    return { tables: [revenueTable(all)], charts: revenueCharts(all) };
  },
  rows: (reading, range) => atOnce(earned(reading, range).then((all) => all.map(rowOf))),
};
