/** Walks what people get to see for ids, keys and raw values. WRK-7 */
import { isTold } from '../../src/features/audit-deeds.ts';
import { deedText, plainNames } from '../../src/features/audit-words.ts';
import { timelineLine } from '../../src/features/onboarding/page/timeline.ts';
import { type Playbook, readPlaybook } from '../../src/features/playbooks/index.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import type { Database } from '../../src/platform/db/open.ts';

const roleName = (key: string): string => builtinRoles.find((role) => role.key === key)?.name ?? `no name for ${key}`;

/** The shipped playbook's keys, where they aren't plain English too, and what keys, ids and raw values look like. */
const raw: readonly RegExp[] = [
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/,
  /\bU(?:0[A-Z0-9]{6,}|_[A-Z][A-Z_]+)\b/,
  /(?<![a-z])[a-z]+(?:_[a-z]+)+(?![a-z])/,
  /\b[a-z]+[A-Z][a-zA-Z]+\b/,
  /\b(?:profile-check|start-billing|schedule-resources|order-hardware|managed-services)\b/,
  /\b\d{4}-\d\d-\d\dT/,
  /\b\d{4}-\d\d-\d\d\b/,
  /(?<![\w.,$€-])\d{5,}(?![\w.,])/,
  /\b(?:undefined|null|NaN|\[object)/,
];

/** What is raw in a text, mentions, dates and links aside. */
export const rawIn = (text: string): readonly string[] => {
  const seen = text.replaceAll(/<[^>]*>/g, '');
  return raw.flatMap((pattern) => pattern.exec(seen) ?? []).map((found) => `${found}: ${seen.slice(0, 200)}`);
};

/** Every text that a message or a window shows; values, ids and what is typed in are no texts. */
export const textsIn = (payload: unknown): readonly string[] => {
  if (Array.isArray(payload)) return payload.flatMap(textsIn);
  if (typeof payload === 'string' && /^[[{]/.test(payload)) return textsIn(JSON.parse(payload));
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload).flatMap(([key, value]) =>
    key === 'text' && typeof value === 'string'
      ? [value]
      : ['metadata', 'private_metadata', 'value'].includes(key)
        ? []
        : textsIn(value),
  );
};

/** Everything that the audit log holds of customers and projects, as their windows tell it. */
export const toldOf = async (db: Database): Promise<readonly { readonly action: string; readonly line: string }[]> => {
  const entries = await db.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
  const projects = await db.prisma.project.findMany({ select: { id: true, playbook: true } });
  const playbooks = new Map<string, Playbook>(projects.map(({ id, playbook }) => [id, readPlaybook(playbook)]));
  return entries.flatMap((entry) => {
    const playbook = entry.subjectType === 'project' ? playbooks.get(entry.subjectId) : undefined;
    const told = [
      ...(playbook ? [timelineLine(playbook, entry, roleName)] : []),
      ...(entry.customerId ? [deedText(entry, plainNames(roleName))] : []),
    ];
    return told.map((line) => ({ action: entry.action, line }));
  });
};

/** What of the audit log would be told raw; empty when all is well. */
export const rawTold = async (db: Database): Promise<readonly string[]> =>
  (await toldOf(db)).flatMap(({ action, line }) => [
    ...rawIn(line).map((found) => `${action}: ${found}`),
    ...(isTold(action) || action.startsWith('customer.noted_') ? [] : [`${action} has no words of its own`]),
  ]);
