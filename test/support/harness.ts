import { settableClock } from '../../src/core/time/clock.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import type { Engine } from '../../src/platform/db/open.ts';
import { createRegistry } from '../../src/platform/slice/registry.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { type PolicyDefinition, readPolicy } from '../../src/platform/work/policies.ts';
import type { Role, RoleInfo } from '../../src/platform/work/roles.ts';
import { createTransact } from '../../src/platform/work/transact.ts';
import type { By, Deps, Work } from '../../src/platform/work/work.ts';
import { silent } from './database.ts';
import { recycledDatabase } from './recycled-database.ts';

export interface HarnessOptions {
  readonly engine: Engine;
  readonly slices: readonly Slice[];
  /** Defaults to Monday 2026-03-02, 09:00 UTC. */
  readonly start?: string;
  readonly timeZone?: string;
  readonly roles?: readonly RoleInfo[];
}

/**
 * Use cases on a real database with a clock that stands still, and people named by their roles: `U_SALES`, `U_SALES_2`…
 * Each role has a channel `C_SALES`… What would be sent is read from the message slots and posts.
 */
export const createHarness = async (options: HarnessOptions) => {
  const db = await recycledDatabase(options.engine);
  const clock = settableClock(new Date(options.start ?? '2026-03-02T09:00:00Z'));
  const roles = [...builtinRoles, ...(options.roles ?? [])];
  const registry = createRegistry(options.slices, roles);
  const reactions = options.slices.flatMap((slice) => slice.reactions ?? []);
  const timeZone = options.timeZone ?? 'UTC';
  let committed = 0;
  const transact = createTransact({
    db,
    clock,
    timeZone,
    reactions,
    contributions: registry.contributions,
    roleName: registry.roleName,
    committed: () => committed++,
  });
  const deps: Deps = {
    db,
    clock,
    log: silent,
    timeZone,
    transact,
    contributions: registry.contributions,
    roleName: registry.roleName,
    policy: async (definition) =>
      readPolicy(definition, (await db.prisma.policy.findUnique({ where: { key: definition.key } }))?.value),
  };

  /** The person `n` (1 or 2) who holds this role and no other. */
  const person = (role: Role, n = 1): By => ({ userId: `U_${role.toUpperCase()}${n > 1 ? `_${n}` : ''}` });
  const addPerson = async (
    userId: string,
    held: readonly Role[],
    more: Partial<{ isDeactivated: boolean; isGuest: boolean; isStranger: boolean }> = {},
  ) => {
    const row = { name: userId, timeZone, updatedAt: clock.now(), ...more };
    await db.prisma.person.upsert({ where: { id: userId }, create: { id: userId, ...row }, update: row });
    await db.prisma.roleMember.createMany({ data: held.map((role) => ({ role, userId })), skipDuplicates: true });
  };
  const all = roles.flatMap(({ key }) => [person(key), person(key, 2)].map(({ userId }) => ({ role: key, userId })));
  await db.prisma.person.createMany({
    data: all.map(({ userId: id }) => ({ id, name: id, timeZone, updatedAt: clock.now() })),
  });
  await db.prisma.roleMember.createMany({ data: all });
  await db.prisma.roleChannel.createMany({
    data: roles.map(({ key }) => ({ role: key, channelId: `C_${key.toUpperCase()}`, name: key })),
  });

  return {
    db,
    clock,
    deps,
    registry,
    person,
    addPerson,
    commits: () => committed,
    /** What a use case does within its transaction, in the name of somebody who may: their roles were asked for. */
    acting: <T>(by: By, body: (work: Work) => Promise<T>): Promise<T> =>
      transact(by, async (work) => {
        work.require([...work.by.roles], 'do this');
        return body(work);
      }),
    advanceDays: (days: number) => clock.advance(days * 86_400_000),
    setPolicy: async <T extends object>(definition: PolicyDefinition<T>, value: Partial<T>) => {
      const row = { value: value as object, updatedBy: 'U_ADMIN', updatedAt: clock.now() };
      await db.prisma.policy.upsert({
        where: { key: definition.key },
        create: { key: definition.key, ...row },
        update: row,
      });
    },
    /** The message slots of a kind, oldest first, each drawn as it would be sent now. */
    messages: async (kind: string, subjectId?: string) => {
      const rows = await db.prisma.messageSlot.findMany({
        where: { kind, ...(subjectId ? { subjectId } : {}) },
        orderBy: { seq: 'asc' },
      });
      return Promise.all(
        rows.map(async (row) => {
          const content = await registry.slots.get(kind)?.render(deps, row.subjectId, row.part ?? undefined);
          return { row, content, json: JSON.stringify(content ?? {}) };
        }),
      );
    },
    /** All posts, oldest first: to whom (lane) and what. */
    posts: async () =>
      (await db.prisma.post.findMany({ orderBy: { seq: 'asc' } })).map((row) => ({
        ...row,
        text: (row.payload as { text: string }).text,
      })),
    audit: (where: { action?: string; subjectId?: string } = {}) =>
      db.prisma.auditEntry.findMany({ where, orderBy: { id: 'asc' } }),
    close: () => db.close(),
  };
};

export type Harness = Awaited<ReturnType<typeof createHarness>>;
