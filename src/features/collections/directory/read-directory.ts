import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { isFileTaken } from '../../../platform/runs/index.ts';
import { type Deps, system } from '../../../platform/work/work.ts';
import { importRun, startImport } from '../imports/index.ts';
import { readingPolicy } from './policy.ts';

export interface ReportsDirectory {
  /** Where the gateway's reports are put (REPORTS_DIR). */
  readonly path: string;
  /** Whose they are. */
  readonly gateway: string;
  /** Has queued runs worked through in the background. */
  readonly wake: (deps: Deps) => void;
}

const isReport = (name: string): boolean => /^[^.].*\.(?:csv|tsv|txt)$/i.test(name);

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest('hex');
};

/** Nobody stands beside a job: accounting hears it where it would have heard of the report. */
const tellUnread = (deps: Deps, what: string, error: unknown): Promise<void> => {
  deps.log.error({ err: error }, 'the directory of reports could not be read');
  const { code } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'it is not there' : code === 'EACCES' ? 'Baton may not read it' : 'it cannot be read';
  const text = `No report was read: ${escapeMrkdwn(what)}, ${why}. Whoever runs Baton can mend it (REPORTS_DIR); until then import reports by \`/bill import\`.`;
  return deps.transact(system, async (work) => work.post({ to: { role: 'accounting' }, content: { text } }));
};

/**
 * Imports the reports that lie in the directory, in the order of their names; each file once, by its bytes, however it is called. What
 * comes of it, accounting is told by the import. A file that still grows is refused as cut off, and read when it has become another. COL-7
 * @returns how many imports were begun
 */
export const readDirectory = async (
  deps: Deps,
  { path: directory, gateway, wake }: ReportsDirectory,
): Promise<number> => {
  let begun = 0;
  let names: readonly string[];
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    names = entries.filter((entry) => entry.isFile() && isReport(entry.name)).map(({ name }) => name);
  } catch (error) {
    await tellUnread(deps, 'the directory that the gateway’s reports are put into', error);
    return begun;
  }
  for (const fileName of [...names].sort()) {
    const path = join(directory, fileName);
    try {
      const hash = await hashOf(path);
      if (await isFileTaken(deps.db.prisma, importRun, hash, { path })) continue;
    } catch (error) {
      await tellUnread(deps, fileName, error);
      continue;
    }
    await startImport(deps, system, { gateway, fileName, path });
    begun++;
  }
  if (begun > 0) wake(deps);
  return begun;
};

export const directoryPieces = (directory: ReportsDirectory) => ({
  policies: [readingPolicy],
  jobs: [
    {
      name: 'collections.reports_directory',
      schedule: async (deps) => {
        const { times, zone } = await deps.policy(readingPolicy);
        return { times, zone: zone || deps.timeZone };
      },
      missed: 'latest',
      run: async (deps) => void (await readDirectory(deps, directory)),
    } satisfies Job,
  ],
});
