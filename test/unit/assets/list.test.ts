import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Asset } from '../../../src/features/billing/assets/inventory/asset.ts';
import { capped, parseList, textOf } from '../../../src/features/billing/assets/lists/list.ts';
import { differenceOf } from '../../../src/features/billing/assets/sync/difference.ts';
import { syncLines } from '../../../src/features/billing/assets/sync/sync-views.ts';
import { bytes } from '../../support/files.ts';

const listed = (listedId: string, name: string, site = '') => ({ listedId, name, site });

describe('CUS-2 the list of a server', () => {
  test.each([
    ['a JSON list', '[{"id": 7, "name": " News\\n ", "site": "shop"}, {"id": "8", "name": "Offers", "members": 5}]'],
    [
      'a JSON object with assets',
      '{"assets": [{"id": "7", "name": "News", "site": "shop"}, {"id": "8", "name": "Offers", "site": null}]}',
    ],
    ['CSV', '\uFEFFID;Name;Site\r\n7;News;shop\r\n\r\n8;Offers;\r\n'],
    ['CSV in another order', 'name,extra,id,site\nNews,x,7,shop\n"Offers",y,8,'],
  ])('CUS-2 %s is read', (_what, text) => {
    expect(parseList(text)).toEqual([listed('7', 'News', 'shop'), listed('8', 'Offers')]);
  });

  test.each([
    ['nothing', '', 'no list of assets'],
    ['garbage', '\u0000\u0001 %PDF-1.4 stream', 'no list of assets'],
    ['a web page', '<!DOCTYPE html><html><body>Login</body></html>', 'a web page'],
    ['half a JSON', '[{"id": 1, "name": "News"}, {"id"', 'begins as JSON'],
    ['another JSON', '{"error": "no"}', 'no list of assets'],
    ['a list of texts', '["News"]', 'no list of assets'],
    ['an empty list', '[]', 'The list is empty'],
    ['a header alone', 'id,name\n', 'The list is empty'],
    ['no id', 'id,name\n1,News\n,Offers', 'Entry 2 has no id'],
    ['no name', '[{"id": 1}]', 'Entry 1 has no name'],
    ['a spoiled id', 'id,name\n4.00218E+14,News', 'a spreadsheet shortened'],
    ['an id twice', 'id,name\n1,News\n1,Offers', 'The id 1 is there twice'],
    ['a card number', 'id,name\n1,4242 4242 4242 4242', 'card number'],
    ['a long name', `id,name\n1,${'x'.repeat(201)}`, 'The name of entry 1'],
  ])('CUS-2 %s is refused, and nothing is taken', (_what, text, sentence) => {
    expect(() => parseList(text)).toThrow(sentence);
  });

  test('CUS-2 more assets than are read, more than 2 MB, and what is no text are refused', async () => {
    expect(() => parseList(`id,name\n${Array.from({ length: 20_001 }, (_, n) => `${n},x`).join('\n')}`)).toThrow(
      '20,000',
    );
    await expect(textOf(capped(bytes('x'.repeat(2 * 1024 * 1024 + 1))))).rejects.toThrow('larger than 2 MB');
    expect(await textOf(capped(bytes('x'.repeat(2 * 1024 * 1024))))).toHaveLength(2 * 1024 * 1024);
    await expect(textOf(bytes(new Uint8Array([0xff, 0xfe, 0x41])))).rejects.toThrow('UTF-8');
  });
});

const known = (listedId: string, name: string, more: Partial<Asset> = {}): Asset => ({
  id: `a${listedId}`,
  serverId: 's',
  kind: 'list',
  listedId,
  name,
  site: '',
  foundAt: new Date(0),
  ...more,
});

describe('CUS-2 what a sync finds', () => {
  test('CUS-2 by the id: new, renamed, at another site, gone and there again; told with counts and names', () => {
    const found = differenceOf(
      [
        known('1', 'News'),
        known('2', 'Offers'),
        known('3', 'Jobs', { site: 'a' }),
        known('4', 'Old', { goneAt: new Date(0) }),
        known('5', 'Same'),
      ],
      [
        listed('1', 'Bulletin'),
        listed('3', 'Jobs', 'b'),
        listed('4', 'Old'),
        listed('5', 'Same'),
        listed('6', 'Fresh'),
      ],
    );
    expect(syncLines(found)).toEqual([
      '1 new: Fresh.',
      '1 renamed: News → Bulletin.',
      '1 at another site: Jobs → b.',
      '1 there again: Old.',
      '1 gone: Offers.',
    ]);
    expect(found.unchanged).toBe(1);
    expect(syncLines(differenceOf([known('1', 'News')], [listed('1', 'News')]))).toEqual([
      'Nothing has changed: 1 asset.',
    ]);
    expect(
      syncLines(
        differenceOf(
          [],
          Array.from({ length: 23 }, (_, n) => listed(String(n), `L${n}`)),
        ),
      )[0],
    ).toContain('and 3 more');
  });

  test('CUS-2 whatever was known: after a sync just what is listed is there, and the same list changes nothing', () => {
    const list = fc.uniqueArray(
      fc.record({
        listedId: fc.stringMatching(/^[a-f]$/),
        name: fc.constantFrom('x', 'y'),
        site: fc.constantFrom('', 's'),
      }),
      {
        selector: ({ listedId }) => listedId,
      },
    );
    fc.assert(
      fc.property(list, fc.infiniteStream(fc.boolean()), list, (before, gone, after) => {
        const assets = before.map(({ listedId, name, site }) =>
          known(listedId, name, { site, ...(gone.next().value ? { goneAt: new Date(0) } : {}) }),
        );
        const found = differenceOf(assets, after);
        expect(found.added.length + found.changed.length + found.back.length + found.unchanged).toBe(after.length);
        const changes = new Map([...found.changed, ...found.back].map((each) => [each.before.id, each.after]));
        const lost = new Set(found.gone.map(({ id }) => id));
        const now = [
          ...assets.map((asset): Asset => {
            const { goneAt, ...rest } = { ...asset, ...changes.get(asset.id) };
            const isGone = lost.has(asset.id) || (goneAt && !changes.has(asset.id));
            return isGone ? { ...rest, goneAt: new Date(0) } : rest;
          }),
          ...found.added.map(({ listedId, name, site }) => known(listedId, name, { site })),
        ];
        const there = now
          .filter(({ goneAt }) => !goneAt)
          .map(({ listedId, name, site }) => listed(listedId, name, site));
        const byId = (a: { listedId: string }, b: { listedId: string }) => (a.listedId < b.listedId ? -1 : 1);
        expect(there.sort(byId)).toEqual([...after].sort(byId));
        const again = differenceOf(now, after);
        expect([again.added, again.changed, again.back, again.gone]).toEqual([[], [], [], []]);
      }),
    );
  });
});
