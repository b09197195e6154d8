import { GatewayError, NotAllowed, NotFound, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { type By, type Deps, system, type Work } from '../../../platform/work/work.ts';
import { importRefusal } from '../cases/list-views.ts';
import { sweepCases } from '../cases/sweep.ts';
import { type Claimed, claimImport, endImport, type Imported, lockRun, releaseImport } from './import-store.ts';
import { mergeReport } from './merge-report.ts';
import { importRoles } from './queue-import.ts';
import { type ReportFormat, ReportRefused } from './report.ts';

/** Half a million rows take seconds; waiting for another report of the gateway, or for Slack, may take minutes. */
const longest = 15 * 60_000;
const maxRuns = 5;

export interface Run {
  readonly importId: string;
  readonly run: string;
  readonly fileName: string;
  readonly by: By;
}

/** Another replica has taken the import over: this run's work is void. */
class Superseded extends Error {
  override readonly name = 'Superseded';
}

const locked = async (work: Work, { importId, run }: Run): Promise<void> => {
  if (!(await lockRun(work.tx, importId, run))) throw new Superseded();
};

/**
 * Imports one report in one transaction, reading the file meanwhile: a crash anywhere leaves nothing, and the run may begin
 * anew. COL-1
 * @param open opens the file from its beginning; it may be read more than once
 * @throws ReportRefused, with nothing stored
 */
export const importReport = (
  deps: Deps,
  format: ReportFormat,
  run: Run,
  open: () => AsyncIterable<Uint8Array>,
): Promise<Imported> =>
  deps.transact(
    run.by,
    async (work) => {
      work.require(importRoles, 'import reports');
      await locked(work, run);
      const imported = await mergeReport(work, {
        importId: run.importId,
        gateway: format.gateway,
        fileName: run.fileName,
        read: (told) => format.read({ policy: work.policy, now: work.now, ...told }, open()),
      });
      await endImport(work.tx, run.importId, { ...imported.counts, state: 'done', endedAt: work.now });
      work.audit({
        action: 'report.imported',
        subject: { type: 'import', id: run.importId },
        // Not what was said of it: it may name people, and the log keeps everything.
        after: { file: run.fileName, ...imported.counts, changed: imported.changed },
      });
      return imported;
    },
    { timeout: longest },
  );

/** A refused report is told to accounting and to whoever gave it; nothing else is kept of it. */
export const refuseImport = (deps: Deps, run: Run, problem: string, header: readonly string[] = []): Promise<void> =>
  deps.transact(system, async (work) => {
    await locked(work, run);
    await endImport(work.tx, run.importId, { state: 'refused', problem, header: [...header], endedAt: work.now });
    work.audit({
      action: 'report.refused',
      subject: { type: 'import', id: run.importId },
      after: { file: run.fileName },
      reason: problem,
    });
    const content = importRefusal(run.fileName, problem, header.length > 0 ? run.importId : undefined);
    work.post({ to: { role: 'accounting' }, content, key: `import:${run.run}:refused` });
    if (run.by.userId !== system.userId)
      work.post({ to: { user: run.by.userId }, content, key: `import:${run.run}:refused:dm` });
  });

/** What trying again would not change. */
const isRefusal = (error: unknown): error is UserError | NotAllowed | NotFound | GatewayError =>
  error instanceof UserError ||
  error instanceof NotAllowed ||
  error instanceof NotFound ||
  (error instanceof GatewayError && !error.retryable);

async function* contents(deps: Deps, fileId: string): AsyncGenerator<Uint8Array> {
  yield* (await deps.openFile(fileId)).body;
}

const runOne = async (deps: Deps, formats: readonly ReportFormat[], claimed: Claimed): Promise<void> => {
  const run: Run = {
    importId: claimed.id,
    run: claimed.run,
    fileName: claimed.fileName,
    by: { userId: claimed.requestedBy },
  };
  try {
    const format = formats.find((each) => each.gateway === claimed.gateway);
    if (!format) throw new ReportRefused(`Baton cannot read reports of ${claimed.gateway} any more.`);
    await importReport(deps, format, run, () => contents(deps, claimed.slackFileId));
  } catch (error) {
    if (error instanceof Superseded) return;
    if (isRefusal(error))
      return refuseImport(deps, run, error.message, error instanceof ReportRefused ? error.header : []);
    deps.log.error({ err: error, import: claimed.id, run: claimed.runs }, 'an import broke off');
    if (claimed.runs >= maxRuns)
      return refuseImport(
        deps,
        run,
        'It could not be imported because of a fault in Baton or in Slack; the log says which. Try again later.',
      );
    await releaseImport(deps.db, claimed.id, claimed.run, claimed.runs);
  }
};

/** What is to be done when imports are queued: `workThroughImports`, here or in a process of its own. */
export type RunImports = (deps: Deps) => Promise<void>;

/** Runs the queued imports, and what their cases make due. */
export const workThroughImports = async (deps: Deps, formats: readonly ReportFormat[]): Promise<void> => {
  if ((await runImports(deps, formats)) > 0) await sweepCases(deps);
};

/** Works through the queued imports; any replica may, and a broken run is taken over when its lease ends. @returns how many */
export const runImports = async (deps: Deps, formats: readonly ReportFormat[]): Promise<number> => {
  for (let done = 0; ; done++) {
    const claimed = await claimImport(deps.db, newId());
    if (!claimed) return done;
    await runOne(deps, formats, claimed);
  }
};
