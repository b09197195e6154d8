import { pino } from 'pino';
import { openDatabase } from '../platform/db/open.ts';
import { exportData, readExportArguments } from '../platform/export/export.ts';
import { atDatabase } from './at-database.ts';

/** `npm run export -- DIRECTORY [--format csv|json]`: the configured database's contents, a file for each table. */
await atDatabase(1, async (where) => {
  const request = readExportArguments(process.argv.slice(2));
  const db = await openDatabase({ ...where, log: pino({ level: 'warn' }) });
  try {
    const files = await exportData(db, request);
    for (const { path, rows } of files) process.stdout.write(`${path}: ${rows} rows\n`);
  } finally {
    await db.close();
  }
  return 0;
});
