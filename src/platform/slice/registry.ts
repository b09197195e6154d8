import type { KnownBlock } from '@slack/types';
import type { Subject } from '../../core/subject.ts';
import { type ButtonSpec, buttonsIn } from '../block-kit/blocks.ts';
import type { SlotContent } from '../work/content.ts';
import { type Contributions, contribute, gatherContributions } from '../work/contributions.ts';
import { allRoles, type Role, type RoleInfo } from '../work/roles.ts';
import type { Deps } from '../work/work.ts';
import { openButton } from './door.ts';
import type {
  HomeSection,
  Interaction,
  ListKind,
  Route,
  SlackRequest,
  Slice,
  SlotKind,
  Subcommand,
  WindowKind,
  WindowSection,
} from './slice.ts';

/** A kind of message, with what others add to it. */
export interface SlotMessage extends Pick<SlotKind, 'kind' | 'reply'> {
  readonly render: (deps: Deps, subjectId: string, part?: string) => Promise<SlotContent | undefined>;
}

/** A section of Home, which knows the messages of all slices. */
export interface HomePart extends Omit<HomeSection, 'render'> {
  readonly render: (request: SlackRequest) => Promise<readonly KnownBlock[]>;
}

/** Everything the slices contribute, looked up by name. */
export interface Registry {
  readonly slices: readonly Slice[];
  readonly roles: readonly RoleInfo[];
  readonly commands: readonly Subcommand[];
  readonly actions: ReadonlyMap<string, NonNullable<Interaction['press']>>;
  readonly submissions: ReadonlyMap<string, NonNullable<Interaction['submit']>>;
  readonly options: ReadonlyMap<string, NonNullable<Slice['options']>[string]>;
  readonly slots: ReadonlyMap<string, SlotMessage>;
  readonly home: readonly HomePart[];
  readonly routes: readonly Route[];
  readonly contributions: Contributions;
  /** By the subject's type. */
  readonly windows: ReadonlyMap<string, WindowKind>;
  readonly sections: (subject: string) => readonly WindowSection[];
  /** By the modal's callback. */
  readonly lists: ReadonlyMap<string, ListKind>;
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

/** The button that opens a window is an interaction like any other. */
const opening = (kind: WindowKind): Interaction => ({
  id: kind.opens,
  ...(kind.isForTeam ? { isForTeam: true as const } : {}),
  press: async ({ value }) => ({ window: { type: kind.subject, id: value } }),
});

const opened = (windows: Registry['windows'], subjects: readonly (Subject | undefined)[]): readonly ButtonSpec[] =>
  subjects.flatMap((subject) => {
    const kind = windows.get(subject?.type ?? '');
    return subject && kind ? [openButton(kind, subject.id)] : [];
  });

type Contributed = Pick<Registry, 'windows' | 'sections'>;

const framed = (slot: SlotKind, { windows, sections }: Contributed): SlotMessage => ({
  kind: slot.kind,
  ...(slot.reply ? { reply: slot.reply } : {}),
  render: (deps, subjectId, part) =>
    slot.render(deps, subjectId, part, {
      openButtons: (...subjects) => opened(windows, subjects),
      notes: async () => {
        const noted = sections(slot.kind).filter(({ inMessage }) => inMessage);
        const read = await Promise.all(noted.map((each) => each.read?.(deps, subjectId)));
        return read.flatMap((content) => content?.blocks ?? []);
      },
    }),
});

const homePart = (section: HomeSection, { slots, windows }: Pick<Registry, 'slots' | 'windows'>): HomePart => {
  const doors = new Set([...windows.values()].map(({ opens }) => opens));
  return {
    ...section,
    render: (request) =>
      section.render(request, {
        drawn: async ({ kind, subjectId, part }) => slots.get(kind)?.render(request.deps, subjectId, part),
        waysIn: (blocks) => buttonsIn(blocks).filter(({ action }) => doors.has(action)),
        openButtons: (...subjects) => opened(windows, subjects),
      }),
  };
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
  const windows = collect(
    'window',
    slices.flatMap((slice) => (slice.windows ?? []).map((kind) => [kind.subject, kind] as const)),
  );
  const sections = (subject: string): readonly WindowSection[] =>
    slices
      .flatMap((slice) => slice.sections ?? [])
      .filter((section) => section.subject === subject)
      .sort((a, b) => a.order - b.order);
  const slots = collect(
    'message',
    slices.flatMap((slice) =>
      (slice.slots ?? []).map((slot) => [slot.kind, framed(slot, { windows, sections })] as const),
    ),
  );
  const interactions = [...slices.flatMap((slice) => slice.interactions ?? []), ...[...windows.values()].map(opening)];
  const forTeam = new Set(interactions.flatMap(({ id, isForTeam }) => (isForTeam ? [id] : [])));
  return {
    slices,
    roles,
    commands,
    actions: collect(
      'action',
      interactions.flatMap(({ id, press }) => (press ? [[id, press] as const] : [])),
    ),
    submissions: collect(
      'modal',
      interactions.flatMap(({ id, submit }) => (submit ? [[id, submit] as const] : [])),
    ),
    options: collect(
      'option source',
      slices.flatMap((slice) => Object.entries(slice.options ?? {})),
    ),
    slots,
    home: slices
      .flatMap((slice) => slice.home ?? [])
      .sort((a, b) => a.order - b.order)
      .map((section) => homePart(section, { slots, windows })),
    routes: slices.flatMap((slice) => slice.routes ?? []),
    contributions: gatherContributions([{ contributes: roles.map((role) => contribute(allRoles, role)) }, ...slices]),
    windows,
    sections,
    lists: collect(
      'list',
      slices.flatMap((slice) => (slice.lists ?? []).map((kind) => [kind.callback, kind] as const)),
    ),
    roleName: (role) => names.get(role) ?? role,
    isForTeam: (name) => forTeam.has(name),
  };
};
