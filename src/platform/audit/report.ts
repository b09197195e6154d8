import type { Database } from '../db/open.ts';
import { type VerifyOptions, verifyAudit } from './verify.ts';

/** What it takes to be told apart from a log that somebody changed. */
const unproven = ['not_signed', 'wrong_key'];

/**
 * `npm run audit:verify`: says in one sentence whether the audit log is as it was written.
 * @returns the exit code: 0 when it is, 1 when it is not
 */
export const runAuditVerify = async (
  db: Database,
  options: VerifyOptions,
  print: (line: string) => void,
): Promise<0 | 1> => {
  const verdict = await verifyAudit(db, options);
  if (!verdict.ok) {
    const what = unproven.includes(verdict.kind) ? 'is not proven' : 'has been tampered with';
    print(`The audit log ${what}. ${verdict.sentence}`);
    return 1;
  }
  const { rows, seals, unsealed, signed, head } = verdict;
  const by =
    signed === undefined
      ? ' No AUDIT_KEY is set: who owns the database could have made the seals anew.'
      : ` Signed up to seal ${signed}.`;
  print(
    `The audit log is intact: ${rows} rows under ${seals} seals, ${unsealed} not sealed yet.${by} Last seal: ${head}`,
  );
  return 0;
};
