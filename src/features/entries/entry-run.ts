import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { escapeMrkdwn, plural } from '../../core/text/text.ts';
import { type ButtonSpec, button, section } from '../../platform/block-kit/blocks.ts';
import { lineSections } from '../../platform/block-kit/lines.ts';
import { type RunKind, runKind } from '../../platform/runs/index.ts';
import type { Role } from '../../platform/work/roles.ts';
import { system, type Work } from '../../platform/work/work.ts';
import { type CsvKind, type CsvOutcome, timeout } from './csv-file.ts';
import { UnknownHeader } from './csv-rows.ts';
import { problemLine, wrongText } from './from-shell.ts';
import { mapFile, mappingSchema } from './mapping.ts';

/** How runs that enter a file are called. */
export const entryRun = 'entries.import';

export const entryParameters = z.object({
  kind: z.string(),
  fileName: z.string(),
  /** In Slack. */
  fileId: z.string(),
  /** Which of its columns is what, where they are called otherwise. */
  mapping: mappingSchema.optional(),
});
export type EntryParameters = z.infer<typeof entryParameters>;

export interface EntriesFrom {
  readonly kinds: readonly CsvKind[];
  /** A file that somebody gave Baton in Slack. */
  readonly openFile: (fileId: string) => Promise<{ readonly body: AsyncIterable<Uint8Array> }>;
}

/** Rows are wrong: all of it is rolled back, and each is told. BIL-21 */
class RowsRefused extends UserError {
  readonly outcome: CsvOutcome;

  constructor(outcome: CsvOutcome) {
    super(wrongText(outcome));
    this.outcome = outcome;
  }
}

/** What people keep in spreadsheets is far below it; bytes. */
const largest = 20_000_000;

export const bytesOf = async (body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    signal.throwIfAborted();
    size += part.length;
    if (size > largest) throw new UserError('The file is larger than 20 MB. Split it into several.');
    parts.push(part);
  }
  return Buffer.concat(parts, size);
};

export const kindNamed = (kinds: readonly CsvKind[], name: string | undefined): CsvKind => {
  const kind = kinds.find((each) => each.kind === name);
  if (!kind) throw new UserError('Choose what the file holds.');
  return kind;
};

/** Whoever may enter one kind or another; each kind is asked for again when it is written. */
export const entryRoles = (kinds: readonly CsvKind[]): readonly Role[] => [
  ...new Set(kinds.flatMap(({ roles }) => roles)),
];

/** The outcome, to whoever gave the file; a run is shown by itself only where it takes long or was a preview. */
const tellGiver = (
  work: Work,
  startedBy: string,
  text: string,
  { lines = [], offered }: { readonly lines?: readonly string[]; readonly offered?: ButtonSpec | undefined } = {},
): void => {
  if (startedBy === system.userId) return;
  const blocks = [
    section(escapeMrkdwn(text), offered && button(offered)),
    ...lineSections(lines.map(escapeMrkdwn), 40),
  ];
  work.post({ to: { user: startedBy }, content: { text: escapeMrkdwn(text), blocks } });
};

/** A file of what exists already, entered whole or not at all: its one chunk is the file. BIL-21 */
export const entryKind = ({ kinds, openFile }: EntriesFrom): RunKind =>
  runKind<EntryParameters>({
    name: entryRun,
    parameters: entryParameters,
    title: ({ kind, fileName }) => `Entry of ${kind} from ${fileName}`,
    roles: entryRoles(kinds),
    doing: 'enter what exists from a file',
    channel: 'accounting',
    timeout,
    chunk: async (work, { parameters: { kind, fileName, fileId, mapping }, signal }) => {
      const given = await bytesOf((await openFile(fileId)).body, signal);
      const { write, mappable } = kindNamed(kinds, kind);
      const bytes = mapping && mappable ? mapFile(given, mappable, mapping) : given;
      const outcome = await write(work, { name: fileName, bytes });
      if (outcome.problems.length > 0) throw new RowsRefused(outcome);
      const told = `${plural(outcome.rows, 'row')} of ${kind}.`;
      tellGiver(work, work.by.id, `Entered from ${fileName}: ${told}`);
      return { counts: { rows: outcome.rows }, told: [told] };
    },
    failed: async (work, { runId, parameters: { kind, fileName }, startedBy }, problem, error) => {
      // Every row that is wrong, with its reason.
      const lines = error instanceof RowsRefused ? error.outcome.problems.map(problemLine) : [];
      const mayMap = error instanceof UnknownHeader && kinds.find((each) => each.kind === kind)?.mappable !== undefined;
      const offered = mayMap ? { text: 'Map its columns', action: 'entry.map', value: runId } : undefined;
      tellGiver(work, startedBy, `${fileName}: ${problem}`, { lines, offered });
    },
  });
