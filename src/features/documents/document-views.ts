import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { context } from '../../platform/block-kit/blocks.ts';
import { lineSections } from '../../platform/block-kit/lines.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import { type Document, documentKinds } from './document.ts';

const kindText = (kind: string): string => documentKinds.find((each) => each.value === kind)?.text ?? kind;

/** A link whose parts cannot end it early. */
const link = (url: string, text: string): string =>
  `<${url.replace(/[|<>\s]/g, encodeURIComponent)}|${escapeMrkdwn(text).replaceAll('|', '¦')}>`;

const documentLine = (document: Document): string => {
  const name = clip(document.name, 120);
  const shown =
    document.url?.startsWith('https://') && document.url.length < 1500 ? link(document.url, name) : escapeMrkdwn(name);
  const kept = document.location ? ` – kept: ${escapeMrkdwn(clip(document.location, 200))}` : '';
  return `• ${shown} (${escapeMrkdwn(kindText(document.kind))})${kept}  ${person(document.addedBy)}, ${moment(document.addedAt)}`;
};

/** The same, a block each, for a list that has pages. */
export const documentRows = (documents: readonly Document[]): readonly KnownBlock[] =>
  documents.map((each) => context(documentLine(each)));

/** A list of documents with links or where they are kept; none when there are none. */
export const documentList = (documents: readonly Document[], maxBlocks?: number): readonly KnownBlock[] =>
  lineSections(documents.map(documentLine), maxBlocks);
