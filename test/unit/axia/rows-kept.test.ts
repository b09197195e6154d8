import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv, header, line, read, readWithNotes, refusal } from './a-report.ts';

const ids = async (content: string, settings: object = {}, size?: number) =>
  (await read(content, settings, size)).map((row) => row.transactionId);

/** A report whose first column is the customer's name. */
const nameFirst = (...rows: readonly string[]) =>
  [
    'Customer Name,Transaction ID,Subscription ID,Billing Date,Customer ID,Amount,Currency,Transaction Date,Status',
    ...rows,
  ].join('\n');
const named = (name: string, id: string, more: { currency?: string; status?: string } = {}) =>
  `${name},${id},S-${id},2026-03-01,C-${id},120.00,${more.currency ?? 'USD'},2026-03-01 06:00:00,${more.status ?? 'Declined'}`;

describe('COL-1, T16 a row with a transaction id and a known status is a transaction, whatever its first cell says', () => {
  const total = named('Total Wellness Clinic', 'T2');
  test.each([
    ['between others', nameFirst(named('Hart', 'T1'), total, named('Lee', 'T3')), ['T1', 'T2', 'T3']],
    ['at the end', nameFirst(named('Hart', 'T1'), total), ['T1', 'T2']],
    [
      'among two currencies',
      nameFirst(named('Hart', 'T1'), named('Lee', 'T3', { currency: 'CAD' }), total),
      ['T1', 'T3', 'T2'],
    ],
    ['before the totals', nameFirst(total, 'Total,1,,,,120.00,,,'), ['T2']],
    ['called Records & Co', nameFirst(named('Records & Co', 'T1'), named('Count Dracula 2', 'T2')), ['T1', 'T2']],
  ])('%s', async (_where, content, expected) => {
    expect(await ids(content)).toEqual(expected);
  });

  test('half of such a row, or one whose status is not known, is no line of totals: it refuses the file', async () => {
    expect(await refusal(nameFirst(named('Hart', 'T1'), total.slice(0, 40)))).toMatch(/^Row 3 has 4 of 9 columns/);
    expect(await refusal(nameFirst(named('Hart', 'T1'), 'Total Wellness Clinic'))).toMatch(/^Row 3 has 1 of 9 columns/);
    expect(
      await refusal(nameFirst(named('Hart', 'T1'), named('Total Wellness Clinic', 'T2', { status: 'Maybe' }))),
    ).toMatch(/^Row 3, “Status”: the status “maybe” is not known/);
    expect(await refusal(nameFirst(named('Hart', 'T1'), named('Total Wellness Clinic', 'T2', { status: '' })))).toMatch(
      /^Row 3, “Status”: the status is missing/,
    );
  });
});

describe('COL-1, T06 an id that a spreadsheet has spoiled refuses the file', () => {
  test.each(['4.00218E+14', '4,00218E+14', '1E+15', '1.2e+09', '="4.00218E+14"', '#######', '#NAME?', '#N/A'])(
    '%s',
    async (id) => {
      const text = await refusal(csv(line('T1'), line(id.includes(',') ? `"${id}"` : id)));
      expect(text).toMatch(/^Row 3, “Transaction ID”: this id was shortened by a spreadsheet \(/);
      expect(text).toContain('export again without opening it in Excel');
    },
  );

  test.each(['Subscription ID', 'Customer ID', 'Billing Date'])('also in %s, which identify too', async (column) => {
    const at = header.split(',').indexOf(column);
    const cells = line('T1').split(',');
    cells[at] = '4.00218E+14';
    expect(await refusal(csv(cells.join(',')))).toMatch(
      new RegExp(`^Row 2, “${column}”: this id was shortened by a spreadsheet`),
    );
  });

  test('what only looks a little like it is an id', async () => {
    const fine = ['4E14', '12E3', 'E+14', '400218000000123', '4.00218', '#1234', 'TXE+14'];
    expect(await ids(csv(...fine.map((id) => line(id))))).toEqual(fine);
  });
});

describe('COL-1, T07, T18 what guards a cell from spreadsheets, and what nobody sees in it, is no part of it', () => {
  test.each(['="00123"', '"=""00123"""', "'00123", ' 00123 ', '\u200b00123', '00\u200d123\ufeff', '00123\u00a0'])(
    'the id %j is 00123',
    async (id) => {
      expect(await ids(csv(line(id)))).toEqual(['00123']);
    },
  );

  test('amount, customer, date and status alike; a name keeps its apostrophe', async () => {
    const [row] = await read(
      csv(
        line('T1', { amount: '="120.00"', date: '="2026-03-01 06:00:00"', status: "'Declined", name: "'t Hooft BV" }),
      ).replace(',C1,', ',="C1",'),
    );
    expect(row).toMatchObject({ amount: 12000n, customer: 'C1', outcome: 'failed', customerName: "'t Hooft BV" });
    expect(row).toEqual((await read(csv(line('T1', { name: "'t Hooft BV" }))))[0]);
    expect((await read(csv(line('T1', { amount: "'120.00" }))))[0]?.amount).toBe(12000n);
    expect((await read(csv(line('T1', { name: '="Hart"' }))))[0]?.customerName).toBe('Hart');
  });

  test('in the header as well, and in no-break spaces of an amount', async () => {
    const odd = csv(line('T1', { amount: '"1\u202f200.00"' }))
      .replace('Transaction ID', '\u200bTransaction\u00a0ID')
      .replace('Customer ID', '="Customer ID"');
    expect((await read(odd))[0]).toMatchObject({ transactionId: 'T1', amount: 120_000n });
  });
});

describe('COL-1, T08 a transaction that is yet to come is an error of the file', () => {
  test('after tomorrow it is refused, by row, column and the day as it was read', async () => {
    expect(await refusal(csv(line('T1'), line('T2', { date: '2026-04-08 00:00:00' })))).toMatch(
      /^Row 3, “Transaction Date”: “2026-04-08 00:00:00” is read as Apr 8, 2026, which is yet to come/,
    );
    expect(await refusal(csv(line('T1', { date: '05/04/2026' })))).toMatch(/May 4, 2026.*order.*Settings/);
    expect(await ids(csv(line('T1', { date: '2026-04-07 23:59:59' })))).toEqual(['T1']);
    expect(await ids(csv(line('T1', { date: '05/04/2026' })), { dateFormats: ['DD/MM/YYYY'] })).toEqual(['T1']);
  });
});

describe('COL-1, T10, T14 a quote means something where a cell begins, elsewhere it is text', () => {
  const inch = line('T1', { name: 'Screens 27" Ltd' });
  const quoted = line('T2', { name: '"Larkspur\nLegal"' });
  const many = Array.from({ length: 2600 }, (_, n) => line(`M${n}`));

  test('the same answer whatever follows', async () => {
    for (const rest of [[], [line('T2')], [quoted, line('T3')], many, [...many, quoted, inch.replace('T1', 'T9')]]) {
      const rows = await read(csv(inch, ...rest));
      expect(rows).toHaveLength(1 + rest.length);
      expect(rows[0]).toMatchObject({ row: 2, customerName: 'Screens 27" Ltd' });
    }
  });

  test.each([
    ['not closed', '"Screens'],
    ['text behind it', '"Screens 27" Ltd'],
  ])('one that makes no sense names its own row, whatever follows: %s', async (_what, name) => {
    const wrong = line('T1', { name });
    for (const rest of [[], [line('T2')], [quoted, line('T3')], many, [...many, quoted]])
      expect(await refusal(csv(wrong, ...rest))).toBe(
        'Row 2, “Customer Name”: a quote is not closed, or stands in the wrong place.',
      );
  });

  test('blanks between separators and quotes are no part of the text, of header and rows', async () => {
    const spaced = (text: string) =>
      text
        .split(',')
        .map((cell) => `"${cell}"`)
        .join(' , ');
    expect(await read([header, line('T1'), line('T2')].map(spaced).join('\n'))).toEqual(
      await read(csv(line('T1'), line('T2'))),
    );
  });
});

describe('COL-1, T11, T12 line ends', () => {
  const lines = [header, line('T1', { name: '"Bayside\nSuite 2"' }), line('T2'), line('T3', { name: '"a ""b"""' })];
  const expected = async () =>
    (await read(`${lines.join('\n')}\n`)).map((row) => ({ ...row, customerName: undefined }));

  test('CR alone, LF, CRLF and a mixture of them are the same, small and large, however the bytes are cut', async () => {
    const rows = await expected();
    expect(rows).toHaveLength(3);
    const variants = [
      lines.join('\r'),
      `${lines.join('\r')}\r`,
      lines.join('\r\n').replace('Bayside\nSuite', 'Bayside\r\nSuite'),
      `${lines.join('\n').replace('Bayside\nSuite', 'Bayside\r\nSuite')}\n`,
      `${lines[0]}\n${lines.slice(1).join('\r\n')}\r\n`,
    ];
    for (const variant of variants)
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: variant.length }), async (size) => {
          const found = await read(variant, {}, size);
          expect(found.map((row) => ({ ...row, customerName: undefined }))).toEqual(rows);
          expect(found.map((row) => row.customerName?.replace(/\s+/, ' '))).toEqual([
            'Bayside Suite 2',
            'Hart',
            'a "b"',
          ]);
        }),
        { numRuns: 40 },
      );
    const large = [header, ...Array.from({ length: 2600 }, (_, n) => line(`T${n}`))].join('\r');
    expect(await read(large)).toHaveLength(2600);
  });

  test('a stray CR is no part of the last cell', async () => {
    expect((await read(`${csv(line('T1', { attempt: '2' }))}\r\n`))[0]?.number).toBe(2);
  });
});

describe('COL-1, T15 what neither failed nor was paid is ignored, and whether the totals were checked is said', () => {
  const refund = (amount: string) => line('T2', { status: 'Refunded', amount });

  test.each(['($480.00)', '480.00-', '-480.00', '−480.00', '$(480.00)'])(
    'a refund of %s counts in the total',
    async (amount) => {
      const { rows, notes } = await readWithNotes(
        csv(line('T1', { amount: '1200.00' }), refund(amount), 'Total,2,,,,720.00,,,,,,,,,'),
      );
      expect(rows.map((row) => row.transactionId)).toEqual(['T1']);
      expect(notes).toEqual(['The totals line (row 4) was checked: 2 rows, $720.00.']);
      expect(await refusal(csv(line('T1'), refund(amount), 'Total,2,,,,120.00,,,,,,,,,'))).toMatch(
        /^Row 4, “Amount”: the totals line’s amount is not the sum of the rows \(-\$360\.00\)/,
      );
      expect(await ids(csv(line('T1'), refund(amount)))).toEqual(['T1']);
    },
  );

  test('a failed charge of less than nothing is refused', async () => {
    for (const amount of ['($480.00)', '480.00-'])
      expect(await refusal(csv(line('T1', { amount })))).toMatch(/^Row 2, “Amount”: the amount cannot be read/);
  });

  test('where the total can’t be checked the answer says why, and what could be', async () => {
    const totals = 'Total,2,,,,240.00,,,,,,,,,';
    expect((await readWithNotes(csv(line('T1'), refund('see below'), totals))).notes).toEqual([
      'The totals line (row 4) was checked: 2 rows. The amount of the totals line (row 4) was not checked: the amount in row 3 cannot be read.',
    ]);
    expect((await readWithNotes(csv(line('T1'), line('T2', { currency: 'EUR' }), totals))).notes).toEqual([
      'The totals line (row 4) was checked: 2 rows. The amount of the totals line (row 4) was not checked: the rows are in 2 currencies.',
    ]);
    expect(
      (await readWithNotes(csv(line('T1'), line('T2', { currency: 'EUR' }), 'Total,2,,,,120.00,EUR,,,,,,,,'))).notes,
    ).toEqual(['The totals line (row 4) was checked: 2 rows, €120.00.']);
    expect((await readWithNotes(csv(line('T1'), 'Total records: 1'))).notes).toEqual([
      'The totals line (row 3) was checked: 1 row. The amount of the totals line (row 3) was not checked: it states no amount.',
    ]);
    expect((await readWithNotes(csv(line('T1'), line('T2'), ',,,,2 transactions,240.00,,,,,,,,,'))).notes).toEqual([
      'The totals line (row 4) was checked: 2 rows, $240.00.',
    ]);
    expect((await readWithNotes(csv(line('T1')))).notes).toEqual([]);
  });
});
