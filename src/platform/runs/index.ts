import type { Job } from '../jobs/job.ts';
import type { Slice } from '../slice/slice.ts';
import type { Deps } from '../work/work.ts';
import { cancel } from './actions/cancel.ts';
import { confirm } from './actions/confirm.ts';
import { retry, retryParked } from './actions/retry.ts';
import { filesJob } from './run-file.ts';
import { runSlot, runWindow } from './run-window.ts';

export { confirmRun } from './actions/confirm.ts';
export { isFileTaken } from './file-store.ts';
export { eraseRunFiles, runsWithFilesNaming } from './run-file.ts';
export {
  type Chunk,
  type ChunkDone,
  type Counts,
  type Ending,
  kindOf,
  type RunKind,
  runKind,
  runKinds,
} from './run-kind.ts';
export { runDoor } from './run-views.ts';
export { restartRun, startRun } from './start.ts';
export { type Run, runById } from './store.ts';
export { isRunWaiting, rehearse, workHere, workThroughRuns } from './work-through.ts';

/** Takes up what nobody was told of, and what whoever ran it has left behind. */
const job = (work: (deps: Deps) => Promise<void>): Job => ({
  name: 'runs',
  schedule: { everyMinutes: 1 },
  missed: 'latest',
  run: work,
});

export interface RunsOptions {
  /** Works through what waits, here or in a process of its own. */
  readonly work: (deps: Deps) => Promise<void>;
  /** Has it worked through soon, without anybody waiting for it. */
  readonly wake: (deps: Deps) => void;
}

/** Bulk work that people start and watch (DESIGN §6): one message, one set of buttons, one worker for every kind of it. */
export const runsSlice = ({ work, wake }: RunsOptions): Slice => ({
  name: 'runs',
  interactions: [cancel, confirm(wake), retry(wake), retryParked],
  slots: [runSlot],
  windows: [runWindow],
  jobs: [job(work), filesJob],
});
