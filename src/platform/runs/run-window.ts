/** Where a run is shown: its message, and its window. */
import { NotFound } from '../../core/errors.ts';
import type { SlotKind, WindowKind } from '../slice/slice.ts';
import { isFileKept as keptStill } from './run-file.ts';
import { kindOf, runKinds } from './run-kind.ts';
import { mostListed, runDoor, runHead, runMessage } from './run-views.ts';
import { countParked, parkedOf, runById } from './store.ts';

export const runSlot: SlotKind = {
  kind: 'run',
  render: async ({ db, contributions }, id) => {
    const run = await runById(db.prisma, id);
    const kind = contributions.to(runKinds).find((each) => each.name === run?.kind);
    if (!run || !kind) return undefined;
    const parked = await parkedOf(db.prisma, id, mostListed);
    return runMessage(run, kind.title(run.parameters), parked, await countParked(db.prisma, id));
  },
};

/** The run as its message shows it, with the same buttons for those who may start such a run. WRK-1 */
export const runWindow: WindowKind = {
  ...runDoor,
  find: async (tx, id) => ((await runById(tx, id)) ? { message: { kind: 'run', subjectId: id } } : undefined),
  read: async ({ deps, roles }, id) => {
    const { prisma } = deps.db;
    const run = await runById(prisma, id);
    if (!run) throw new NotFound('run');
    const kind = kindOf(deps, run.kind);
    const [parked, count, held, isFileKept] = await Promise.all([
      parkedOf(prisma, id, mostListed),
      countParked(prisma, id),
      roles(),
      keptStill(prisma, run),
    ]);
    const mayRetry = kind.roles.some((role) => held.has(role));
    return runHead(run, kind, { parked, count, mayRetry, isFileKept });
  },
};
