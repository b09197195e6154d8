import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { importLines } from '../cases/list-views.ts';
import type { ReportFormat } from './report.ts';
import { importReport, type Run, refuseImport } from './run-imports.ts';

/** Opened when it is first read, so that a file that is not there fails the import and nothing else. */
async function* contents(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file);
  yield* handle.createReadStream() as AsyncIterable<Uint8Array>;
}

/**
 * `npm run import:report -- FILE`: the same import as `/bill import`, from a shell.
 * @returns the exit code: 0 imported, 1 refused, 2 called wrongly
 */
export const importFromShell = async (
  deps: Deps,
  format: ReportFormat,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> => {
  const [file] = args;
  if (file === undefined || args.length > 1) {
    print('Usage: npm run import:report -- FILE');
    return 2;
  }
  const run: Run = { importId: newId(), run: newId(), fileName: basename(file), by: system };
  await deps.db.prisma.reportImport.create({
    data: {
      id: run.importId,
      gateway: format.gateway,
      fileName: run.fileName,
      state: 'running',
      run: run.run,
      runs: 1,
      requestedBy: system.userId,
      requestedAt: deps.clock.now(),
    },
  });
  try {
    for (const line of importLines(await importReport(deps, format, run, () => contents(file)))) print(line);
    return 0;
  } catch (error) {
    const isMissing =
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'EACCES');
    if (!isMissing && !(error instanceof UserError)) throw error;
    const problem = isMissing ? `The file ${file} cannot be read.` : error.message;
    await refuseImport(deps, run, problem);
    print(`Refused: ${problem}\nNothing of it was stored.`);
    return 1;
  }
};
