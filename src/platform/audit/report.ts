import type { Database } from '../db/open.ts';
import { verifyAudit } from './verify.ts';

/**
 * `npm run audit:verify`: says in one sentence whether the audit log is as it was written.
 * @returns the exit code: 0 when it is, 1 when it is not
 */
export async function runAuditVerify(db: Database, print: (line: string) => void): Promise<0 | 1> {
  const verdict = await verifyAudit(db);
  if (!verdict.ok) {
    print(`The audit log has been tampered with. ${verdict.sentence}`);
    return 1;
  }
  print(
    `The audit log is intact: ${verdict.rows} rows under ${verdict.seals} seals, ${verdict.unsealed} not sealed yet. Last seal: ${verdict.head}`,
  );
  return 0;
}
