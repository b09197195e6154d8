import { option, plain, section } from '../../platform/block-kit/blocks.ts';
import { runKinds } from '../../platform/runs/index.ts';
import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import type { Deps } from '../../platform/work/work.ts';
import { type SetupPart, setupParts } from '../billing/setup/index.ts';
import { enterFile } from './actions/enter-file.ts';
import { mapFileButtons } from './actions/map-file.ts';
import { type EntriesFrom, entryKind } from './entry-run.ts';

export { startEntry } from './actions/enter-file.ts';
export { type CsvKind, csvKind } from './csv-file.ts';
export { type Entry, eachEntry, type RowProblem, repeatedIn } from './csv-rows.ts';
export { importFromShell } from './from-shell.ts';

const filesPart = ({ kinds }: EntriesFrom): SetupPart => ({
  order: 90,
  title: 'What exists already',
  read: async (reader) => {
    const held = await reader.roles();
    const mine = kinds.filter(({ roles }) => roles.some((role) => held.has(role)));
    if (mine.length === 0) return { missing: [], blocks: [], buttons: [] };
    const choose = section('It is entered from CSV files.', {
      type: 'static_select',
      action_id: 'entry.start',
      placeholder: plain('From a file', 150),
      options: mine.map(({ kind }) => option({ text: kind, value: kind })),
    });
    return { missing: [], blocks: [choose], buttons: [] };
  },
});

export interface EntriesOptions extends EntriesFrom {
  /** Has queued runs worked through in the background. */
  readonly wakeRuns: (deps: Deps) => void;
}

/** What exists already is entered from files, in Slack as from a shell. BIL-21 */
export const entriesSlice = ({ wakeRuns, ...from }: EntriesOptions): Slice => ({
  name: 'entries',
  interactions: [enterFile(from.kinds, wakeRuns), ...mapFileButtons(from, wakeRuns)],
  contributes: [contribute(runKinds, entryKind(from)), contribute(setupParts, filesPart(from))],
});
