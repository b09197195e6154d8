import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { z } from 'zod';
import { UserError } from '../../../core/errors.ts';
import { formatDay, todayIn } from '../../../core/time/calendar.ts';
import { type Chunk, type RunKind, runKind } from '../../../platform/runs/index.ts';
import { system, type Work } from '../../../platform/work/work.ts';
import { sweepCases } from '../cases/index.ts';
import { mergeReport } from './merge-report.ts';
import { type Reading, type ReportFormat, ReportRefused, type ReportRow } from './report.ts';
import { endImport, importRoles, mappingsOf } from './store.ts';
import { importLines, importRefusal } from './summary-views.ts';

/** How runs of imports are called. */
export const importRun = 'report.import';

/** Half a million rows take seconds; waiting for another report of the gateway, or for Slack, may take minutes. */
const longest = 15 * 60_000;

export const importParameters = z.object({
  gateway: z.string(),
  fileName: z.string(),
  /** In Slack. */
  fileId: z.string().optional(),
  /** On this machine, for an import from a shell. */
  path: z.string().optional(),
});
export type ImportParameters = z.infer<typeof importParameters>;

export interface ImportsFrom {
  /** The gateways' reports that can be imported. */
  readonly formats: readonly ReportFormat[];
  /** A file that somebody gave Baton in Slack. */
  readonly openFile: (fileId: string) => Promise<{ readonly body: AsyncIterable<Uint8Array> }>;
}

/** Opened when it is first read, so that a file that is not there fails the import and nothing else. */
export async function* contents(
  { openFile }: ImportsFrom,
  { fileId, path }: ImportParameters,
): AsyncGenerator<Uint8Array> {
  if (fileId !== undefined) return yield* (await openFile(fileId)).body;
  await access(path ?? '', constants.R_OK).catch(() => {
    throw new UserError(`The file ${path} cannot be read.`);
  });
  yield* createReadStream(path ?? '') as AsyncIterable<Uint8Array>;
}

/** The batches as they come; says how far they are, and stops when nobody wants them any more. */
async function* watched(
  batches: AsyncIterable<readonly ReportRow[]>,
  { signal, progress }: Pick<Chunk<unknown>, 'signal' | 'progress'>,
): AsyncGenerator<readonly ReportRow[]> {
  let rows = 0;
  for await (const batch of batches) {
    signal.throwIfAborted();
    rows += batch.length;
    progress({ rows });
    yield batch;
  }
}

/** It changes nothing of what an import does: a corrected mapping makes something else of the same bytes. COL-1 */
const importedBefore = ({ timeZone }: Work, at: Date | undefined): readonly string[] =>
  at === undefined ? [] : [`These are the very bytes of the report imported on ${formatDay(todayIn(timeZone, at))}.`];

/** A refused report is told to accounting and to whoever gave it; nothing else is kept of it. */
const refuse = async (
  work: Work,
  { runId, parameters: { fileName }, startedBy }: { runId: string; parameters: ImportParameters; startedBy: string },
  problem: string,
  error: unknown,
): Promise<void> => {
  const header = error instanceof ReportRefused ? [...error.header] : [];
  await endImport(work.tx, runId, { state: 'refused', problem, header, endedAt: work.now });
  work.audit({
    action: 'report.refused',
    subject: { type: 'import', id: runId },
    after: { file: fileName },
    reason: problem,
  });
  const content = importRefusal(fileName, problem, header.length > 0 ? runId : undefined);
  work.post({ to: { role: 'accounting' }, content });
  if (startedBy !== system.userId) work.post({ to: { user: startedBy }, content });
};

/**
 * The import of one report. Its one chunk is the file: all of it is read, and all that it means is written, in one transaction, so
 * that a bad line, a crash or Cancel leave nothing, and the next try begins anew, with the very same bytes. COL-1
 */
export const importKind = (from: ImportsFrom): RunKind =>
  runKind<ImportParameters>({
    name: importRun,
    parameters: importParameters,
    title: ({ fileName }) => `Import of ${fileName}`,
    roles: importRoles,
    doing: 'import reports',
    channel: 'accounting',
    timeout: longest,
    file: { name: ({ fileName }) => fileName, open: (asked) => contents(from, asked) },
    chunk: async (work, { runId, parameters: asked, file, ...life }) => {
      if (!file) throw new Error('an import has a file');
      const format = from.formats.find((each) => each.gateway === asked.gateway);
      if (!format) throw new ReportRefused(`Baton cannot read reports of ${asked.gateway} any more.`);
      const mappings = await mappingsOf(work.tx, format.gateway);
      const read = (told: Pick<Reading, 'note' | 'ignored'>) =>
        watched(format.read({ policy: work.policy, mappings, now: work.now, ...told }, file.read()), life);
      const { fileName, gateway } = asked;
      const notes = importedBefore(work, file.lastDoneAt);
      const imported = await mergeReport(work, { importId: runId, gateway, fileName, read, notes }, life.signal);
      await endImport(work.tx, runId, { ...imported.counts, state: 'done', endedAt: work.now });
      work.audit({
        action: 'report.imported',
        subject: { type: 'import', id: runId },
        // Not what was said of it: it may name people, and the log keeps everything.
        after: { file: fileName, ...imported.counts, changed: imported.changed },
      });
      return { counts: { ...imported.counts }, told: importLines(imported) };
    },
    failed: refuse,
    cancelled: async (work, { runId }) => {
      await endImport(work.tx, runId, { state: 'cancelled', endedAt: work.now });
    },
    // What its cases make due; the daily sweep finds it too.
    afterwards: async (deps) => void (await sweepCases(deps)),
  });
