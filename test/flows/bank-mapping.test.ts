import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { startEntry } from '../../src/features/entries/index.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { csvKinds, featureSlices } from '../../src/features/slices.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { describePostgres } from '../support/database.ts';
import { openerOf } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

const file = 'Account 12;;\nBooked;Details;Sum\n02.03.2026;Wire of Acme;130.00\n02.03.2026;Bank fee;-9.00\n';

describePostgres('a bank’s file with columns of its own', () => {
  let h: Harness;
  beforeAll(async () => {
    const slices = featureSlices({
      playbooks: await loadPlaybooks(),
      reportFormats: [],
      openFile: openerOf({ F1: { name: 'march.csv', content: file } }),
      wakeRuns: () => {},
    });
    h = await createHarness({ engine: 'postgres', slices });
  });
  afterAll(() => h.close());

  test('BIL-15 it is refused, its columns are mapped by a form, its rows are shown as they would be read, and it is entered', async () => {
    const given = { kind: 'bank', fileName: 'march.csv', fileId: 'F1', isPreview: false };
    await startEntry(h.deps, h.person('accounting'), csvKinds, given);
    await workThroughRuns(h.deps);
    const told = (await h.posts()).at(-1);
    expect(told?.text).toContain('march.csv: The header has');
    const [, runId = ''] = /"value":"([^"]+)","action_id":"entry\.map"/.exec(JSON.stringify(told?.payload)) ?? [];
    const asks = asking(h, { name: 'none' }, 'accounting');
    await expect(asking(h, { name: 'none' }, 'sales').press('entry.map', runId)).rejects.toThrow(NotAllowed);
    const { modal } = await asks.press('entry.map', runId);
    expect(JSON.stringify(modal)).toContain('its columns are named in line 2');
    const chosen = { date: '0', text: '1', amount: '2', currency: 'none', id: 'none', day_order: 'dmy' };
    await expect(asks.submit('entry.map', runId, chosen)).rejects.toMatchObject({
      fields: { currency: expect.stringContaining('Choose the column') },
    });
    await expect(
      asks.submit('entry.map', runId, { ...chosen, amount: '0', same: { text: 'USD' } }),
    ).rejects.toMatchObject({
      fields: { amount: 'This column is chosen twice.' },
    });
    const wrong = await asks.submit('entry.map', runId, { ...chosen, day_order: 'ymd', same: { text: 'USD' } });
    expect(JSON.stringify(wrong.replace)).toContain('Row 3, date: Write the day as year-month-day');
    expect(wrong.replace?.submit).toBeUndefined();
    const { replace } = await asks.submit('entry.map', runId, { ...chosen, same: { text: 'USD' } });
    const shown = JSON.stringify(replace);
    expect(shown).toContain('3. Mar 2, 2026 · $130.00 · Wire of Acme');
    expect(shown).toContain('4. Not money that came in: it is left out.');
    expect(await h.db.prisma.bankRow.count()).toBe(0);
    await asks.submit('entry.map_confirm', replace?.private_metadata ?? '', {});
    await workThroughRuns(h.deps);
    expect(await h.db.prisma.bankRow.findMany()).toMatchObject([
      { amount: 130_00n, currency: 'USD', text: 'Wire of Acme' },
    ]);
    expect((await h.posts()).at(-1)?.text).toBe('Entered from march.csv: 2 rows of bank.');
  });
});
