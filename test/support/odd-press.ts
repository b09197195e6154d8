/** Stands where the process that prints does: by a paper's title it hangs, ends, or answers with its own number. */
import { existsSync, writeFileSync } from 'node:fs';
import type { Typeset } from '../../src/features/papers/pdf/typeset.ts';

const [mark = ''] = process.argv.slice(2);

process.on('message', ({ data }: Typeset) => {
  const { title } = JSON.parse(data) as { title: string };
  if (title === 'hang') return;
  if (title === 'end' || (title === 'end once' && !existsSync(mark))) {
    writeFileSync(mark, '');
    process.exit(1);
  }
  if (title === 'broken') process.send?.({ problem: 'the picture cannot be read' });
  else process.send?.({ pdf: Buffer.from(String(process.pid)) });
});
process.once('disconnect', () => process.exit(0));
