import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { UserError } from '../../core/errors.ts';
import type { Database, RawClient } from '../db/open.ts';
import { type FormatName, formats } from './formats.ts';
import { batches, exportedTables, type Row, type Table } from './tables.ts';

export interface ExportRequest {
  readonly directory: string;
  readonly format: FormatName;
}

export interface ExportedFile {
  readonly path: string;
  readonly rows: number;
}

const usage = 'Write: npm run export -- DIRECTORY [--format csv|json]';

/** @throws UserError that says how it is written */
export const readExportArguments = (args: readonly string[]): ExportRequest => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { format: { type: 'string', default: 'csv' } },
      allowPositionals: true,
    });
    const [directory, ...more] = positionals;
    if (directory && more.length === 0 && (values.format === 'csv' || values.format === 'json')) {
      return { directory, format: values.format };
    }
  } catch {
    // An option that does not exist: the usage below tells which do.
  }
  throw new UserError(usage);
};

const prepareDirectory = async (directory: string): Promise<void> => {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' && error.code !== 'ENOTDIR') throw error;
    throw new UserError(`${directory} is not a directory. Name an empty or a new one.`);
  });
  if ((await readdir(directory)).length > 0) {
    throw new UserError(`The directory ${directory} is not empty. Name an empty or a new one.`);
  }
};

const writeTable = async (client: RawClient, table: Table, path: string, format: FormatName): Promise<number> => {
  let count = 0;
  const counted = async function* (): AsyncGenerator<readonly Row[]> {
    for await (const rows of batches(client, table)) {
      count += rows.length;
      yield rows;
    }
  };
  // Personal data: for the owner's eyes only.
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await pipeline(Readable.from(formats[format](table, counted())), file);
  return count;
};

/**
 * ALL-7: writes every table of the database into a file of its own, as they all were at one instant. Memory does not grow
 * with the tables. Whatever fails, no half of an export is left behind.
 *
 * @throws UserError when the directory holds something, or the database nothing
 */
export const exportData = async (db: Database, request: ExportRequest): Promise<readonly ExportedFile[]> => {
  const { directory, format } = request;
  await prepareDirectory(directory);
  const begun: string[] = [];
  try {
    return await db.dedicated(async (client) => {
      await client.exec('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const tables = await exportedTables(client);
      if (tables.length === 0) throw new UserError('The database holds no tables yet. Run npm run migrate first.');
      const files: ExportedFile[] = [];
      for (const table of tables) {
        const path = join(directory, `${table.name}.${format}`);
        begun.push(path);
        files.push({ path, rows: await writeTable(client, table, path, format) });
      }
      return files;
    });
  } catch (error) {
    await Promise.all(begun.map((path) => rm(path, { force: true })));
    throw error;
  }
};
