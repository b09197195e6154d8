import type { KnownBlock } from '@slack/types';
import { clip, clipMrkdwn, escapeMrkdwn, inWords, plural } from '../../core/text/text.ts';
import { type ButtonSpec, button, buttons, context, section } from '../block-kit/blocks.ts';
import { lineSections } from '../block-kit/lines.ts';
import { moment, person } from '../block-kit/mentions.ts';
import { tables, tableText } from '../block-kit/table.ts';
import { type Door, openButton } from '../slice/door.ts';
import type { WindowHead } from '../slice/slice.ts';
import type { SlotContent } from '../work/content.ts';
import type { Role } from '../work/roles.ts';
import type { NewPost } from '../work/work.ts';
import type { Counts, RunKind } from './run-kind.ts';
import type { Parked, Run, RunState } from './store.ts';

/** The way into its window. WRK-1 */
export const runDoor: Door = { subject: 'run', opens: 'run.open', button: 'Open run' };

/** So many parked items are listed; they leave the list when they are done. */
export const mostListed = 10;

const countText = (counts: Counts): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count.toLocaleString('en-US')} ${inWords(name).toLowerCase()}`)
    .join(', ');

const marks: Readonly<Record<RunState, string>> = {
  queued: ':hourglass:',
  running: ':hourglass_flowing_sand:',
  previewed: ':mag:',
  done: ':white_check_mark:',
  failed: ':no_entry:',
  cancelled: ':octagonal_sign:',
};

const stateText = (run: Run): string => {
  const so = countText(run.progress ?? run.counts);
  if (run.state === 'queued') return 'waits for its turn';
  if (run.state === 'previewed') return 'preview; nothing is stored yet';
  if (run.state === 'done') return 'done';
  if (run.state === 'failed') return `failed: ${escapeMrkdwn(clip(run.problem ?? '', 1000))}`;
  if (run.state === 'cancelled')
    return `cancelled${run.cancelledBy === null ? '' : ` by ${person(run.cancelledBy)}`}; ${so ? `what was done until then stays: ${so}` : 'nothing of it was stored'}`;
  if (run.cancelledBy !== null) return `is being stopped (${person(run.cancelledBy)})`;
  return so ? `under way: ${so} so far` : 'under way';
};

/** What may be done about it now. */
export const runButtons = ({ id, state, cancelledBy }: Run): readonly ButtonSpec[] => [
  ...(state === 'previewed' ? [{ text: 'Confirm', action: 'run.confirm', value: id, style: 'primary' as const }] : []),
  ...(state === 'previewed' || state === 'queued' || (state === 'running' && cancelledBy === null)
    ? [{ text: 'Cancel', action: 'run.cancel', value: id }]
    : []),
  ...(state === 'failed' ? [{ text: 'Retry', action: 'run.retry', value: id }] : []),
];

/** How far a run is, what it says, and what it left aside. */
export const runBlocks = (
  run: Run,
  title: string,
  parked: readonly Parked[],
  parkedCount: number,
  mayRetry = true,
): KnownBlock[] => {
  const isTold = run.state === 'previewed' || run.state === 'done';
  const told = isTold ? [countText(run.counts), ...run.told] : [];
  return [
    section(heading(run, title)),
    ...lineSections(told.filter(Boolean).map((line) => clipMrkdwn(escapeMrkdwn(line), 500))),
    ...tables(isTold ? run.tables : []),
    ...(parkedCount > 0 ? [section(`*${plural(parkedCount, 'item')} left aside*`)] : []),
    ...parked
      .slice(0, mostListed)
      .map(({ item, reason }) =>
        section(
          `${escapeMrkdwn(clip(item, 100))}: ${escapeMrkdwn(clip(reason, 500))}`,
          mayRetry ? button({ text: 'Retry', action: 'run.retry_item', value: `${run.id}:${item}` }) : undefined,
        ),
      ),
  ];
};

const heading = (run: Run, title: string): string =>
  `${marks[run.state]} *${escapeMrkdwn(clip(title, 200))}*: ${stateText(run)}`;

/** A run as of now, and what may be done about it. */
export const runMessage = (run: Run, title: string, parked: readonly Parked[], parkedCount: number): SlotContent => {
  const offered = runButtons(run);
  return {
    text: [
      clipMrkdwn(heading(run, title), 300),
      ...run.tables.map((table) => escapeMrkdwn(tableText(table, 1_000))),
    ].join(' '),
    blocks: [
      ...runBlocks(run, title, parked, parkedCount),
      buttons(`run:${run.id}`, [...offered, openButton(runDoor, run.id)]),
    ],
    open: offered.length > 0 || parkedCount > 0,
  };
};

/** Example: `72.4 MB`, `512 bytes`. */
const sizeText = (bytes: bigint): string =>
  bytes < 100_000n ? plural(bytes, 'byte') : `${(Number(bytes) / 1e6).toFixed(1)} MB`;

/** So much of a SHA-256 is compared by eye. */
const shownDigits = 12;

/** Which file it was exactly: `shasum -a 256` of one that lies elsewhere begins the same. */
const fileLine = (run: Run, { file }: Pick<RunKind, 'file'>, isKept: boolean): KnownBlock[] => {
  if (!file || run.fileHash === null || run.fileSize === null) return [];
  const name = escapeMrkdwn(clip(file.name(run.parameters), 100));
  const which = `File: ${name}, ${sizeText(run.fileSize)}, SHA-256 ${run.fileHash.slice(0, shownDigits)}…`;
  return [context(isKept ? which : `${which} Its bytes are not kept any more.`)];
};

/** The same in its window, with who started it. */
export const runHead = (
  run: Run,
  kind: Pick<RunKind, 'title' | 'roles' | 'file'>,
  left: {
    readonly parked: readonly Parked[];
    readonly count: number;
    readonly mayRetry: boolean;
    readonly isFileKept: boolean;
  },
): WindowHead => ({
  title: 'Run',
  blocks: [
    ...runBlocks(run, kind.title(run.parameters), left.parked, left.count, left.mayRetry),
    ...fileLine(run, kind, left.isFileKept),
    context(
      `Started by ${person(run.startedBy)}, ${moment(run.startedAt)}${run.endedAt ? `; ended ${moment(run.endedAt)}` : ''}`,
    ),
  ],
  buttons: [runButtons(run).map((spec) => ({ ...spec, roles: kind.roles }))],
});

/** To whom a preview would have something said, and how often; the first of it in words. */
export const saidLines = (posts: readonly NewPost[], roleName: (role: Role) => string): readonly string[] => {
  const placeOf = ({ to }: NewPost): string =>
    'thread' in to ? 'threads' : 'role' in to ? `${roleName(to.role)}’s channel` : 'user' in to ? 'people' : 'channels';
  const counts = new Map<string, number>();
  for (const post of posts) counts.set(placeOf(post), (counts.get(placeOf(post)) ?? 0) + 1);
  if (counts.size === 0) return [];
  const places = [...counts].map(([place, count]) => `${plural(count, 'message')} to ${place}`);
  return [`It would say: ${places.join(', ')}.`];
};
