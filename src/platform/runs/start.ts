import { Conflict } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import type { Work } from '../work/work.ts';
import { kindOf, type RunKind } from './run-kind.ts';
import { createRun, lockRun, queueAgain } from './store.ts';
import { auditRun, showRun } from './tell.ts';

export interface StartOptions {
  readonly id?: string;
  /** It is tried out first, and waits then for somebody to confirm it. */
  readonly isPreview?: boolean;
  /** `workHere` follows: nobody else takes it up meanwhile. */
  readonly isForMe?: boolean;
}

/**
 * Writes a run down, to be worked through in the background: what is acknowledged is stored.
 * @returns its id
 */
export const startRun = async (
  work: Work,
  kind: RunKind,
  parameters: object,
  { id = newId(), isPreview = false, isForMe = false }: StartOptions = {},
): Promise<string> => {
  work.require(kind.roles, kind.doing);
  const run = { id, kind: kind.name, parameters, isPreview, startedBy: work.by.id, startedAt: work.now };
  await createRun(work.tx, { ...run, isForMe });
  auditRun(work, run, 'started', { title: kind.title(parameters), ...(isPreview ? { isPreview } : {}) });
  return id;
};

/** A run that failed goes on where it stopped. @throws Conflict when it has not failed */
export const restartRun = async (work: Work, id: string): Promise<void> => {
  const run = await lockRun(work.tx, id);
  const kind = kindOf(work, run.kind);
  work.require(kind.roles, kind.doing);
  if (run.state !== 'failed') throw new Conflict(`This can’t be tried again: it is ${run.state}.`);
  await queueAgain(work.tx, run);
  auditRun(work, run, 'restarted');
  if (run.isShown) showRun(work, kind, id);
};
