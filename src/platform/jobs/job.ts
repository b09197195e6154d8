import type { Deps } from '../work/work.ts';

/** When a job is due: every n minutes, or at local times of a zone (which may be read from a policy). */
export type Schedule = { readonly everyMinutes: number } | { readonly times: readonly string[]; readonly zone: string };

export interface Job {
  readonly name: string;
  readonly schedule: Schedule | ((deps: Deps) => Promise<Schedule>);
  /** After a stop: run every missed slot in order, or only the latest. */
  readonly missed: 'every' | 'latest';
  /** Runs one slot. `slotAt` is the instant it was due; the sweep must be safe to repeat. */
  readonly run: (deps: Deps, slotAt: Date) => Promise<void>;
}
