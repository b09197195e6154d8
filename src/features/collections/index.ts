import type { Slice } from '../../platform/slice/slice.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import type { Deps } from '../../platform/work/work.ts';
import { collectionsPolicy } from './cases/table/policy.ts';
import type { ReportFormat } from './imports/report.ts';
import type { RunImports } from './imports/run-imports.ts';
import { deadlineJob, importJob } from './jobs.ts';
import { reactions } from './payments/reactions.ts';
import { slackPieces } from './slack.ts';

export { sweepCases } from './cases/sweep.ts';
export type { CollectionCase } from './cases/table/case.ts';
export { collectionsPolicy } from './cases/table/policy.ts';
export { importFromShell } from './imports/import-cli.ts';
export { isImportWaiting } from './imports/import-store.ts';
export {
  type ColumnMapping,
  type IgnoredRow,
  type Reading,
  type ReportFormat,
  ReportRefused,
  type ReportRow,
} from './imports/report.ts';
export { type RunImports, runImports, workThroughImports } from './imports/run-imports.ts';

/**
 * @param formats the gateways' reports that can be imported
 * @param importQueued called after an import was written down: wakes whoever runs imports in the background
 * @param runImports runs what is queued, in this process or another
 */
export const collectionsSlice = (
  formats: readonly ReportFormat[],
  importQueued: (deps: Deps) => void,
  runImports: RunImports,
): Slice => ({
  name: 'collections',
  ...slackPieces(formats, importQueued),
  jobs: [deadlineJob, importJob(runImports)],
  policies: [collectionsPolicy as PolicyDefinition<never>, ...formats.flatMap((format) => format.policies)],
  reactions,
});
