/** What may be sent through a page: papers and pictures, no card numbers. DESIGN §8 */
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import type { SentFile } from '../../documents/index.ts';
import { largestFile } from '../answering/limits.ts';
import { pdfText } from './pdf-text.ts';

const text = ['txt', 'csv'];

/** By how their names end. What a browser calls them nobody can rely on. */
const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  heic: 'image/heic',
  webp: 'image/webp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  txt: 'text/plain',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

export const acceptedFiles = Object.keys(types)
  .map((each) => `.${each}`)
  .join(',');

export type FileProblem = 'none' | 'empty' | 'large' | 'type' | 'card' | 'unreadable';

const startsLikePdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 1024)).toString('latin1').includes('%PDF-');

/** @returns the file with its media type, or what is wrong with it */
export const checkFile = async (
  sent: { readonly name: string; readonly bytes: Uint8Array } | undefined,
): Promise<SentFile | FileProblem> => {
  if (!sent) return 'none';
  const { name, bytes } = sent;
  if (bytes.length === 0) return 'empty';
  if (bytes.length > largestFile) return 'large';
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = types[ending];
  if (type === undefined) return 'type';
  if (containsCardNumber(name)) return 'card';
  if (text.includes(ending) && containsCardNumber(new TextDecoder().decode(bytes))) return 'card';
  if (ending === 'pdf') {
    const found = startsLikePdf(bytes) ? await pdfText(bytes) : 'unreadable';
    if (found === 'unreadable') return found;
    if (containsCardNumber(found.text)) return 'card';
  }
  return { name, type, bytes };
};
