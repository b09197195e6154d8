import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AuditKey, auditKeys } from '../../src/platform/audit/keys.ts';
import { runAuditVerify } from '../../src/platform/audit/report.ts';
import { sealAudit } from '../../src/platform/audit/seal.ts';
import { type VerifyOptions, verifyAudit } from '../../src/platform/audit/verify.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { appendAudit } from '../../src/platform/work/append-audit.ts';
import { startApp } from '../support/app.ts';
import { describeEachEngine, describePostgres, testDatabase } from '../support/database.ts';

const at = new Date('2026-03-02T09:00:00.123Z');
const tables = ['audit_log', 'audit_seals', 'audit_signatures'];

const append = (db: Database, count: number) =>
  db.tx((tx) =>
    appendAudit(
      tx,
      Array.from({ length: count }, (_, n) => ({
        at,
        actor: 'U_SALES',
        requestId: 'r1',
        action: 'handoff.approved',
        subject: { type: 'project', id: `p${n}` },
        before: { stage: 'intake', amount: 2000n },
        after: { stage: 'review', note: 'é “quoted” \\ \n 👍🏽' },
        reason: 'done',
      })),
    ),
  );

/** What somebody with all rights on the database would do. */
const tamper = async (db: Database, sql: string): Promise<void> => {
  await db.tx(async (tx) => {
    for (const table of tables) await tx.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const statement of sql.split('; ')) await tx.$executeRawUnsafe(statement);
    for (const table of tables) await tx.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });
};

const empty = async (db: Database): Promise<void> => {
  await db.tx(async (tx) => {
    for (const table of tables) await tx.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await tx.$executeRawUnsafe('TRUNCATE audit_log, audit_seals, audit_signatures, audit_unsealed RESTART IDENTITY');
    for (const table of tables) await tx.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });
};

describeEachEngine('audit log ALL-2', (engine) => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase(engine);
  }, 60_000);
  beforeEach(async () => {
    await empty(db);
    // Three seals of ten rows, two rows unsealed.
    for (let n = 0; n < 3; n++) {
      await append(db, 10);
      await sealAudit(db, at);
    }
    await append(db, 2);
  });
  afterAll(() => db.close());

  test('rows are written in order with who, when, which request, before, after and why', async () => {
    const rows = await db.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map((row) => row.subjectId).slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, n) => `p${n}`));
    expect(rows[0]).toMatchObject({
      at,
      actor: 'U_SALES',
      requestId: 'r1',
      action: 'handoff.approved',
      before: { amount: '2000' },
      reason: 'done',
    });
  });

  test('an untouched log verifies, across seals and with what is not sealed yet', async () => {
    expect(await verifyAudit(db)).toMatchObject({ ok: true, seals: 3, rows: 30, unsealed: 2 });
    const said: string[] = [];
    expect(await runAuditVerify(db, {}, (line) => said.push(line))).toBe(0);
    expect(said[0]).toMatch(/^The audit log is intact: 30 rows under 3 seals, 2 not sealed yet/);
  });

  for (const sql of [
    "UPDATE audit_log SET reason = 'other' WHERE id = 31",
    "UPDATE audit_log SET reason = 'other' WHERE id = 1",
    'DELETE FROM audit_log WHERE id = 31',
    'TRUNCATE audit_log',
    'UPDATE audit_seals SET count = 11 WHERE id = 1',
    'DELETE FROM audit_seals',
    'TRUNCATE audit_seals',
  ]) {
    test(`the database refuses: ${sql}`, async () => {
      await expect(db.prisma.$executeRawUnsafe(sql)).rejects.toThrow(/append-only/);
      expect(await verifyAudit(db)).toMatchObject({ ok: true, rows: 30, unsealed: 2 });
    });
  }

  for (const [what, sql, expected] of [
    [
      'an edited row',
      `UPDATE audit_log SET after = '{"stage":"billing"}' WHERE id = 14`,
      { kind: 'row_changed', row: 14n, seal: 2n },
    ],
    [
      'a changed time',
      "UPDATE audit_log SET at = at + interval '1 millisecond' WHERE id = 30",
      { kind: 'row_changed', row: 30n, seal: 3n },
    ],
    ['a deleted row', 'DELETE FROM audit_log WHERE id = 15', { kind: 'row_missing', row: 15n, seal: 2n }],
    [
      'a row slipped in behind the triggers',
      "INSERT INTO audit_log (at, actor, action, subject_type, subject_id) VALUES (now(), 'x', 'y', 'z', 'w')",
      { kind: 'row_stray', row: 33n },
    ],
    ['a row that never came to be sealed', 'DELETE FROM audit_unsealed WHERE id = 31', { kind: 'row_stray', row: 31n }],
    [
      'two rows that changed places',
      'UPDATE audit_log SET id = CASE id WHEN 11 THEN -12 ELSE -11 END WHERE id IN (11, 12); UPDATE audit_log SET id = -id WHERE id < 0',
      { kind: 'row_changed', row: 11n, seal: 2n },
    ],
    [
      'an edited seal',
      "UPDATE audit_seals SET at = at + interval '1 minute' WHERE id = 2",
      { kind: 'seal_broken', seal: 2n },
    ],
    [
      'an edited leaf',
      'UPDATE audit_seals SET leaves = set_byte(leaves, 3, (get_byte(leaves, 3) + 1) % 256) WHERE id = 2',
      { kind: 'seal_broken', seal: 2n },
    ],
    [
      'a row edited together with its leaf and root',
      `UPDATE audit_seals SET root = encode(sha256('x'), 'hex') WHERE id = 3`,
      { kind: 'seal_broken', seal: 3n },
    ],
    [
      'a seal made anew with a fitting hash: the next one gives it away',
      `UPDATE audit_seals SET at = at + interval '1 minute', hash = encode(sha256(convert_to(concat_ws(E'\\n', previous, id,
        to_char((at + interval '1 minute') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), count, root), 'UTF8')), 'hex') WHERE id = 2`,
      { kind: 'seal_broken', seal: 3n },
    ],
    ['a deleted seal in the middle', 'DELETE FROM audit_seals WHERE id = 2', { kind: 'seal_missing', seal: 2n }],
    ['a deleted last seal', 'DELETE FROM audit_seals WHERE id = 3', { kind: 'row_stray', row: 21n }],
  ] as const) {
    test(`found and named: ${what}`, async () => {
      await tamper(db, sql);
      expect(await verifyAudit(db)).toMatchObject({ ok: false, ...expected });
      const said: string[] = [];
      expect(await runAuditVerify(db, {}, (line) => said.push(line))).toBe(1);
      expect(said[0]).toMatch(/^The audit log has been tampered with\. /);
    });
  }

  test('sealing again without news makes no seal; a large backlog is sealed in batches', async () => {
    expect(await sealAudit(db, at)).toMatchObject([{ count: 2 }]);
    expect(await sealAudit(db, at)).toEqual([]);
    await append(db, 25);
    expect((await sealAudit(db, at, { batchSize: 10 })).map((seal) => seal.count)).toEqual([10, 10, 5]);
    expect(await verifyAudit(db)).toMatchObject({ ok: true, rows: 57, unsealed: 0 });
  });
});

/** Without the key, but with all rights: every seal is made anew over what now stands there. */
const sealAnew = async (db: Database, key?: AuditKey): Promise<void> => {
  await tamper(
    db,
    'DELETE FROM audit_seals; DELETE FROM audit_unsealed; INSERT INTO audit_unsealed (id) SELECT id FROM audit_log',
  );
  await sealAudit(db, at, { key, batchSize: 10 });
};

describeEachEngine('the audit log against its database’s owner ALL-2', (engine) => {
  let db: Database;
  const keys = auditKeys('the key that Baton runs with, and nobody else', undefined);
  const [key] = keys;
  const [thief] = auditKeys('a key that the database’s owner has made up', undefined);
  beforeAll(async () => {
    db = await testDatabase(engine);
  }, 60_000);
  beforeEach(async () => {
    await empty(db);
    // Two seals of before there was a key, two of since.
    for (let n = 0; n < 4; n++) {
      await append(db, 10);
      await sealAudit(db, at, n < 2 ? {} : { key });
    }
  });
  afterAll(() => db.close());

  const verdict = async (options: VerifyOptions = { keys }) => {
    const said: string[] = [];
    const code = await runAuditVerify(db, options, (line) => said.push(line));
    return { ...(await verifyAudit(db, options)), code, said: said.join('') };
  };
  const head = async () => (await db.prisma.auditSeal.findFirstOrThrow({ orderBy: { id: 'desc' } })).hash;

  test('untouched it is proven to its end, what was sealed without a key as well; from when on there is one stands in it', async () => {
    expect(await verdict({ keys, expect: await head() })).toMatchObject({
      ok: true,
      seals: 4,
      rows: 41,
      signed: 4n,
      code: 0,
    });
    expect((await verdict()).said).toContain('Signed up to seal 4.');
    expect((await verdict({})).said).toContain('No AUDIT_KEY is set');
    const noted = await db.prisma.auditEntry.findMany({ where: { action: 'audit.key_changed' } });
    expect(noted).toMatchObject([{ before: { key: null }, after: { key: key?.id } }]);
  });

  test.each([
    ['signatures left', '', 'signature_broken', 'made anew by somebody who does not hold the key'],
    ['signatures removed', '; DELETE FROM audit_signatures', 'not_signed', 'Seal 5, the newest, bears no signature'],
    [
      'the newest signature removed',
      '; DELETE FROM audit_signatures WHERE seal_id > 3',
      'signature_broken',
      'Seal 3 does not fit its signature',
    ],
  ])('a row changed and every seal made anew is found: %s', async (_what, more, kind, sentence) => {
    for (const id of [4, 35]) {
      await tamper(db, `UPDATE audit_log SET actor = 'U_OTHER' WHERE id = ${id}${more}`);
      await sealAnew(db);
      expect(await verdict({})).toMatchObject({ ok: true });
      expect(await verdict()).toMatchObject({ ok: false, kind, code: 1, said: expect.stringContaining(sentence) });
    }
  });

  test('so it is when the seals are signed with another key, whatever key they say it was', async () => {
    await tamper(db, "UPDATE audit_log SET actor = 'U_OTHER' WHERE id = 4; DELETE FROM audit_signatures");
    await sealAnew(db, thief);
    expect(await verdict()).toMatchObject({
      kind: 'wrong_key',
      code: 1,
      said: expect.stringContaining(key?.id ?? '?'),
    });
    await tamper(db, `UPDATE audit_signatures SET key_id = '${key?.id}'`);
    expect(await verdict()).toMatchObject({ kind: 'signature_broken', code: 1 });
  });

  test('an end that was cut off is found by what was told of it, or by its signature', async () => {
    const told = await head();
    await tamper(db, 'DELETE FROM audit_log WHERE id > 31; DELETE FROM audit_seals WHERE id > 3');
    expect(await verdict()).toMatchObject({ kind: 'seal_missing', seal: 4n });
    await tamper(db, 'DELETE FROM audit_signatures WHERE seal_id > 3');
    expect(await verdict()).toMatchObject({ ok: true });
    expect(await verdict({ keys, expect: told })).toMatchObject({
      kind: 'end_missing',
      code: 1,
      said: expect.stringContaining('cut off'),
    });
  });

  test('removed and added rows are named; the wrong key is told from tampering', async () => {
    expect(await verdict({ keys: thief ? [thief] : [] })).toMatchObject({
      kind: 'wrong_key',
      said: expect.stringMatching(/^The audit log is not proven.*Verify with the key that Baton runs with/),
    });
    await tamper(
      db,
      "INSERT INTO audit_log (at, actor, action, subject_type, subject_id) VALUES (now(), 'x', 'y', 'z', 'w')",
    );
    await tamper(db, 'DELETE FROM audit_unsealed');
    expect(await verdict()).toMatchObject({ kind: 'row_stray', row: 42n });
    await tamper(db, 'DELETE FROM audit_log WHERE id = 33');
    expect(await verdict()).toMatchObject({ kind: 'row_missing', row: 33n });
  });

  test('the key is renewed: the new one signs from then on, and alone proves all that was before', async () => {
    const renewed = auditKeys('the next key, longer than the one before; the key that Baton runs with', undefined);
    await sealAudit(db, at, { key: renewed[0] });
    expect(await verdict({ keys: [...renewed, ...keys] })).toMatchObject({ ok: true, signed: 5n });
    expect(await verdict({ keys: renewed })).toMatchObject({ ok: true, signed: 5n });
    expect(await verdict()).toMatchObject({ kind: 'wrong_key' });
  });

  test('what an older version sealed without a key meanwhile is signed with the next seal, or without one', async () => {
    await append(db, 3);
    await sealAudit(db, at);
    expect(await verdict()).toMatchObject({ kind: 'not_signed', seal: 5n });
    await sealAudit(db, at, { key });
    expect(await verdict()).toMatchObject({ ok: true, signed: 5n });
  });

  test.each([
    'UPDATE audit_signatures SET signature = key_id',
    'DELETE FROM audit_signatures',
    'TRUNCATE audit_signatures',
  ])('the database refuses: %s', async (sql) => {
    await expect(db.prisma.$executeRawUnsafe(sql)).rejects.toThrow(/append-only/);
  });
});

test('an embedded database’s key is made beside it once, for its owner’s eyes only', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-key-'));
  try {
    const first = auditKeys(undefined, join(dir, 'new', 'data'));
    expect(auditKeys(undefined, join(dir, 'new', 'data'))).toEqual(first);
    expect(auditKeys(undefined, join(dir, 'other'))).not.toEqual(first);
    expect(first[0]?.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(dir, 'new', 'data.audit-key')).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('once a day the newest seal is told in the admins’ channel, by which the end is proven', async () => {
  const app = await startApp({ env: { AUDIT_KEY: 'a key of 32 characters and a few more' } });
  try {
    const told = () => app.slack.messages('admin').filter((message) => message.text.startsWith('Seal '));
    await app.pass(1);
    const [, hash] = /--expect ([0-9a-f]{64})`/.exec(told()[0]?.text ?? '') ?? [];
    const keys = auditKeys('a key of 32 characters and a few more', undefined);
    expect(await verifyAudit(app.db, { keys, expect: hash })).toMatchObject({ ok: true });
    await tamper(app.db, 'DELETE FROM audit_log; DELETE FROM audit_seals; DELETE FROM audit_signatures');
    expect(await verifyAudit(app.db, { keys, expect: hash })).toMatchObject({ kind: 'end_missing' });
    await app.pass(1);
    expect(told()).toHaveLength(1);
  } finally {
    await app.stop();
  }
});

describePostgres('audit seal among concurrent writers', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase('postgres');
  }, 60_000);
  afterAll(() => db.close());

  test('rows that commit late with lower ids end up in a later seal', async () => {
    let commit: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written: () => void = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const late = db.tx(async (tx) => {
      await appendAudit(tx, [{ at, actor: 'late', action: 'a.b', subject: { type: 't', id: '1' } }]);
      written();
      await held;
    });
    await isWritten;
    await append(db, 3);
    expect(await sealAudit(db, at)).toMatchObject([{ id: 1n, count: 3 }]);
    commit();
    await late;
    expect(await sealAudit(db, at)).toMatchObject([{ id: 2n, count: 1 }]);
    expect(await verifyAudit(db)).toMatchObject({ ok: true, rows: 4, unsealed: 0 });
  });

  test('several replicas sealing at once make one chain', async () => {
    await append(db, 200);
    await Promise.all(Array.from({ length: 4 }, () => sealAudit(db, at, { batchSize: 20 })));
    expect(await verifyAudit(db)).toMatchObject({ ok: true, rows: 204, unsealed: 0 });
  });
});
