import { pino } from 'pino';
import { newId } from '../../src/core/ids.ts';
import { systemClock } from '../../src/core/time/clock.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { gatherContributions } from '../../src/platform/work/contributions.ts';
import { createTransact } from '../../src/platform/work/transact.ts';
import type { Deps } from '../../src/platform/work/work.ts';
import { writeEffects } from '../../src/platform/work/write-effects.ts';

export const silent = pino({ level: 'silent' });

const contributions = gatherContributions([]);

/** What delivery needs of a running Baton. */
export const benchDeps = (db: Database): Deps => ({
  db,
  clock: systemClock,
  log: silent,
  timeZone: 'UTC',
  transact: createTransact({
    db,
    clock: systemClock,
    timeZone: 'UTC',
    reactions: [],
    contributions,
    roleName: (role) => role,
    committed: () => {},
  }),
  contributions,
  policy: async (definition) => definition.defaults,
  roleName: (role) => role,
});

/** Writes posts as use cases do: through writeEffects, several to a transaction. Text is the number within its channel. */
export const writePosts = async (db: Database, channels: readonly string[], perChannel: number): Promise<void> => {
  for (let n = 0; n < perChannel; n++) {
    await db.tx((tx) =>
      writeEffects(tx, systemClock.now(), {
        slots: [],
        posts: channels.map((channel) => ({ id: newId(), to: { channel }, content: { text: String(n) } })),
      }),
    );
  }
};
