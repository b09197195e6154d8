import type { Work } from '../work/work.ts';
import type { RunKind } from './run-kind.ts';
import type { Run } from './store.ts';

/** What the audit log keeps of a run: when it was started, stopped, and how it ended. ALL-2 */
export const auditRun = (
  work: Work,
  { id, kind }: Pick<Run, 'id' | 'kind'>,
  what: 'started' | 'previewed' | 'confirmed' | 'restarted' | 'cancelled' | 'finished' | 'failed' | 'item_retried',
  after: object = {},
  reason?: string,
): void => work.audit({ action: `run.${what}`, subject: { type: 'run', id }, after: { kind, ...after }, reason });

/** The run's message, as it is now. */
export const showRun = (work: Work, kind: RunKind, id: string): void =>
  work.show({ kind: 'run', subjectId: id }, { role: kind.channel }, 1);
