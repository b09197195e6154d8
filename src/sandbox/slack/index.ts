import { findChannel } from './channels.ts';
import type { Faults } from './faults.ts';
import { Impossible } from './impossible.ts';
import type { Obj } from './json.ts';
import { addPerson, archiveChannel, changePerson, joinChannel, leaveChannel, setGroupMembers } from './membership.ts';
import type { Actor } from './people/actor.ts';
import { listen } from './server.ts';
import { expireAll } from './triggers.ts';
import type { Call, Change, Channel, Delivery, Message, Person, SlackOptions, View } from './types.ts';
import { settled, waitFor } from './waiting.ts';
import { APP } from './workspace.ts';
import { createWorld } from './world.ts';

export { METHOD_NAMES } from './api/dispatch.ts';
export { checkBlocks } from './blocks/blocks.ts';
export type { Surface } from './blocks/checks.ts';
export { checkView } from './blocks/views.ts';
export type { Entry } from './entering.ts';
export type { Fault, FaultKind, Faults, LiveFault } from './faults.ts';
export type { Pick } from './forms.ts';
export { Impossible } from './impossible.ts';
export type { Json, Obj } from './json.ts';
export type { Actor, MessageRef } from './people/actor.ts';
export type {
  ActResult,
  Call,
  Change,
  Channel,
  ChannelSpec,
  CommandSpec,
  Delivery,
  Message,
  Person,
  SlackOptions,
  StoredFile,
  UserGroup,
  View,
} from './types.ts';
export {
  APP,
  DEFAULT_EVENTS,
  DEFAULT_SCOPES,
  demoChannels,
  demoPeople,
  demoUserGroups,
  sandboxPeople,
  TEAM,
} from './workspace.ts';

/** A Slack workspace on this machine. See `docs/sandbox.md` for what it covers. */
export interface Slack {
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  close(): Promise<void>;
  setEventsUrl(url: string | undefined): void;
  readonly people: Person[];
  readonly channels: Channel[];
  /** By role (the first with it), handle, real name or id. */
  person(ref: string): Person;
  channel(ref: string): Channel;
  /** Everything in a channel, top level only, oldest first. */
  messages(channel: string): Message[];
  /** The root and its replies, oldest first. */
  thread(channel: string, ts: string): Message[];
  ephemerals(user: string): Message[];
  modals(user: string): View[];
  home(user: string): View | undefined;
  /** The direct messages between the app and this person. */
  directMessages(user: string): Message[];
  as(user: string): Actor;
  readonly calls: Call[];
  readonly deliveries: Delivery[];
  readonly problems: string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly faults: Faults;
  onChange(listener: (change: Change) => void): () => void;
  settled(options?: { quietMs?: number; timeoutMs?: number }): Promise<void>;
  waitFor<T>(predicate: () => T | undefined | null | false, timeoutMs?: number, what?: string): Promise<T>;
  /** From now on every call answers with this error (`token_revoked`, `account_inactive`); undefined ends it. */
  refuseToken(error: string | undefined): void;
  grant(scopes: readonly string[]): void;
  /** From now on these types of blocks are unknown here. */
  withhold(types: readonly string[]): void;
  /** Makes every trigger and response_url handed out so far too old. */
  expire(): void;
  sockets: {
    count(): number;
    disconnect(reason?: 'warning' | 'refresh_requested' | 'link_disabled'): void;
    cut(): void;
  };
  join(channel: string, user: string): void;
  leave(channel: string, user: string): void;
  /** Invites the app, or removes it. */
  inviteApp(channel: string): void;
  removeApp(channel: string): void;
  archive(channel: string, archived?: boolean): void;
  changePerson(user: string, change: Partial<Person>): void;
  addPerson(person: Person): void;
  setGroupMembers(group: string, users: string[]): void;
  /** Sends any event as it is, for shapes that the verbs don't cover. */
  sendEvent(event: Obj): void;
}

export const startSlack = async (options: SlackOptions = {}): Promise<Slack> => {
  const world = createWorld(options);
  const running = await listen(world, options);
  const person = (ref: string): Person => {
    const all = [...world.people.values()];
    const found =
      world.people.get(ref) ?? all.find((p) => p.role === ref) ?? all.find((p) => p.name === ref || p.realName === ref);
    if (!found) throw new Impossible(`no such person: ${ref}`);
    return found;
  };
  const channel = (ref: string): Channel => {
    const found = findChannel(world, ref);
    if (!found) throw new Impossible(`no such channel: ${ref}`);
    return found;
  };
  return {
    url: world.baseUrl,
    apiUrl: `${world.baseUrl}/api/`,
    signingSecret: world.settings.signingSecret,
    botToken: world.settings.botToken,
    appToken: world.settings.appToken,
    close: running.close,
    setEventsUrl: (url) => {
      world.settings.eventsUrl = url;
    },
    get people() {
      return [...world.people.values()];
    },
    get channels() {
      return [...world.channels.values()];
    },
    person,
    channel,
    messages: (ref) => [...channel(ref).roots],
    thread: (ref, ts) => {
      const where = channel(ref);
      const root = where.byTs.get(ts);
      return root ? [root, ...(where.threads.get(root.ts) ?? [])] : [];
    },
    ephemerals: (user) => [...(world.ephemerals.get(person(user).id) ?? [])],
    modals: (user) => [...(world.modals.get(person(user).id) ?? [])],
    home: (user) => world.homes.get(person(user).id),
    directMessages: (user) => {
      const { id } = person(user);
      return [...world.channels.values()].filter((c) => c.kind === 'im' && c.members.has(id)).flatMap((c) => c.roots);
    },
    as: (user) => running.as(person(user).id),
    calls: world.calls,
    deliveries: world.deliveries,
    problems: world.problems,
    counts: world.counts,
    faults: world.faults,
    onChange(listener) {
      world.changes.on('change', listener);
      return () => world.changes.off('change', listener);
    },
    settled: ({ quietMs = 40, timeoutMs = 15_000 } = {}) => settled(world, quietMs, timeoutMs),
    waitFor: (predicate, timeoutMs = 10_000, what) => waitFor(world, predicate, timeoutMs, what),
    refuseToken: (error) => {
      world.tokenError = error;
    },
    grant: (scopes) => {
      world.settings.scopes = new Set(scopes);
    },
    withhold: (types) => {
      world.settings.without = new Set(types);
    },
    expire: () => expireAll(world),
    sockets: {
      count: running.sockets.count,
      disconnect: (reason = 'refresh_requested') => running.sockets.disconnect(reason),
      cut: running.sockets.cut,
    },
    join: (ref, user) => joinChannel(world, channel(ref), person(user).id),
    leave: (ref, user) => leaveChannel(world, channel(ref), person(user).id),
    inviteApp: (ref) => joinChannel(world, channel(ref), APP.botUser, 'U0ADMIN001'),
    removeApp: (ref) => leaveChannel(world, channel(ref), APP.botUser),
    archive: (ref, archived = true) => archiveChannel(world, channel(ref), archived, 'U0ADMIN001'),
    changePerson: (user, change) => changePerson(world, person(user), change),
    addPerson: (newcomer) => addPerson(world, { ...newcomer }),
    setGroupMembers: (group, users) => setGroupMembers(world, group, users),
    sendEvent: running.deliverer.event,
  };
};
