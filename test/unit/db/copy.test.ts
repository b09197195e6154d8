import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BinaryRows, binaryHeader, binaryRows } from '../../../src/platform/db/rows/copy-binary.ts';
import { copyLine } from '../../../src/platform/db/rows/copy-line.ts';
import { describeEachEngine, type TestDatabase, testDatabase } from '../../support/database.ts';

const id = '01900000-0000-7000-8000-00000000002a';
const instants = [
  '1969-12-31T23:59:59.999Z',
  '1999-12-31T23:59:59.999Z',
  '2000-01-01T00:00:00.000Z',
  '2038-01-19T03:14:08.001Z',
];

describeEachEngine('COPY', (engine) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase(engine);
  }, 60_000);
  afterAll(() => db.close());

  const stored = (copy: string, bytes: string | Uint8Array) =>
    db.tx(async (tx) => {
      await tx.$executeRawUnsafe(
        'CREATE TEMP TABLE copied (k text, n int, t text, i bigint, at timestamptz, d date, u uuid, j jsonb) ON COMMIT DROP',
      );
      await tx.$copyFrom(copy, [bytes]);
      return tx.$queryRawUnsafe<object[]>(
        'SELECT n, t, i::text AS i, extract(epoch FROM at)::text AS at, d::text AS d, u::text AS u, j FROM copied',
      );
    });

  test('binary rows come back as they were written, in the order of their first field, also from memory that is used again', async () => {
    const rows = binaryRows(1000);
    const write = (to: BinaryRows) => {
      instants.forEach((at, n) => {
        to.row(7);
        to.text(`common ${String.fromCharCode(110 - n)}`);
        to.int4(n);
        to.text(n === 0 ? undefined : `Zoë, 李\t"\\N" ${n}`);
        to.int8(n === 0 ? -1n : 999_999_999_999n);
        to.timestamptz(Date.parse(at));
        to.date(n === 0 ? undefined : at.slice(0, 10));
        to.uuid(id);
      });
    };
    write(rows);
    rows.clear();
    write(rows);
    expect(rows.count()).toBe(4);
    expect(
      await stored(
        'COPY copied (k, n, t, i, at, d, u) FROM STDIN (FORMAT binary)',
        Buffer.concat([binaryHeader, rows.bytes()]),
      ),
    ).toEqual(
      instants
        .map((at, n) => ({
          n,
          t: n === 0 ? null : `Zoë, 李\t"\\N" ${n}`,
          i: n === 0 ? '-1' : '999999999999',
          at: (Date.parse(at) / 1000).toFixed(6),
          d: n === 0 ? null : at.slice(0, 10),
          u: id,
          j: null,
        }))
        .reverse(),
    );
  });

  test('lines come back as they were written: marks of the format, instants, JSON with money', async () => {
    const text = 'a\tb\nc\rd\\e \\N';
    const line = copyLine([1, text, 5n, new Date(instants[3] ?? ''), undefined, id, { text, cents: 12n }]);
    expect(await stored('COPY copied (n, t, i, at, d, u, j) FROM STDIN', line)).toEqual([
      { n: 1, t: text, i: '5', at: '2147483648.001000', d: null, u: id, j: { text, cents: '12' } },
    ]);
  });
});
