/** The process that reads one PDF, and ends: what somebody sends may keep a program busy for ever, or break it. */
import { extractText, getDocumentProxy } from 'unpdf';
import type { ReadPdf } from './pdf-text.ts';

const read = async (bytes: Uint8Array): Promise<ReadPdf> => {
  try {
    const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
    return { text };
  } catch {
    return 'unreadable';
  }
};

process.once('message', (bytes: Uint8Array) => {
  void read(new Uint8Array(bytes)).then((found) => process.send?.(found, () => process.exit(0)));
});
process.once('disconnect', () => process.exit(0));
