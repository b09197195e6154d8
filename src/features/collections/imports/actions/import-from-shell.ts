import { basename } from 'node:path';
import { UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { kindOf, type RunKind, rehearse, workHere } from '../../../../platform/runs/index.ts';
import { type Deps, system } from '../../../../platform/work/work.ts';
import { importRun } from '../import-run.ts';
import type { ReportFormat } from '../report.ts';
import { startImport } from './import-report.ts';

const usage = 'Usage: npm run import:report -- FILE [--dry-run]';

const dryRun = async (deps: Deps, kind: RunKind, parameters: object, print: (line: string) => void): Promise<0 | 1> => {
  try {
    const { told } = await rehearse(deps, kind, system, {
      runId: newId(),
      parameters,
      startedBy: system.userId,
      fileHash: null,
    });
    for (const line of told) print(line);
    print('Nothing of it was stored: this was a dry run.');
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    print(`It would be refused: ${error.message}`);
    return 1;
  }
};

/**
 * `npm run import:report -- FILE`: the same import as `/bill import`, from a shell. With `--dry-run` it says what it would do, and
 * stores nothing.
 * @returns the exit code: 0 imported, 1 refused, 2 called wrongly
 */
export const importFromShell = async (
  deps: Deps,
  { gateway }: ReportFormat,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> => {
  const isDryRun = args.includes('--dry-run');
  const [path, ...more] = args.filter((each) => each !== '--dry-run');
  if (path === undefined || more.length > 0) {
    print(usage);
    return 2;
  }
  const asked = { gateway, fileName: basename(path), path };
  const kind = kindOf(deps, importRun);
  if (isDryRun) return dryRun(deps, kind, asked, print);
  const id = await startImport(deps, system, { ...asked, isForMe: true });
  const run = await workHere(deps, kind, id);
  if (run?.state === 'done') {
    for (const line of run.told) print(line);
    return 0;
  }
  print(run?.state === 'failed' ? `Refused: ${run.problem}` : 'It broke off, and is tried again; the log says why.');
  print('Nothing of it was stored.');
  return 1;
};
