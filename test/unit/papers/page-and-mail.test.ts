import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from '../../../src/core/text/clean-text.ts';
import { type Block, type BlockKind, renderMail, renderPage } from '../../../src/features/papers/index.ts';
import { aPaper, eachKind } from '../../support/papers.ts';

const onPage: Readonly<Record<BlockKind, string>> = {
  letterhead: '<p class="writer">Words</p>',
  heading: '<h2 class="heading" dir="auto">Words</h2>',
  parties: '<strong class="strong">Words</strong><br>Words',
  figures: '<dd dir="auto" class="value main">Words</dd>',
  paragraph: '<p class="paragraph" dir="auto">Words</p>',
  list: '<li dir="auto">Words</li>',
  table: '<th scope="col" role="columnheader" class="head">Words</th>',
  sums: '<th scope="row" role="rowheader" class="sum end">Words</th>',
  note: '<strong class="strong">Words</strong><br>Words',
  payment: '<svg role="img" aria-label="Scan it with your bank’s app"',
  signature: 'Place, date and signature',
  stamp: '<p class="good">Words</p>',
  background: '',
  page_break: '<hr class="break">',
};

const inText: Readonly<Record<BlockKind, string>> = {
  letterhead: 'Words\nWords',
  heading: 'WORDS',
  parties: 'Words: Words\nWords',
  figures: 'Words: Words',
  paragraph: 'Words',
  list: '- Words',
  table: '- Words: Words\n  Words\n  Net: 1.00\nWords: 1.00',
  sums: 'Words: 2.00',
  note: 'Words: Words',
  payment:
    'Payment\nAmount: €1,234.50\nDue: Words\nPayee: Words\nIBAN: IT60 X054 2811 1010 0000 0123 456\nReference: Words\nPay online: https://pay.example/x',
  signature: 'Words: Words',
  stamp: '[Words]',
  background: '',
  page_break: '',
};

const tagsOf = (html: string): readonly string[] =>
  [...html.replace(/<style>.*?<\/style>/s, '').matchAll(/<(\/?[a-z0-9]+)[^>]*>/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'br');

const all = (text: string): readonly Block[] => Object.values(eachKind(text));

describe('a paper as page and as mail', () => {
  test.each(Object.values(eachKind('Words')))('BIL-4 a block of the kind $kind', (block) => {
    const paper = aPaper([block]);
    expect(renderPage(paper).html).toContain(onPage[block.kind]);
    const { html, text } = renderMail(paper);
    expect(text).toBe(['Invoice INV-7', inText[block.kind], 'Acme S.r.l.'].filter(Boolean).join('\n\n'));
    const drawn = block.kind !== 'background' && block.kind !== 'page_break';
    expect(html.includes('Words')).toBe(drawn);
  });

  test.each(['en', 'it'] as const)(
    'a page in %s has its language, landmarks and one heading of the first rank; no script, and nothing from elsewhere',
    (language) => {
      const { html, styleSource } = renderPage(aPaper(all('Words'), { language, colour: '#ffd700' }));
      expect(html).toContain(`<html lang="${language}">`);
      for (const tag of ['<header>', '<main>', '<footer>', '<h1>']) expect(html.split(tag)).toHaveLength(2);
      expect(html).not.toMatch(/<script|\son\w+=|src="http|url\(|\sstyle="/);
      expect(html).toContain('prefers-color-scheme:dark');
      expect(styleSource).toMatch(/^'sha256-[A-Za-z0-9+/]{43}='$/);
    },
  );

  test('a mail has its styles at its elements, no picture and no code', () => {
    const { subject, html } = renderMail(aPaper(all('Words'), { number: 'INV-7\n' }));
    expect(subject).toBe('Invoice INV-7');
    expect(html).not.toMatch(/<style|class=|<img|<svg|undefined/);
  });

  test('nothing that people wrote becomes markup, whichever block it stands in', () => {
    const odd = fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onclick='x",
      '&lt;',
      ']]>',
      '<!--',
      '</style>',
      '\u202e',
      '\0',
      'שלום',
      '😀',
      'x'.repeat(10_000),
    );
    const anyText = fc
      .array(fc.oneof(odd, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 })
      .map((parts) => `a${parts.join(' ')}`);
    const usual = aPaper(all('Words'));
    fc.assert(
      fc.property(anyText, (text) => {
        const paper = aPaper(all(text), { title: text, foot: text });
        expect(tagsOf(renderPage(paper).html)).toEqual(tagsOf(renderPage(usual).html));
        expect(tagsOf(renderMail(paper).html)).toEqual(tagsOf(renderMail(usual).html));
        expect(renderMail(paper).text).toContain(cleanText(text));
        expect(renderPage(paper).html).not.toMatch(/[\0\u202e]/);
      }),
      { numRuns: 60 },
    );
  });

  test('a link is one of the web, or none', () => {
    const { payment } = eachKind('Words');
    for (const link of ['javascript:alert(1)', 'data:text/html,x', 'http://pay.example'])
      expect(renderPage(aPaper([{ ...payment, link }])).html).not.toContain('<a ');
    expect(renderPage(aPaper([{ ...payment, link: 'https://pay.example/?a="b' }])).html).toContain(
      'href="https://pay.example/?a=&quot;b"',
    );
  });
});
