/** `npm run audit:verify`: for the configured database, or `-- --url URL`, `-- --embedded-dir DIR`. Exit code 1 when something is wrong. */
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { environment } from '../../config.ts';
import { UserError } from '../../core/errors.ts';
import { openDatabase } from '../db/open.ts';
import { runAuditVerify } from './report.ts';

const { values } = parseArgs({ options: { url: { type: 'string' }, 'embedded-dir': { type: 'string' } } });
const configured = environment.pick({ DATABASE_URL: true, EMBEDDED_DATABASE_DIR: true }).parse({
  DATABASE_URL: process.env.DATABASE_URL || undefined,
  EMBEDDED_DATABASE_DIR: process.env.EMBEDDED_DATABASE_DIR || undefined,
});
const url = values.url ?? (values['embedded-dir'] ? undefined : configured.DATABASE_URL);
const embeddedDir = values['embedded-dir'] ?? configured.EMBEDDED_DATABASE_DIR;

try {
  const db = await openDatabase({ url, embeddedDir, log: pino({ level: 'warn' }) });
  try {
    process.exitCode = await runAuditVerify(db, console.log);
  } finally {
    await db.close();
  }
} catch (error) {
  // These say all that is to be said; anything else deserves its stack.
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 2;
}
