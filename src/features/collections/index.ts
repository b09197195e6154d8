import type { Slice } from '../../platform/slice/slice.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import type { Deps } from '../../platform/work/work.ts';
import { deadlineJob, importJob } from './jobs.ts';
import { collectionsPolicy } from './policy.ts';
import { reactions } from './reactions.ts';
import type { ReportFormat } from './report.ts';
import type { RunImports } from './run-imports.ts';
import { slackPieces } from './slack.ts';

export type { CollectionCase } from './case.ts';
export { importFromShell } from './import-cli.ts';
export { isImportWaiting } from './import-store.ts';
export { collectionsPolicy } from './policy.ts';
export {
  type ColumnMapping,
  type IgnoredRow,
  type Reading,
  type ReportFormat,
  ReportRefused,
  type ReportRow,
} from './report.ts';
export { type RunImports, runImports, workThroughImports } from './run-imports.ts';
export { sweepCases } from './sweep.ts';

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
