import { Conflict, NotAllowed } from '../../core/errors.ts';
import { moment, person } from '../block-kit/mentions.ts';
import type { Tx } from '../db/open.ts';
import { adminRole, type Role } from '../work/roles.ts';
import { system, type Work } from '../work/work.ts';

/** One change of settings or roles at a time, by somebody who still has the role when their turn comes. ALL-9, ALL-11 */
export const lockSettings = async (work: Work, doing: string, roles: readonly Role[] = [adminRole]): Promise<void> => {
  work.require(roles, doing);
  await work.tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('baton settings'))::text`;
  if (work.by.id === system.userId || (await work.membersOf(roles)).includes(work.by.id)) return;
  const lost = roles.length === 1 ? 'You are no longer an admin' : `You can no longer ${doing}`;
  throw new NotAllowed(`${lost}: somebody changed that just now. Nothing was saved.`);
};

/** What a form about settings or roles changes: what the audit log calls it. */
export interface SettingsSubject {
  readonly type: 'policy' | 'role';
  readonly ids: readonly string[];
  readonly actions: readonly string[];
}

const about = ({ type, ids, actions }: SettingsSubject) => ({
  subjectType: type,
  subjectId: { in: [...ids] },
  action: { in: [...actions] },
});

/** A form's data: the version as of which it was opened, and what it is about. Forms of older versions of Baton have none. */
export const versioned = (version: string, what: string): string => `${version} ${what}`;

export const unversioned = (data: string): { readonly version?: string; readonly what: string } => {
  const [, version, what] = /^(\d+) ([\s\S]*)$/.exec(data) ?? [];
  return version === undefined || what === undefined ? { what: data } : { version, what };
};

/** The last entry of the audit log about it: a form remembers it, and whoever saves on another one is told what changed. */
export const versionOf = async (tx: Tx, subject: SettingsSubject): Promise<string> =>
  String(
    (await tx.auditEntry.findFirst({ where: about(subject), orderBy: { id: 'desc' }, select: { id: true } }))?.id ?? 0,
  );

interface Change {
  readonly id: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Refuses to save what was opened before somebody else's change. ALL-9
 * @param describe what an entry of the audit log changed, in words; nothing when it changed nothing that the form shows
 * @throws Conflict naming who changed what meanwhile
 */
export const requireVersion = async (
  work: Work,
  subject: SettingsSubject,
  version: string,
  describe: (change: Change) => string,
): Promise<void> => {
  const since = await work.tx.auditEntry.findMany({
    where: { ...about(subject), id: { gt: BigInt(version) } },
    orderBy: { id: 'asc' },
  });
  if (since.length === 0) return;
  const told = since.map((entry) => {
    const { subjectId: id, action, before, after } = entry;
    const who = entry.actor === system.userId ? 'Baton' : person(entry.actor);
    return `${who} changed ${describe({ id, action, before, after })} ${moment(entry.at)}.`;
  });
  throw new Conflict(
    `${[...new Set(told)].join(' ')} Nothing was saved: what you entered is still here. Open it anew in the Home tab to change what holds now.`,
  );
};
