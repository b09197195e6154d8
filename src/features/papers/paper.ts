/**
 * What leaves the house, before anybody knows whether it is read on a page, in a mail or on paper: blocks in their order. Texts are
 * plain, as people wrote them; a line end in them is one on paper. Nothing in here knows an invoice. Decision 0042
 */
import { createHash } from 'node:crypto';
import type { Money } from '../../core/money/money.ts';

export const paperLanguages = ['en', 'it'] as const;
export type PaperLanguage = (typeof paperLanguages)[number];

/** What a customer reads, where papers speak it; else English. */
export const paperLanguage = (language: string): PaperLanguage =>
  paperLanguages.find((each) => each === language) ?? 'en';

export interface Picture {
  readonly type: 'png' | 'jpeg';
  readonly bytes: Uint8Array;
  /** What it shows, for whoever cannot see it; blank where it only adorns. */
  readonly alt: string;
}

/** Who writes it. */
export interface Letterhead {
  readonly kind: 'letterhead';
  readonly name: string;
  /** Address, tax number, email: a line each. */
  readonly lines: readonly string[];
  readonly logo?: Picture | undefined;
  /** The logo in a mail: the name (cid) of the attachment that it is. */
  readonly attachedLogo?: string | undefined;
}

export interface Heading {
  readonly kind: 'heading';
  readonly text: string;
}

/** Who it is between, or for, side by side. */
export interface Parties {
  readonly kind: 'parties';
  readonly parties: readonly { readonly label: string; readonly name: string; readonly lines: readonly string[] }[];
}

/** What is looked for first: a date, an amount. */
export interface KeyFigures {
  readonly kind: 'figures';
  readonly figures: readonly { readonly label: string; readonly value: string; readonly isMain?: boolean }[];
}

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly string[];
}

export interface Column {
  readonly header: string;
  /** Figures are aligned at their ends and stay on one line. */
  readonly holds: 'text' | 'figures';
}

export interface Cell {
  readonly text: string;
  /** Below it, smaller: why a line costs what it does. */
  readonly note?: string | undefined;
}

export interface Sum {
  readonly label: string;
  readonly value: string;
  /** The one that counts. */
  readonly isMain?: boolean;
}

/** Its header is repeated on each page; its sums never stand on a page without its last row. */
export interface Table {
  readonly kind: 'table';
  /** What it lists, for whoever does not see it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** A cell for each column. */
  readonly rows: readonly (readonly Cell[])[];
  readonly sums: readonly Sum[];
}

/** Sums of what stands in no table, such as those of several. */
export interface Sums {
  readonly kind: 'sums';
  readonly sums: readonly Sum[];
}

export interface Note {
  readonly kind: 'note';
  readonly title?: string | undefined;
  readonly text: string;
}

/** How it is paid: by transfer, by a link, or either. */
export interface PaymentBox {
  readonly kind: 'payment';
  readonly payee: string;
  readonly amount: Money;
  /** What the payee finds the payment by. */
  readonly reference: string;
  /** Written in the paper's language. */
  readonly due?: string | undefined;
  /** Without blanks. */
  readonly iban?: string | undefined;
  /** Where it can be paid, https. */
  readonly link?: string | undefined;
}

export interface Signature {
  readonly kind: 'signature';
  /** Who signs: a line to sign on for each. */
  readonly signers: readonly { readonly label: string; readonly name?: string | undefined }[];
}

/** Across the upper corner: that it is paid, or void. */
export interface Stamp {
  readonly kind: 'stamp';
  readonly text: string;
  readonly tone: 'good' | 'bad';
}

/** Behind all pages, such as a firm's printed paper. */
export interface Background {
  readonly kind: 'background';
  readonly picture: Picture;
}

export interface PageBreak {
  readonly kind: 'page_break';
}

export type Block =
  | Letterhead
  | Heading
  | Parties
  | KeyFigures
  | Paragraph
  | List
  | Table
  | Sums
  | Note
  | PaymentBox
  | Signature
  | Stamp
  | Background
  | PageBreak;

export type BlockKind = Block['kind'];

export interface Paper {
  readonly language: PaperLanguage;
  /** `Invoice`, as it is printed large. */
  readonly title: string;
  readonly number?: string | undefined;
  readonly format: 'a4' | 'us-letter';
  /** The writer's, `#1f4e79`; where it is too light to be read it is printed darker. */
  readonly colour?: string | undefined;
  /** At the foot of each page, beside its number. */
  readonly foot?: string | undefined;
  readonly blocks: readonly Block[];
}

/** `Invoice 2026-0012`. */
export const titleOf = ({ title, number }: Pick<Paper, 'title' | 'number'>): string =>
  number ? `${title} ${number}` : title;

/** A name for what a paper says, pictures too: 16 hexadecimal digits. */
export const paperDigest = (paper: Paper): string => {
  const said = JSON.stringify(paper, (_, value) =>
    value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value,
  );
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
};
