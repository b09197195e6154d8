import { extractText, getDocumentProxy } from 'unpdf';
import { money } from '../../src/core/money/money.ts';
import type { Block, BlockKind, Paper, Press } from '../../src/features/papers/index.ts';

/** Each page's text, as a reader of PDF finds it; what breaks long words is left out. */
export const pagesOf = async (pdf: Uint8Array): Promise<readonly string[]> => {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text.map((page) => page.replaceAll('\u200b', ''));
};

/** Where the text that reaches farthest to the right ends, in points; what is turned apart. */
export const rightmost = async (pdf: Uint8Array): Promise<number> => {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const ends: number[] = [];
  for (let at = 1; at <= document.numPages; at += 1) {
    const { items } = await (await document.getPage(at)).getTextContent();
    for (const item of items)
      if ('transform' in item && item.transform[1] === 0 && item.str.trim() !== '')
        ends.push(item.transform[4] + item.width);
  }
  return Math.max(...ends);
};

export const aPaper = (blocks: readonly Block[], other: Partial<Paper> = {}): Paper => ({
  language: 'en',
  title: 'Invoice',
  number: 'INV-7',
  format: 'a4',
  foot: 'Acme S.r.l.',
  blocks,
  ...other,
});

/** One pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A block of each kind, all of whose texts are this one. */
export const eachKind = (text: string): { readonly [K in BlockKind]: Extract<Block, { kind: K }> } => ({
  letterhead: { kind: 'letterhead', name: text, lines: [text], logo: { type: 'png', bytes: png, alt: text } },
  heading: { kind: 'heading', text },
  parties: { kind: 'parties', parties: [{ label: text, name: text, lines: [text] }] },
  figures: { kind: 'figures', figures: [{ label: text, value: text, isMain: true }] },
  paragraph: { kind: 'paragraph', text },
  list: { kind: 'list', items: [text] },
  table: {
    kind: 'table',
    caption: text,
    columns: [
      { header: text, holds: 'text' },
      { header: 'Net', holds: 'figures' },
    ],
    rows: [[{ text, note: text }, { text: '1.00' }]],
    sums: [{ label: text, value: '1.00', isMain: true }],
  },
  sums: { kind: 'sums', sums: [{ label: text, value: '2.00' }] },
  note: { kind: 'note', title: text, text },
  payment: {
    kind: 'payment',
    payee: text,
    amount: money(123_450, 'EUR'),
    reference: text,
    due: text,
    iban: 'IT60X0542811101000000123456',
    link: 'https://pay.example/x',
  },
  signature: { kind: 'signature', signers: [{ label: text, name: text }] },
  stamp: { kind: 'stamp', text, tone: 'good' },
  background: { kind: 'background', picture: { type: 'png', bytes: png, alt: text } },
  page_break: { kind: 'page_break' },
});

/** Prints nothing worth reading, at once: the same bytes for the same paper. */
export const quickPress: Press = {
  print: async (paper) =>
    Buffer.from(
      `%PDF-1.7 ${JSON.stringify(paper, (_key, value) => (typeof value === 'bigint' ? String(value) : value))}`,
    ),
};

/** One that prints nothing at all. */
export const brokenPress = (problem: Error): Press => ({
  print: () => Promise.reject(problem),
});
