import { pino } from 'pino';
import { databaseConfig } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { runAuditVerify } from '../platform/audit/report.ts';
import { openDatabase } from '../platform/db/open.ts';

/** `npm run audit:verify`: names the first bad row of the configured database's audit log; exit code 1 if there is one. */
try {
  const { url, embeddedDir } = databaseConfig(process.env);
  const db = await openDatabase({ url, embeddedDir, log: pino({ level: 'warn' }) });
  try {
    process.exitCode = await runAuditVerify(db, (line) => void process.stdout.write(`${line}\n`));
  } finally {
    await db.close();
  }
} catch (error) {
  // These say all that is to be said; anything else deserves its stack.
  process.stderr.write(
    `${error instanceof UserError ? error.message : error instanceof Error ? error.stack : error}\n`,
  );
  process.exitCode = 2;
}
