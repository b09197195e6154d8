import type { z } from 'zod';
import { NotFound } from '../../core/errors.ts';
import type { Table } from '../block-kit/table.ts';
import { type Contributions, point } from '../work/contributions.ts';
import type { Role } from '../work/roles.ts';
import type { Deps, Work } from '../work/work.ts';

/** How many of what: `{ rows: 1200, opened: 3 }`. The words are read by people. */
export type Counts = Readonly<Record<string, number>>;

/** What is asked of a kind of run: its next chunk, in a transaction of its own. */
export interface Chunk<P> {
  readonly runId: string;
  readonly parameters: P;
  /** What the chunk before left; undefined for the first. */
  readonly cursor: unknown;
  /** Nobody wants the run any more: what this chunk did is rolled back. A long one asks now and then. */
  readonly signal: AbortSignal;
  /** Says how far a long chunk is. */
  readonly progress: (counts: Counts) => void;
  /** Of kinds that work through one. */
  readonly file?: RunFile;
}

/** The file of a run: the very same bytes for its preview, its chunks, and whoever tries again. */
export interface RunFile {
  /** When the latest other run of this kind that finished had these very bytes. */
  readonly lastDoneAt: Date | undefined;
  /** From its beginning, as often as it is asked, also within a COPY. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** Where a run's file comes from. */
export interface FileSource<P> {
  readonly name: (parameters: P) => string;
  /** Once, before anything else is done: what is read is kept, and nobody is asked for it again. */
  readonly open: (parameters: P, work: Pick<Work, 'tx' | 'policy'>) => AsyncIterable<Uint8Array>;
}

export interface ChunkDone {
  /** Where the next chunk begins; without it the run has finished. */
  readonly cursor?: object;
  /** What this chunk did; the run adds it up. */
  readonly counts: Counts;
  /** What it left aside: the name of each within the run, and the reason for people. */
  readonly parked?: readonly { readonly item: string; readonly reason: string }[];
  /** Sentences that a preview, or the end, has to say besides the counts. */
  readonly told?: readonly string[];
  /** What of it is to be compared; the last chunk that has some says it for all. */
  readonly tables?: readonly Table[];
}

/** A run that ends without having finished. */
export interface Ending<P> {
  readonly runId: string;
  readonly parameters: P;
  readonly startedBy: string;
}

export interface RunDefinition<P> {
  /** `noun.verb`. */
  readonly name: string;
  readonly parameters: z.ZodType<P>;
  /** What people call it: `Import of march.csv`. Not escaped. */
  readonly title: (parameters: P) => string;
  /** Who may start it, and stop it, and whose channel shows it. */
  readonly roles: readonly Role[];
  /** Completes "Accounting can …". */
  readonly doing: string;
  readonly channel: Role;
  /** The file that it works through. */
  readonly file?: FileSource<P>;
  /** How long a chunk may take, in milliseconds, where that is more than usual. */
  readonly timeout?: number;
  /**
   * What a chunk needs made beforehand, apart from its transaction, so that nothing is held meanwhile: whoever takes the run over
   * does it again. `item`: only for the one that is tried again.
   */
  readonly prepare?: (
    deps: Deps,
    chunk: Pick<Chunk<P>, 'parameters' | 'cursor'> & { readonly item?: string },
  ) => Promise<void>;
  /** One chunk: state, audit and effects, committed together. Called again with the same cursor when that failed. */
  readonly chunk: (work: Work, chunk: Chunk<P>) => Promise<ChunkDone>;
  /** What a preview does in place of `chunk`, where that would hold others up: it reads, and tells what the chunk would do. */
  readonly preview?: (work: Work, chunk: Chunk<P>) => Promise<ChunkDone>;
  /** One parked item again. @throws UserError with why it is parked still */
  readonly retryItem?: (work: Work, run: Ending<P>, item: string) => Promise<void>;
  /** What else its failing for good means. `error` is what refused it, if something did. */
  readonly failed?: (work: Work, run: Ending<P>, problem: string, error: unknown) => Promise<void>;
  readonly cancelled?: (work: Work, run: Ending<P>) => Promise<void>;
  /** What follows once it has finished; a crash may lose that, so that something else finds it too. */
  readonly afterwards?: (deps: Deps) => Promise<void>;
}

/** Bulk work that a slice contributes; it is found by its name, since rows name it. */
export type RunKind = RunDefinition<unknown>;

/** Reads the stored parameters before the definition sees them. */
export const runKind = <P>(definition: RunDefinition<P>): RunKind => {
  const typed = <T extends { readonly parameters: unknown }>(run: T): Omit<T, 'parameters'> & { parameters: P } => ({
    ...run,
    parameters: definition.parameters.parse(run.parameters),
  });
  const { file, prepare, preview, retryItem, failed, cancelled } = definition;
  return {
    ...definition,
    title: (parameters) => definition.title(definition.parameters.parse(parameters)),
    chunk: (work, chunk) => definition.chunk(work, typed(chunk)),
    ...(file
      ? {
          file: {
            name: (given: unknown) => file.name(definition.parameters.parse(given)),
            open: (given: unknown, work: Work) => file.open(definition.parameters.parse(given), work),
          },
        }
      : {}),
    ...(prepare ? { prepare: (deps, chunk) => prepare(deps, typed(chunk)) } : {}),
    ...(preview ? { preview: (work, chunk) => preview(work, typed(chunk)) } : {}),
    ...(retryItem ? { retryItem: (work, run, item) => retryItem(work, typed(run), item) } : {}),
    ...(failed ? { failed: (work, run, problem, error) => failed(work, typed(run), problem, error) } : {}),
    ...(cancelled ? { cancelled: (work, run) => cancelled(work, typed(run)) } : {}),
  } as RunKind;
};

/** Where slices contribute their kinds of runs. */
export const runKinds = point<RunKind>('run.kinds');

/** @throws NotFound when no slice contributes it (any more) */
export const kindOf = (of: { readonly contributions: Contributions }, name: string): RunKind => {
  const found = of.contributions.to(runKinds).find((kind) => kind.name === name);
  if (!found) throw new NotFound('run', 'This version of Baton does not know such runs.');
  return found;
};
