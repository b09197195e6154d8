import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { appendAudit } from '../../src/platform/audit/append.ts';
import { runAuditVerify } from '../../src/platform/audit/report.ts';
import { sealAudit } from '../../src/platform/audit/seal.ts';
import { verifyAudit } from '../../src/platform/audit/verify.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { describeEachEngine, describePostgres, testDatabase } from '../support/database.ts';

const at = new Date('2026-03-02T09:00:00.123Z');

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
    for (const table of ['audit_log', 'audit_seals'])
      await tx.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const statement of sql.split('; ')) await tx.$executeRawUnsafe(statement);
    for (const table of ['audit_log', 'audit_seals'])
      await tx.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });
};

describeEachEngine('audit log ALL-2', (engine) => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase(engine);
  }, 60_000);
  beforeEach(async () => {
    await db.tx(async (tx) => {
      for (const table of ['audit_log', 'audit_seals'])
        await tx.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      await tx.$executeRawUnsafe('TRUNCATE audit_log, audit_seals, audit_unsealed RESTART IDENTITY');
      for (const table of ['audit_log', 'audit_seals'])
        await tx.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    });
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
    expect(await runAuditVerify(db, (line) => said.push(line))).toBe(0);
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
      expect(await runAuditVerify(db, (line) => said.push(line))).toBe(1);
      expect(said[0]).toMatch(/^The audit log has been tampered with\. /);
    });
  }

  test('sealing again without news makes no seal; a large backlog is sealed in batches', async () => {
    expect(await sealAudit(db, at)).toMatchObject([{ count: 2 }]);
    expect(await sealAudit(db, at)).toEqual([]);
    await append(db, 25);
    expect((await sealAudit(db, at, 10)).map((seal) => seal.count)).toEqual([10, 10, 5]);
    expect(await verifyAudit(db)).toMatchObject({ ok: true, rows: 57, unsealed: 0 });
  });
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
    await Promise.all(Array.from({ length: 4 }, () => sealAudit(db, at, 20)));
    expect(await verifyAudit(db)).toMatchObject({ ok: true, rows: 204, unsealed: 0 });
  });
});
