import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../src/core/text/clean-text.ts';
import { type Block, type BlockKind, createPress } from '../../../src/features/papers/index.ts';
import { breakable } from '../../../src/features/papers/pdf/breakable.ts';
import { aPaper, eachKind, pagesOf, rightmost } from '../../support/papers.ts';

const press = createPress();
const printed = async (blocks: readonly Block[], other = {}): Promise<readonly string[]> =>
  pagesOf(await press.print(aPaper(blocks, other)));

/** Without blanks: a reader of PDF guesses those. */
const packed = (text: string): string => text.replace(/\s+/gu, '');

const rowsOf = (count: number): Extract<Block, { kind: 'table' }> => ({
  kind: 'table',
  caption: 'Lines',
  columns: [
    { header: 'Description', holds: 'text' },
    { header: 'Net', holds: 'figures' },
  ],
  rows: Array.from({ length: count }, (_, at) => [{ text: `Row-${at + 1}.` }, { text: '10.00' }]),
  sums: [
    { label: 'Subtotal', value: '100.00' },
    { label: 'Grand total', value: '122.00', isMain: true },
  ],
});

const shown: Partial<Record<BlockKind, string>> = {
  letterhead: 'Words',
  heading: 'Words',
  parties: 'Words',
  figures: 'Words',
  paragraph: 'Words',
  list: '•',
  table: '1.00',
  sums: '2.00',
  note: 'Words',
  payment: 'IT60 X054 2811 1010 0000 0123 456',
  signature: 'Place, date and signature',
  stamp: 'WORDS',
};

describe('a paper as PDF', () => {
  test.each(Object.values(eachKind('Words')))('BIL-4 a block of the kind $kind', async (block) => {
    const pages = await printed([{ kind: 'paragraph', text: 'Before.' }, block, { kind: 'paragraph', text: 'After.' }]);
    const text = pages.join('\n');
    expect(text).toContain('Invoice INV-7');
    expect(text).toContain(shown[block.kind] ?? 'Before.');
    expect(pages).toHaveLength(block.kind === 'page_break' ? 2 : 1);
    expect(pages.at(-1)).toContain('After.');
  });

  test('BIL-12 the same paper is the same bytes, by whichever process', async () => {
    const paper = aPaper(Object.values(eachKind('Words')));
    const other = createPress();
    const [first, again, elsewhere] = [await press.print(paper), await press.print(paper), await other.print(paper)];
    expect(Buffer.compare(first, again)).toBe(0);
    expect(Buffer.compare(first, elsewhere)).toBe(0);
  });

  test('pages say which of how many they are, in the paper’s language; later ones what they belong to', async () => {
    const long: Block = { kind: 'paragraph', text: 'Many words. '.repeat(900) };
    const pages = await printed([long], { language: 'it', title: 'Fattura' });
    expect(pages.length).toBeGreaterThan(1);
    for (const [at, page] of pages.entries()) expect(page).toContain(`Pagina ${at + 1} di ${pages.length}`);
    expect(pages[1]).toContain('Fattura INV-7');
    expect(pages.every((page) => page.includes('Acme S.r.l.'))).toBe(true);
  });

  test('BIL-4 a table’s header is on each of its pages, and its sums never stand without its last row', async () => {
    let broken = 0;
    for (let count = 34; count <= 46; count += 1) {
      const pages = await printed([rowsOf(count)]);
      if (pages.length > 1) broken += 1;
      for (const page of pages) expect(page).toContain('Description');
      const last = pages.find((page) => page.includes('Grand total'));
      expect(last).toContain('Subtotal');
      expect(last).toContain(`Row-${count}.`);
    }
    expect(broken).toBeGreaterThan(3);
  });

  test('a last row that is longer than a page is printed whole', async () => {
    const table = rowsOf(3);
    const words = Array.from({ length: 1_500 }, (_, at) => `w${at}`).join(' ');
    const pages = await printed([{ ...table, rows: [...table.rows, [{ text: words }, { text: '1.00' }]] }]);
    const text = pages.join(' ');
    expect(text).toContain('w1499');
    expect(text).toContain('Grand total');
  });

  test('nothing that people wrote is code: it is printed as it is', async () => {
    const dangers = [
      '#import "@preview/x:1.0.0"',
      '$ x^2 $',
      '*not bold*',
      '#read("/etc/passwd")',
      '<script>',
      '= no',
      '@ref',
      '\\',
      '`raw`',
      '//c',
      '"]}',
    ];
    const text = (await printed(dangers.map((each): Block => ({ kind: 'paragraph', text: each })))).join('\n');
    for (const each of dangers) expect(packed(text)).toContain(packed(each));
  });

  test('Greek, Cyrillic and accents are printed; what no font has is shown as missing, not dropped', async () => {
    const text = (await printed([{ kind: 'paragraph', text: 'Ελληνικά Русский Žluťoučký Đặng' }])).join('');
    expect(text).toContain('Ελληνικά Русский Žluťoučký Đặng');
    const [without, missing] = [
      await printed([{ kind: 'paragraph', text: 'ab' }]),
      await printed([{ kind: 'paragraph', text: 'a日本b' }]),
    ];
    expect(without.join('')).toContain('ab');
    expect(missing.join('')).not.toContain('ab');
  });

  test('BIL-12 no font of this machine is used, only ours and those that Typst itself brings', async () => {
    const pdf = await press.print(aPaper([{ kind: 'paragraph', text: 'a ♫ Ա ⠿ ჰ ༀ 日 😀 z' }]));
    const fonts = [
      ...Buffer.from(pdf)
        .toString('latin1')
        .matchAll(/\/BaseFont\s*\/[A-Z]{6}\+([A-Za-z]+)/g),
    ].map(([, name = '']) => name);
    expect(fonts).toContain('NotoSans');
    const brought = /^(NotoSans|Libertinus|NewCM|DejaVuSansMono$)/;
    expect(fonts.filter((name) => !brought.test(name))).toEqual([]);
  });

  test('whatever people wrote, in whichever block, is printed, and nothing of it runs off the page', async () => {
    const odd = fc.constantFrom(
      '<script>alert(1)</script>',
      '#import "@preview/x"',
      '$',
      '😀👨‍👩‍👧',
      'שלום עולם',
      'مرحبا',
      '日本語',
      '\n',
      '\u202e',
      'x'.repeat(3_000),
      '',
    );
    const anyText = fc
      .array(fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 60 })), { maxLength: 5 })
      .map((parts) => parts.join(' '));
    await fc.assert(
      fc.asyncProperty(anyText, fc.constantFrom('en' as const, 'it' as const), async (text, language) => {
        const blocks = Object.values(eachKind(`${text} ends-here`));
        const pdf = await press.print(aPaper(blocks, { language, number: text.slice(0, 200) }));
        // Twice in the table, so that neither its cell nor its note was cut.
        expect(packed((await pagesOf(pdf)).join('')).split('ends-here').length).toBeGreaterThan(20);
        expect(await rightmost(pdf)).toBeLessThanOrEqual(570);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });

  test('BIL-4 the letters of long words, which may break, are found and copied as those of all others', async () => {
    const text = 'mail billing@harbor.example, a@b.it 3@4, https://pay.example/invoices/INV-2026-00007?of=acme';
    expect(packed((await printed([{ kind: 'paragraph', text }])).join(''))).toContain(packed(text));
    const long = 'e1@'.repeat(400);
    const pdf = await press.print(aPaper([{ kind: 'paragraph', text: long }]));
    expect(packed((await pagesOf(pdf)).join(''))).toContain(long);
    expect(await rightmost(pdf)).toBeLessThanOrEqual(570);
  });

  test('long words can be broken, others are left as they are', () => {
    expect(breakable('Hart & Sons')).toBe('Hart & Sons');
    expect(
      breakable('x'.repeat(10_000))
        .split('\u200b')
        .every((part) => part.length <= 8),
    ).toBe(true);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(breakable(text).replaceAll('\u200b', '')).toBe(cleanText(text));
      }),
    );
  });
});
