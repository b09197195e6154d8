import { EventEmitter } from 'node:events';
import { createFaults, type Faults } from './faults.ts';
import type { Obj } from './json.ts';
import type {
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
  Upload,
  UserGroup,
  View,
} from './types.ts';
import { APP, DEFAULT_EVENTS, DEFAULT_SCOPES, demoChannels, demoPeople, demoUserGroups } from './workspace.ts';

export interface Trigger {
  userId: string;
  at: number;
  used: boolean;
}

export interface ResponseUrl {
  at: number;
  uses: number;
  channel: string;
  userId: string;
  /** The message whose button was pressed, if any: what replace_original and delete_original mean. */
  original?: { ts: string; ephemeral: boolean };
}

export interface Settings {
  port: number;
  signingSecret: string;
  botToken: string;
  appToken: string;
  eventsUrl: string | undefined;
  mode: 'http' | 'socket' | 'auto';
  scopes: Set<string>;
  events: Set<string>;
  commands: CommandSpec[];
  shortcuts: Set<string>;
  appName: string;
  now: () => number;
  log: boolean;
  logSize: number;
  ackTimeoutMs: number;
  triggerMs: number;
  responseUrlMs: number;
  retryMs: readonly number[];
  limits: { postsPerSecondPerChannel?: number; tiers?: boolean };
  without: ReadonlySet<string>;
}

/** Everything the workspace knows. One mutable record, changed only by the modules of this folder. */
export interface World {
  settings: Settings;
  people: Map<string, Person>;
  channels: Map<string, Channel>;
  usergroups: Map<string, UserGroup>;
  files: Map<string, StoredFile>;
  /** By the id that the file will have. */
  uploads: Map<string, Upload>;
  views: Map<string, View>;
  modals: Map<string, View[]>;
  homes: Map<string, View>;
  ephemerals: Map<string, Message[]>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  calls: Call[];
  deliveries: Delivery[];
  problems: string[];
  counts: Map<string, number>;
  faults: Faults;
  /** Set when the token was revoked or the account deactivated on request. */
  tokenError: string | undefined;
  baseUrl: string;
  changes: EventEmitter<{ change: [Change] }>;
  /** Hands an event to the app, whichever way it is connected. */
  sendEvent: (event: Obj) => void;
  inFlight: number;
  serial: number;
  lastMicros: number;
}

const channelOf = (spec: ChannelSpec, index: number, everyone: string[], created: number): Channel => ({
  id: spec.id ?? `${spec.kind === 'private' ? 'G' : 'C'}0${String(index).padStart(8, '0')}`,
  name: spec.name,
  kind: spec.kind ?? 'public',
  members: new Set([
    ...(spec.members === 'everyone' ? everyone : (spec.members ?? everyone)),
    ...(spec.bot === false ? [] : [APP.botUser]),
  ]),
  archived: spec.archived ?? false,
  created,
  topic: spec.topic ?? '',
  roots: [],
  byTs: new Map(),
  threads: new Map(),
  read: new Map(),
});

export const createWorld = (options: SlackOptions): World => {
  const now = options.now ?? Date.now;
  const people = (options.people ?? demoPeople()).map((p) => ({ ...p }));
  const created = Math.floor(now() / 1000);
  const everyone = people.filter((p) => !p.deleted).map((p) => p.id);
  const channels = (options.channels ?? demoChannels()).map((spec, i) => channelOf(spec, i + 1, everyone, created));
  const changes = new EventEmitter<{ change: [Change] }>();
  changes.setMaxListeners(0);
  return {
    settings: {
      port: options.port ?? 0,
      signingSecret: options.signingSecret ?? 'standin-signing-secret',
      botToken: options.botToken ?? 'xoxb-standin-bot-token',
      appToken: options.appToken ?? 'xapp-standin-app-token',
      eventsUrl: options.eventsUrl,
      mode: options.mode ?? 'auto',
      scopes: new Set(options.scopes ?? DEFAULT_SCOPES),
      events: new Set(options.events ?? DEFAULT_EVENTS),
      commands: (options.commands ?? ['/onboard', '/bill', '/activity', '/baton']).map((c) =>
        typeof c === 'string' ? { command: c } : c,
      ),
      shortcuts: new Set(options.shortcuts ?? []),
      appName: options.appName ?? 'Baton',
      now,
      log: options.log ?? true,
      logSize: options.logSize ?? 2000,
      ackTimeoutMs: options.ackTimeoutMs ?? 3000,
      triggerMs: options.triggerMs ?? 3000,
      responseUrlMs: options.responseUrlMs ?? 30 * 60_000,
      retryMs: options.retryMs ?? [100, 60_000, 300_000],
      limits: options.limits ?? {},
      without: new Set(options.without),
    },
    people: new Map(people.map((p) => [p.id, p])),
    channels: new Map(channels.map((c) => [c.id, c])),
    usergroups: new Map((options.usergroups ?? demoUserGroups()).map((g) => [g.id, { ...g, users: [...g.users] }])),
    files: new Map(),
    uploads: new Map(),
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    ephemerals: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    calls: [],
    deliveries: [],
    problems: [],
    counts: new Map(),
    faults: createFaults(options.seed ?? 1),
    tokenError: undefined,
    baseUrl: '',
    changes,
    sendEvent: () => {},
    inFlight: 0,
    serial: 0,
    lastMicros: 0,
  };
};

export const changed = (world: World, change: Change): void => {
  world.changes.emit('change', change);
};

/** Something an app's developer should know: late or double acks, answers Slack would not understand. */
export const problem = (world: World, text: string): void => {
  push(world.problems, text, 1000);
  changed(world, { kind: 'problem' });
};

/** Appends to a log that never outgrows its size (trimmed in chunks, since shift() is linear). */
export const push = <T>(log: T[], item: T, size: number): void => {
  log.push(item);
  if (log.length > size * 1.25 + 16) log.splice(0, log.length - size);
};

/** Message timestamps: the workspace's clock, made unique and increasing as Slack's are. */
export const nextTs = (world: World): string => {
  world.lastMicros = Math.max(Math.floor(world.settings.now()) * 1000, world.lastMicros + 1);
  return `${Math.floor(world.lastMicros / 1e6)}.${String(world.lastMicros % 1e6).padStart(6, '0')}`;
};

/** Ids that look like Slack's and come out the same in every run. */
export const nextId = (world: World, prefix: string): string => {
  world.serial += 1;
  return `${prefix}0${world.serial.toString(36).toUpperCase().padStart(8, '0')}`;
};

export const count = (world: World, name: string): void => {
  world.counts.set(name, (world.counts.get(name) ?? 0) + 1);
};

/** Brackets whatever `settled()` must wait for. */
export const tracked = async <T>(world: World, work: () => Promise<T>): Promise<T> => {
  world.inFlight += 1;
  try {
    return await work();
  } finally {
    world.inFlight -= 1;
    if (world.inFlight === 0) changed(world, { kind: 'idle' });
  }
};
