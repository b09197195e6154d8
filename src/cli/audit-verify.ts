import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { UserError } from '../core/errors.ts';
import { auditKeys } from '../platform/audit/keys.ts';
import { runAuditVerify } from '../platform/audit/report.ts';
import { openDatabase } from '../platform/db/open.ts';
import { atDatabase } from './at-database.ts';

const readExpected = (): string | undefined => {
  try {
    const { expect } = parseArgs({ options: { expect: { type: 'string' } } }).values;
    if (expect === undefined || /^[0-9a-f]{64}$/.test(expect)) return expect;
  } catch {
    // Said below.
  }
  throw new UserError('Usage: npm run audit:verify -- [--expect HASH], the 64 digits that Baton told of a seal.');
};

/** `npm run audit:verify`: names the first bad row of the configured database's audit log; exit code 1 if there is one. */
await atDatabase(2, async ({ url, embeddedDir, auditKey }) => {
  const expect = readExpected();
  const db = await openDatabase({ url, embeddedDir, log: pino({ level: 'warn' }) });
  try {
    const keys = auditKeys(auditKey, embeddedDir);
    return await runAuditVerify(db, { keys, expect }, (line) => void process.stdout.write(`${line}\n`));
  } finally {
    await db.close();
  }
});
