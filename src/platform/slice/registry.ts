import { type Contributions, gatherContributions } from '../work/contributions.ts';
import type { Role, RoleInfo } from '../work/roles.ts';
import type { HomeSection, Panel, Route, Slice, SlotKind, Subcommand } from './slice.ts';

/** Everything the slices contribute, looked up by name. */
export interface Registry {
  readonly slices: readonly Slice[];
  readonly roles: readonly RoleInfo[];
  readonly commands: readonly Subcommand[];
  readonly actions: ReadonlyMap<string, NonNullable<Slice['actions']>[string]>;
  readonly submissions: ReadonlyMap<string, NonNullable<Slice['submissions']>[string]>;
  readonly options: ReadonlyMap<string, NonNullable<Slice['options']>[string]>;
  readonly slots: ReadonlyMap<string, SlotKind>;
  readonly home: readonly HomeSection[];
  readonly routes: readonly Route[];
  readonly panels: (subject: string) => readonly Panel[];
  readonly contributions: Contributions;
  readonly roleName: (role: Role) => string;
  /** Whether an action or a submission is for people without a role, too. ALL-8 */
  readonly isForTeam: (name: string) => boolean;
}

const collect = <T>(what: string, entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> => {
  const map = new Map<string, T>();
  for (const [name, value] of entries) {
    if (map.has(name)) throw new Error(`two slices register the ${what} "${name}"`);
    map.set(name, value);
  }
  return map;
};

/** Throws at start when two slices claim the same name. */
export const createRegistry = (slices: readonly Slice[], roles: readonly RoleInfo[]): Registry => {
  const names = collect(
    'role',
    roles.map((role) => [role.key, role.name] as const),
  );
  collect(
    'slice',
    slices.map((slice) => [slice.name, slice] as const),
  );
  const commands = slices.flatMap((slice) => slice.commands ?? []);
  collect(
    'command',
    commands.map((each) => [`${each.command} ${each.word}`, each] as const),
  );
  const interactions = slices.flatMap((slice) => slice.interactions ?? []);
  const forTeam = new Set([
    ...slices.flatMap((slice) => slice.forTeam ?? []),
    ...interactions.flatMap(({ id, isForTeam }) => (isForTeam ? [id] : [])),
  ]);
  return {
    slices,
    roles,
    commands,
    actions: collect('action', [
      ...slices.flatMap((slice) => Object.entries(slice.actions ?? {})),
      ...interactions.flatMap(({ id, press }) => (press ? [[id, press] as const] : [])),
    ]),
    submissions: collect('modal', [
      ...slices.flatMap((slice) => Object.entries(slice.submissions ?? {})),
      ...interactions.flatMap(({ id, submit }) => (submit ? [[id, submit] as const] : [])),
    ]),
    options: collect(
      'option source',
      slices.flatMap((slice) => Object.entries(slice.options ?? {})),
    ),
    slots: collect(
      'message',
      slices.flatMap((slice) => (slice.slots ?? []).map((slot) => [slot.kind, slot] as const)),
    ),
    home: slices.flatMap((slice) => slice.home ?? []).sort((a, b) => a.order - b.order),
    routes: slices.flatMap((slice) => slice.routes ?? []),
    panels: (subject) =>
      slices
        .flatMap((slice) => slice.panels ?? [])
        .filter((panel) => panel.subject === subject)
        .sort((a, b) => a.order - b.order),
    contributions: gatherContributions(slices),
    roleName: (role) => names.get(role) ?? role,
    isForTeam: (name) => forTeam.has(name),
  };
};
