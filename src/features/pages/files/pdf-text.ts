import { fork } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../../../platform/process/package-root.ts';

/** `unreadable`: damaged, locked with a password, or not read in time. */
export type ReadPdf = { readonly text: string } | 'unreadable';

const script = join(packageRoot, 'src/features/pages/files/pdf-process.ts');
const withinMs = 20_000;

let last: Promise<unknown> = Promise.resolve();

const readNow = (bytes: Uint8Array): Promise<ReadPdf> =>
  new Promise((resolve) => {
    const child = fork(script, [], {
      cwd: packageRoot,
      execArgv: ['--import', 'tsx', '--max-old-space-size=512'],
      // It needs none of our secrets.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const settle = (found: ReadPdf): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(found);
    };
    const timer = setTimeout(() => settle('unreadable'), withinMs);
    child
      .once('message', (found: ReadPdf) => settle(found))
      .once('exit', () => settle('unreadable'))
      .once('error', () => settle('unreadable'));
    child.send(bytes, () => undefined);
  });

/** What a PDF says, read in a process of its own; one after the other. */
export const pdfText = (bytes: Uint8Array): Promise<ReadPdf> => {
  const found = last.then(() => readNow(bytes));
  last = found;
  return found;
};
