import { GatewayError, NotAllowed, NotFound, UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type By, type Deps, type NewPost, system } from '../work/work.ts';
import { fileFor, isFileKept, keepRunFile, letFileGo } from './run-file.ts';
import { type Chunk, type ChunkDone, type Counts, type Ending, kindOf, type RunKind, runKinds } from './run-kind.ts';
import { saidLines } from './run-views.ts';
import {
  advance,
  type Claimed,
  claimRun,
  endClaimed,
  isAnyWaiting,
  keepLease,
  markSession,
  park,
  putBack,
  type Run,
  runById,
} from './store.ts';
import { auditRun, showRun } from './tell.ts';

/** A chunk that fails so often is not tried again by itself. */
const mostTries = 5;
const fault = 'It broke off because of a fault in Baton or in Slack; the log says which. Try again later.';
/** Milliseconds between two signs of life; a lease holds for several. */
const pulse = 5_000;

/** The run is somebody else's by now, or is to stop: what was done of this chunk is void. */
class Void extends Error {
  override readonly name = 'Void';
}

/** What trying again would not change. */
const isRefusal = (error: unknown): error is UserError | NotAllowed | NotFound | GatewayError =>
  error instanceof UserError ||
  error instanceof NotAllowed ||
  error instanceof NotFound ||
  (error instanceof GatewayError && !error.retryable);

export const endingOf = ({ id, parameters, startedBy }: Run): Ending<unknown> => ({
  runId: id,
  parameters,
  startedBy,
});

const added = (one: Counts, other: Counts): Counts => {
  const sum: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

const byOf = (run: Run): By => ({ userId: run.startedBy });
const optionsOf = (kind: RunKind) => (kind.timeout === undefined ? {} : { timeout: kind.timeout });

/** Gives signs of life until the work is done. The embedded engine has one connection, on which the work is. */
const whileAlive = async <T>(
  deps: Deps,
  kind: RunKind,
  run: Claimed,
  body: (life: Pick<Chunk<unknown>, 'signal' | 'progress'>) => Promise<T>,
): Promise<T> => {
  const ended = new AbortController();
  let counts: Counts | undefined;
  const beat = async (): Promise<void> => {
    const heard = await keepLease(deps.db, run, counts);
    if (!heard || heard.cancelled) ended.abort(new Void());
    else if (heard.isShown && counts) {
      counts = undefined;
      await deps.transact(system, async (work) => showRun(work, kind, run.id));
    }
  };
  const timer =
    deps.db.engine === 'postgres' ? setInterval(() => void beat().catch(() => undefined), pulse) : undefined;
  try {
    return await body({
      signal: ended.signal,
      progress: (told) => {
        counts = told;
      },
    });
  } finally {
    clearInterval(timer);
  }
};

/** Its file is kept first, in a transaction of its own: whoever takes over, tries again or confirms a preview reads the same bytes. */
const keepFirst = (deps: Deps, kind: RunKind, run: Claimed): Promise<Claimed> =>
  whileAlive(deps, kind, run, ({ signal }) =>
    deps.transact(
      byOf(run),
      async (work) => {
        work.require(kind.roles, kind.doing);
        await markSession(work.tx, run.id);
        const kept = await keepRunFile(work, kind, run, signal);
        if (!kept) throw new Void();
        return kept;
      },
      optionsOf(kind),
    ),
  );

/** One chunk with all that it means, or nothing of it. @returns the run as it is now */
const workChunk = (deps: Deps, kind: RunKind, run: Claimed): Promise<Claimed> =>
  whileAlive(deps, kind, run, async (life) => {
    await kind.prepare?.(deps, { parameters: run.parameters, cursor: run.cursor });
    return deps.transact(
      byOf(run),
      async (work) => {
        work.require(kind.roles, kind.doing);
        await markSession(work.tx, run.id);
        const { id: runId, parameters, cursor } = run;
        const file = await fileFor(deps, work, kind, { runId, parameters, fileHash: run.fileHash });
        const done = await kind.chunk(work, { runId, parameters, cursor, ...life, ...file });
        const counts = added(run.counts, done.counts);
        const state = done.cursor === undefined ? 'done' : 'running';
        await park(work.tx, run.id, done.parked ?? [], work.now);
        const { cursor: next, told, tables } = done;
        const advanced = await advance(work.tx, run, { state, counts, cursor: next, told, tables, at: work.now });
        if (!advanced) throw new Void();
        if (state === 'done')
          auditRun(work, run, 'finished', { ...counts, ...(run.fileHash === null ? {} : { sha256: run.fileHash }) });
        if (advanced.isShown) showRun(work, kind, run.id);
        return { ...run, state, counts, cursor: next, tries: 0, isShown: advanced.isShown };
      },
      optionsOf(kind),
    );
  });

/**
 * All chunks in one transaction that is rolled back: the same code as the run, and nothing of it stays.
 * @returns what it would do, and say
 */
export const rehearse = async (
  deps: Deps,
  kind: RunKind,
  by: By,
  run: Ending<unknown> & { readonly fileHash: string | null },
  life: Pick<Chunk<unknown>, 'signal' | 'progress'> = { signal: new AbortController().signal, progress: () => {} },
): Promise<Required<Pick<ChunkDone, 'counts' | 'told' | 'tables'>>> => {
  let said: readonly NewPost[] = [];
  const done = await deps.transact(
    by,
    async (work) => {
      work.require(kind.roles, kind.doing);
      await markSession(work.tx, run.runId);
      const file = await fileFor(deps, work, kind, run);
      let counts: Counts = {};
      const told: string[] = [];
      let tables: ChunkDone['tables'];
      let cursor: object | undefined;
      do {
        const part = await (kind.preview ?? kind.chunk)(work, {
          runId: run.runId,
          parameters: run.parameters,
          cursor,
          ...life,
          ...file,
        });
        counts = added(counts, part.counts);
        told.push(...(part.told ?? []), ...(part.parked ?? []).map(({ item, reason }) => `${item}: ${reason}`));
        tables = part.tables ?? tables;
        cursor = part.cursor;
      } while (cursor !== undefined);
      return { counts, told, tables: tables ?? [] };
    },
    {
      ...optionsOf(kind),
      rehearsed: (posts) => {
        said = posts;
      },
    },
  );
  return { ...done, told: [...done.told, ...saidLines(said, deps.roleName)] };
};

const preview = (deps: Deps, kind: RunKind, run: Claimed): Promise<Claimed> =>
  whileAlive(deps, kind, run, async (life) => {
    const { counts, told, tables } = await rehearse(
      deps,
      kind,
      byOf(run),
      { ...endingOf(run), fileHash: run.fileHash },
      life,
    );
    return deps.transact(system, async (work) => {
      if (!(await advance(work.tx, run, { state: 'previewed', counts, told, tables, at: work.now }))) throw new Void();
      auditRun(work, run, 'previewed', { ...counts });
      showRun(work, kind, run.id);
      return { ...run, state: 'previewed' as const };
    });
  });

/** Ends for good what this process still has. */
const end = (
  deps: Deps,
  kind: RunKind,
  run: Claimed,
  state: 'failed' | 'cancelled',
  problem?: string,
  error?: unknown,
): Promise<void> =>
  deps.transact(system, async (work) => {
    const ended = { state, at: work.now, ...(problem === undefined ? {} : { problem }) };
    const left = await endClaimed(work.tx, run, ended);
    if (!left) return;
    // After a fault somebody may try again, with the same bytes.
    if (state === 'cancelled' || isRefusal(error)) await letFileGo(work.tx, run.id);
    if (state === 'cancelled') await kind.cancelled?.(work, endingOf(run));
    else {
      auditRun(work, run, 'failed', { ...run.counts }, problem);
      await kind.failed?.(work, endingOf(run), problem ?? '', error);
    }
    if (left.isShown) showRun(work, kind, run.id);
  });

const workOn = async (deps: Deps, kind: RunKind, claimed: Claimed): Promise<void> => {
  let run = claimed;
  try {
    if (run.cancelledBy !== null) return await end(deps, kind, run, 'cancelled');
    if (run.tries > mostTries) return await end(deps, kind, run, 'failed', fault);
    if (kind.file && !(await isFileKept(deps.db.prisma, run))) run = await keepFirst(deps, kind, run);
    while (run.state === 'running') run = await (run.isPreview ? preview : workChunk)(deps, kind, run);
  } catch (error) {
    if ((await runById(deps.db.prisma, run.id))?.cancelledBy) return end(deps, kind, run, 'cancelled');
    if (error instanceof Void) return;
    if (isRefusal(error)) return end(deps, kind, run, 'failed', error.message, error);
    deps.log.error({ err: error, run: run.id, kind: run.kind, tries: run.tries }, 'a run broke off');
    if (run.tries < mostTries) return putBack(deps.db, run, Math.max(1, run.tries));
    return end(deps, kind, run, 'failed', fault, error);
  }
  if (run.state === 'done') await kind.afterwards?.(deps);
};

const knownTo = (deps: Deps): readonly string[] => deps.contributions.to(runKinds).map((kind) => kind.name);

/** Whether there is something to work through. */
export const isRunWaiting = (deps: Deps): Promise<boolean> => isAnyWaiting(deps.db, knownTo(deps));

/** Works through what waits; any number of processes may. What breaks off is taken over when its lease ends. @returns how many */
export const workThroughRuns = async (deps: Deps): Promise<number> => {
  for (let done = 0; ; done++) {
    const claimed = await claimRun(deps.db, newId(), knownTo(deps));
    if (!claimed) return done;
    await workOn(deps, kindOf(deps, claimed.kind), claimed);
  }
};

/** The run that was started just now, in this process. @returns it as it ended, or waits to be tried again */
export const workHere = async (deps: Deps, kind: RunKind, id: string): Promise<Run | undefined> => {
  const claimed = await claimRun(deps.db, newId(), [kind.name], id);
  if (claimed) await workOn(deps, kind, claimed);
  return runById(deps.db.prisma, id);
};
