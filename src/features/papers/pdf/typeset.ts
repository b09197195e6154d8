/** A paper as our theme reads it: data and pictures, so that whatever people wrote stays text. Decision 0042 */
import { clip } from '../../../core/text/text.ts';
import { inkOf } from '../colour.ts';
import { type Block, type Paper, type Picture, titleOf } from '../paper.ts';
import { payLink, paymentCode, paymentRows } from '../payment/payment-rows.ts';
import { words } from '../words.ts';
import { breakable } from './breakable.ts';

/** What the process that prints is handed. */
export interface Typeset {
  /** JSON. */
  readonly data: string;
  readonly pictures: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

type Keep = (type: string, bytes: Uint8Array) => string;

/** What is longer than this is not kept together: it might be more than a page. Characters, as JSON. */
const mostTogether = 1_200;

const isShort = (...parts: readonly unknown[]): boolean => JSON.stringify(parts).length <= mostTogether;

/** A stamp has a corner, a foot two lines. */
const stampMost = 24;
const footMost = 240;

const pictureOf = ({ type, bytes, alt }: Picture, keep: Keep) => ({ name: keep(type, bytes), alt });

const blockData = (block: Block, { language }: Paper, keep: Keep): object => {
  switch (block.kind) {
    case 'letterhead':
      return { ...block, logo: block.logo ? pictureOf(block.logo, keep) : null };
    case 'background':
      return { ...block, picture: pictureOf(block.picture, keep) };
    case 'payment': {
      const code = paymentCode(block, language);
      const link = payLink(block);
      return {
        kind: block.kind,
        title: words[language].payment,
        rows: paymentRows(block, language),
        link: link ? { url: link, text: words[language].payOnline } : null,
        code: code ? { name: keep('svg', Buffer.from(code.svg)), caption: code.caption } : null,
      };
    }
    case 'table': {
      const { columns, rows, sums } = block;
      const keepsSums = isShort(sums);
      return {
        ...block,
        repeatsHeader: isShort(columns),
        keepsSums,
        keepsLast: keepsSums && isShort(sums, rows.at(-1)),
      };
    }
    case 'stamp':
      return { ...block, text: clip(block.text, stampMost) };
    case 'signature':
      return { ...block, below: words[language].signature };
    default:
      return block;
  }
};

/** Every text can be broken, but for names of files and addresses that are followed. */
const breakAll = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string')
    return ['url', 'kind', 'colour', 'holds', 'tone'].includes(key) ? value : breakable(value);
  if (Array.isArray(value)) return value.map((each) => breakAll(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, breakAll(each, name)]));
};

export const typeset = (paper: Paper): Typeset => {
  const pictures: { readonly name: string; readonly bytes: Uint8Array }[] = [];
  const keep: Keep = (type, bytes) => {
    const name = `${pictures.length}.${type}`;
    pictures.push({ name, bytes });
    return name;
  };
  const { language, title, number, format, colour, foot } = paper;
  const { page, of } = words[language];
  const blocks = paper.blocks.map((block) => {
    const data = blockData(block, paper, keep);
    return { ...data, isTogether: isShort(data) };
  });
  const data = breakAll({
    language,
    format,
    colour: inkOf(colour),
    title,
    number: number ?? null,
    name: titleOf(paper),
    foot: foot ? clip(foot, footMost) : null,
    page,
    of,
    blocks,
  });
  return { data: JSON.stringify(data), pictures };
};
