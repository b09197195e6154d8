import type { Copying, Tx } from '../db/open.ts';
import { appendAudit } from '../work/append-audit.ts';
import { system } from '../work/work.ts';
import { type AuditKey, signatureOf } from './keys.ts';

const newest = { orderBy: { sealId: 'desc' } } as const;

/** Signs the newest seal, unless it is signed already. The caller holds the seals' lock. */
export const signHead = async (tx: Tx, key: AuditKey): Promise<void> => {
  const seal = await tx.auditSeal.findFirst({ orderBy: { id: 'desc' }, select: { id: true, hash: true } });
  const last = await tx.auditSignature.findFirst({ ...newest, select: { sealId: true } });
  if (!seal || last?.sealId === seal.id) return;
  await tx.auditSignature.create({ data: { sealId: seal.id, keyId: key.id, signature: signatureOf(key, seal) } });
};

/** From which entry on another key signs stands in the log itself, and is sealed with it. The caller holds the seals' lock. */
export const noteKey = async (tx: Tx & Copying, at: Date, key: AuditKey): Promise<void> => {
  const last = await tx.auditSignature.findFirst({ ...newest, select: { keyId: true } });
  if (last?.keyId === key.id) return;
  const subject = { type: 'audit', id: 'key' };
  const [before, after] = [{ key: last?.keyId ?? null }, { key: key.id }];
  await appendAudit(tx, [{ at, actor: system.userId, action: 'audit.key_changed', subject, before, after }]);
};
