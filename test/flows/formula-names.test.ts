import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { customersSlice } from '../../src/features/customers/index.ts';
import { exportData } from '../../src/platform/export/export.ts';
import { asking } from './ask.ts';
import { collectionsHarness } from './collections-support.ts';

/** T48 names that spreadsheets and Slack would carry out: shown as typed, nobody is called, the export's cell is text. */
test('T48 a customer called like a formula, and one called like a mention of everybody', async () => {
  const h = await collectionsHarness('embedded');
  const directory = mkdtempSync(join(tmpdir(), 'baton-names-'));
  const [formula, mention] = ['=HYPERLINK("http://x.example","pay")', '<!channel> & Sons'] as const;
  try {
    for (const [name, reference] of [
      [formula, 'AX-1001'],
      [mention, 'AX-1002'],
    ] as const)
      await h.customer(name, reference);
    await h.importCsv(readFileSync('test/fixtures/reports/formula-name.csv', 'utf8'));
    const alerts = (await h.messages('case')).map(({ json }) => json).join();
    expect(alerts).toContain(JSON.stringify(formula).slice(1, -1));
    expect(alerts).toContain('&lt;!channel&gt; &amp; Sons');

    const asks = asking(h, customersSlice, 'accounting');
    const shown = JSON.stringify((await asks.type('customer', mention)).modal);
    expect(shown).toContain('&lt;!channel&gt; &amp; Sons');
    const posts = (await h.posts()).map((post) => JSON.stringify(post.payload));
    // A plain text calls nobody.
    const plain = /"type":"plain_text","text":"(?:[^"\\]|\\.)*"/g;
    for (const text of [alerts, shown, ...posts]) expect(text.replace(plain, '')).not.toContain('<!channel');

    await exportData(h.db, { directory, format: 'csv' });
    const names = (file: string, column: string) =>
      Papa.parse<Record<string, string>>(readFileSync(join(directory, file), 'utf8'), {
        header: true,
        skipEmptyLines: true,
      })
        .data.map((row) => row[column])
        .sort();
    expect(names('customers.csv', 'name')).toEqual([`'${formula}`, mention].sort());
    expect(names('cases.csv', 'reported_name')).toEqual([`'${formula}`, mention].sort());
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await h.close();
  }
});
