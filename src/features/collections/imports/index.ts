import type { Job } from '../../../platform/jobs/job.ts';
import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { importCommand, importReport } from './actions/import-report.ts';
import { mapColumns } from './actions/map-columns.ts';
import { type ImportsFrom, importKind } from './import-run.ts';
import { adoptImports } from './store.ts';

export { importFromShell } from './actions/import-from-shell.ts';
export { startImport } from './actions/import-report.ts';
export { type ImportsFrom, importRun } from './import-run.ts';
export {
  type ChosenMapping,
  type ColumnMapping,
  type IgnoredRow,
  type NamedMapping,
  type Reading,
  type ReportFormat,
  type ReportLook,
  ReportRefused,
  type ReportRow,
} from './report.ts';

/** While replicas of the version before runs work beside this one, and once after the last of them died. */
const adoptJob = (wake: (deps: Deps) => void): Job => ({
  name: 'collections.imports',
  schedule: { everyMinutes: 1 },
  missed: 'latest',
  run: async (deps) => {
    if ((await adoptImports(deps.db)) > 0) wake(deps);
  },
});

/** @param wake has queued runs worked through in the background */
export const importPieces = (from: ImportsFrom, wake: (deps: Deps) => void) =>
  ({
    commands: [importCommand(from.formats)],
    interactions: [importReport(from.formats, wake), ...mapColumns(from, wake)],
    contributes: [contribute(runKinds, importKind(from))],
    jobs: [adoptJob(wake)],
    policies: from.formats.flatMap((format) => format.policies),
  }) satisfies Partial<Slice>;
