/** A process that holds a data directory: `lock-holder.ts DIR`. Says GOT or the refusal; then waits to be killed. */
import { lockDataDir } from '../../../src/platform/db/embedded/data-dir-lock.ts';

try {
  lockDataDir(process.argv[2] ?? '');
  console.log('GOT');
  setInterval(() => {}, 1000);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
