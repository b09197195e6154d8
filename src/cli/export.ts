import { pino } from 'pino';
import { databaseConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { openDatabase } from '../platform/db/open.ts';
import { exportData, readExportArguments } from '../platform/export/export.ts';

/** `npm run export -- DIRECTORY [--format csv|json]`: the configured database's contents, a file for each table. */
try {
  const request = readExportArguments(process.argv.slice(2));
  const { url, embeddedDir } = databaseConfig(process.env);
  const db = await openDatabase({ url, embeddedDir, log: pino({ level: 'warn' }) });
  try {
    const files = await exportData(db, request);
    for (const { path, rows } of files) process.stdout.write(`${path}: ${rows} rows\n`);
  } finally {
    await db.close();
  }
} catch (error) {
  // These say all that is to be said; anything else deserves its stack.
  process.stderr.write(
    `${error instanceof UserError ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 1;
}
