import { groupBy } from '../../../core/group.ts';
import { countOf, type Range, type Reading, type Report, type ReportRow } from '../../reports/index.ts';
import { type Turn, turnsIn } from './desks-store.ts';

async function* rows({ tx, timeZone }: Reading, range: Range): AsyncGenerator<readonly ReportRow[]> {
  for await (const batch of turnsIn(tx, range, timeZone))
    yield batch.map(({ project, isReturned, wasLate, reason, ...turn }) => ({
      project: `P-${project}`,
      customer: turn.customer,
      playbook: turn.playbook,
      stage: turn.stage,
      opened: turn.openedOn,
      decided: turn.decidedOn,
      days: turn.days,
      how: isReturned ? 'returned' : 'handed on',
      late: wasLate ? 'late' : undefined,
      reason: reason ?? undefined,
    }));
}

const allTurns = async ({ tx, timeZone }: Reading, range: Range): Promise<readonly Turn[]> => {
  const all: Turn[] = [];
  for await (const batch of turnsIn(tx, range, timeZone)) all.push(...batch);
  return all;
};

const daysText = (days: number) => ({ text: days.toFixed(1), value: days });

interface Desk {
  readonly stage: string;
  readonly turns: readonly Turn[];
  readonly average: number;
  readonly longest: number;
}

/** In the order of the most days. */
const desksOf = (turns: readonly Turn[]): readonly Desk[] =>
  [...groupBy(turns, ({ stage }) => stage)]
    .map(([stage, own]) => ({
      stage,
      turns: own,
      average: own.reduce((sum, { days }) => sum + days, 0) / own.length,
      longest: Math.max(...own.map(({ days }) => days)),
    }))
    .sort((a, b) => b.average - a.average);

const returnsOf = (turns: readonly Turn[]) =>
  [
    ...groupBy(
      turns.filter(({ isReturned }) => isReturned),
      ({ stage, reason }) => `${stage}\n${reason ?? ''}`,
    ),
  ].map(([key, own]) => {
    const [stage = '', ...reason] = key.split('\n');
    return [stage, reason.join(' ') || 'no reason', countOf(own.length)];
  });

/** CUS-8, ONB-20: how long folders lay on each desk, and why they were returned. */
export const desksReport: Report = {
  word: 'desks',
  title: 'Days per desk',
  help: 'how long folders lay on each desk, and why they were returned',
  range: 'past',
  fields: [
    { key: 'project', name: 'Project', kind: 'text' },
    { key: 'customer', name: 'Customer', kind: 'text' },
    { key: 'playbook', name: 'Playbook', kind: 'text', isExtra: true },
    { key: 'stage', name: 'Desk', kind: 'text' },
    { key: 'opened', name: 'Since', kind: 'day' },
    { key: 'decided', name: 'Until', kind: 'day' },
    { key: 'days', name: 'Days', kind: 'count' },
    { key: 'how', name: 'How it left', kind: 'text' },
    { key: 'late', name: 'Late', kind: 'text' },
    { key: 'reason', name: 'Reason', kind: 'text', isExtra: true },
  ],
  overview: async (reading, range) => {
    const turns = await allTurns(reading, range);
    const desks = desksOf(turns);
    return {
      tables: [
        {
          caption: 'Days per desk',
          columns: ['Desk', 'Folders', 'Days on average', 'Longest', 'Late', 'Returned'],
          rows: desks.map(({ stage, turns: own, average, longest }) => [
            stage,
            countOf(own.length),
            daysText(average),
            daysText(longest),
            countOf(own.filter(({ wasLate }) => wasLate).length),
            countOf(own.filter(({ isReturned }) => isReturned).length),
          ]),
        },
        { caption: 'Returns by reason', columns: ['Desk', 'Reason', 'Times'], rows: returnsOf(turns) },
      ],
      charts: [
        {
          title: 'Days on average per desk',
          unit: 'Days',
          categories: desks.map(({ stage }) => stage),
          series: [{ name: 'Days', values: desks.map(({ average }) => Math.round(average * 10) / 10) }],
        },
      ],
    };
  },
  rows,
};
