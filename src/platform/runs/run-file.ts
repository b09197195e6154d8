/** The file that a run works through: kept before anything is done with it, and let go when nobody needs it any more. */
import { setImmediate } from 'node:timers/promises';
import type { Subject } from '../../core/subject.ts';
import type { Tx } from '../db/open.ts';
import { isNeeded, keepFile, letGo, ownersOfFilesWith, readBeside } from '../files/kept-files.ts';
import type { Job } from '../jobs/job.ts';
import { retentionPolicy } from '../jobs/retention.ts';
import type { Deps, Work } from '../work/work.ts';
import { lastDoneWith, runsWithOldFiles } from './file-store.ts';
import type { Chunk, RunFile, RunKind } from './run-kind.ts';
import { type Claimed, noteFile, type Run } from './store.ts';

const ownerOf = (runId: string): Subject => ({ type: 'run', id: runId });

/** Whether its bytes are there still. */
export const isFileKept = async (tx: Tx, { id, fileHash }: Run): Promise<boolean> =>
  fileHash !== null && (await isNeeded(tx, ownerOf(id), fileHash));

/** Nobody will work through it (again). */
export const letFileGo = (tx: Tx, runId: string): Promise<void> => letGo(tx, ownerOf(runId));

/** ALL-7: the runs whose files name a person. Every kept file is read for it, outside of any transaction. */
export const runsWithFilesNaming = ({ db }: Pick<Deps, 'db'>, values: readonly string[]): Promise<readonly Subject[]> =>
  ownersOfFilesWith(db.prisma, 'run', values);

/** ALL-7: the files of these runs are kept no more; which files they were stays known. */
export const eraseRunFiles = (tx: Tx, runs: readonly Subject[]): Promise<void> => letGo(tx, ...runs);

async function* wanted(source: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    signal.throwIfAborted();
    yield bytes;
  }
}

/** Reads the file where it comes from, and keeps it. @returns the run as it is now; undefined when it is this process's no more, or is to stop */
export const keepRunFile = async (
  work: Work,
  { file }: RunKind,
  run: Claimed,
  signal: AbortSignal,
): Promise<Claimed | undefined> => {
  if (!file) return run;
  await letGo(work.tx, ownerOf(run.id));
  const { hash, size } = await keepFile(
    work.tx,
    ownerOf(run.id),
    wanted(file.open(run.parameters, work), signal),
    work.now,
  );
  const kept = { fileHash: hash, fileSize: BigInt(size) };
  return (await noteFile(work.tx, run, kept)) ? { ...run, ...kept, tries: 0 } : undefined;
};

/** What a chunk gets of it. What is only tried out from a shell keeps nothing, and reads where the file comes from. */
export const fileFor = async (
  { db }: Deps,
  work: Work,
  { name, file }: RunKind,
  run: { readonly runId: string; readonly parameters: unknown; readonly fileHash: string | null },
): Promise<Pick<Chunk<unknown>, 'file'>> => {
  if (!file) return {};
  const { runId, fileHash } = run;
  if (fileHash === null) return { file: { lastDoneAt: undefined, read: () => file.open(run.parameters, work) } };
  const found: RunFile = {
    lastDoneAt: await lastDoneWith(work.tx, name, fileHash, runId),
    read: await readBeside(db, work.tx, fileHash),
  };
  return { file: found };
};

const atOnce = 20;

/** Which files were worked through stays known; their bytes go after so many days. */
export const filesJob: Job = {
  name: 'runs.files',
  schedule: { everyMinutes: 60 },
  missed: 'latest',
  run: async ({ db, clock, policy }) => {
    const { fileDays } = await policy(retentionPolicy);
    const before = new Date(clock.now().getTime() - fileDays * 86_400_000);
    for (let gone = atOnce; gone >= atOnce; await setImmediate())
      gone = await db.tx(async (tx) => {
        const old = await runsWithOldFiles(tx, before, atOnce);
        await letGo(tx, ...old.map(ownerOf));
        return old.length;
      });
  },
};
