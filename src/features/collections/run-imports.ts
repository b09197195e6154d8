import { NotAllowed, NotFound, UserError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type By, type Deps, system, type Work } from '../../platform/work.ts';
import { importRefusal } from './digest-views.ts';
import {
  type Claimed,
  claimImport,
  endImport,
  type ImportCounts,
  lockRun,
  releaseImport,
  renewLease,
} from './import-store.ts';
import { mergeReport } from './merge-report.ts';
import { importRoles } from './queue-import.ts';
import { type ReportFormat, ReportRefused } from './report.ts';
import { dropStaging, stageRows, stagingTable } from './stage.ts';

/** Half a million rows take half a minute; a transaction that takes longer than this is stuck. */
const mergeTimeout = 15 * 60_000;
const maxRuns = 5;
const renewal = 30_000;

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
 * Reads and merges one report. Nothing is stored before the one commit at the end, so that a crash anywhere is harmless and
 * the run may begin anew. COL-1
 * @throws ReportRefused, with nothing stored
 */
export const importReport = async (
  deps: Deps,
  format: ReportFormat,
  run: Run,
  body: AsyncIterable<Uint8Array>,
): Promise<ImportCounts> => {
  const lease = setInterval(() => {
    renewLease(deps.db, run.importId, run.run).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'an import’s lease could not be renewed'),
    );
  }, renewal);
  lease.unref();
  try {
    const staged = await stageRows(deps.db, run.run, format.read(deps.policy, body));
    clearInterval(lease);
    if (staged === 0) throw new ReportRefused('The file has no failed and no paid transactions.');
    return await deps.transact(
      run.by,
      async (work) => {
        work.require(importRoles, 'import reports');
        await locked(work, run);
        const counts = await mergeReport(work, {
          importId: run.importId,
          gateway: format.gateway,
          fileName: run.fileName,
          table: stagingTable(run.run),
          staged,
        });
        await endImport(work.tx, run.importId, { ...counts, state: 'done', endedAt: work.now });
        work.audit({
          action: 'report.imported',
          subject: { type: 'import', id: run.importId },
          after: { file: run.fileName, ...counts },
        });
        return counts;
      },
      { timeout: mergeTimeout },
    );
  } finally {
    clearInterval(lease);
    await dropStaging(deps.db, run.run).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'an import’s table could not be dropped'),
    );
  }
};

/** A refused report is told to accounting and to whoever gave it; nothing else is kept of it. */
export const refuseImport = (deps: Deps, run: Run, problem: string, header: readonly string[] = []): Promise<void> =>
  deps.transact(run.by, async (work) => {
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

const isRefusal = (error: unknown): error is UserError | NotAllowed | NotFound =>
  error instanceof UserError || error instanceof NotAllowed || error instanceof NotFound;

const runOne = async (deps: Deps, formats: readonly ReportFormat[], claimed: Claimed): Promise<void> => {
  const run: Run = {
    importId: claimed.id,
    run: claimed.run,
    fileName: claimed.fileName,
    by: { userId: claimed.requestedBy },
  };
  try {
    if (claimed.previousRun) await dropStaging(deps.db, claimed.previousRun);
    const format = formats.find((each) => each.gateway === claimed.gateway);
    if (!format) throw new ReportRefused(`Baton cannot read reports of ${claimed.gateway} any more.`);
    const file = await deps.openFile(claimed.slackFileId);
    await importReport(deps, format, run, file.body);
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

/** Works through the queued imports; any replica may, and a broken run is taken over when its lease ends. @returns how many */
export const runImports = async (deps: Deps, formats: readonly ReportFormat[]): Promise<number> => {
  for (let done = 0; ; done++) {
    const claimed = await claimImport(deps.db, newId());
    if (!claimed) return done;
    await runOne(deps, formats, claimed);
  }
};
