import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json, Obj } from './json.ts';

export interface Person {
  id: string;
  /** The handle, e.g. `sally.sales`. */
  name: string;
  realName: string;
  email: string;
  /** The role this demo person plays; the stand-in itself gives it no meaning. */
  role?: string;
  tz: string;
  isAdmin?: boolean;
  isGuest?: boolean;
  deleted?: boolean;
  /** When they were last changed, in seconds since 1970. */
  updated?: number;
  /** Set for people of another organisation (Slack Connect). */
  foreignTeam?: string;
  /** In an Enterprise organisation: the one id behind the several by which Slack names this person. */
  enterpriseId?: string;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: Set<string>;
  archived: boolean;
  created: number;
  topic: string;
  /** Top-level messages (and broadcast replies), oldest first. */
  roots: Message[];
  byTs: Map<string, Message>;
  threads: Map<string, Message[]>;
  /** Last read ts by person; only the browser page uses it. */
  read: Map<string, string>;
}

export interface Message {
  channel: string;
  ts: string;
  user: string;
  text: string;
  bot?: boolean;
  blocks?: Obj[];
  attachments?: Obj[];
  files?: StoredFile[];
  thread_ts?: string;
  broadcast?: boolean;
  metadata?: Obj;
  edited?: { user: string; ts: string };
  subtype?: string;
  reactions?: { name: string; users: string[] }[];
  /** Only this person sees it, and no API lists it. */
  ephemeralFor?: string;
}

export interface StoredFile {
  id: string;
  name: string;
  mimetype: string;
  filetype: string;
  content: Buffer;
  user: string;
  created: number;
  channels: string[];
  /** Apps see a file once it was shared where they are, or given to them in a modal. */
  seenByApp: boolean;
}

/** What an app is about to hand over: where it may, and how long it said that it is. */
export interface Upload {
  name: string;
  length: number;
  content?: Buffer;
}

export interface UserGroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
  disabled?: boolean;
}

/** Values by block id, then action id, in the shape of Slack's `view.state.values`. */
export type StateValues = Record<string, Record<string, Obj>>;

export interface View {
  id: string;
  type: 'modal' | 'home';
  userId: string;
  body: Obj;
  hash: string;
  rootId: string;
  previousId: string | null;
  state: StateValues;
  /** What the app acked with `response_action: errors`, by block id. */
  errors: Record<string, string>;
  /** Options the app suggested last, by `block/action`; a person can only choose among those. */
  suggested: Map<string, Obj[]>;
  /** Set while a submission waits for its ack. */
  busy?: boolean;
}

export type DeliveryKind =
  | 'event'
  | 'command'
  | 'shortcut'
  | 'block_actions'
  | 'view_submission'
  | 'view_closed'
  | 'block_suggestion';

export interface Attempt {
  at: number;
  status: number;
  ackMs: number;
  body: string;
  error?: string;
  retryNum?: number;
  duplicate?: boolean;
}

export interface Delivery {
  id: number;
  kind: DeliveryKind;
  /** Event type, command, action id or callback id: what a reader of the log looks for. */
  name: string;
  user?: string;
  payload: Obj;
  attempts: Attempt[];
  via: 'http' | 'socket';
  done: boolean;
}

export interface Call {
  id: number;
  at: number;
  method: string;
  args: Obj;
  status: number;
  durationMs: number;
  ok: boolean;
  error?: string;
  fault?: string;
  response?: Json;
}

export interface ActResult {
  /** HTTP status of the app's answer; 0 when none came; 200 when nothing had to be asked. */
  status: number;
  ackMs: number;
  ack: Json;
  error?: string;
  /** By block id: refused by the client before sending, or by the app in its ack. */
  fieldErrors?: Record<string, string>;
  message?: Message;
}

export interface Change {
  kind: 'message' | 'ephemeral' | 'modal' | 'home' | 'channel' | 'person' | 'call' | 'delivery' | 'problem' | 'idle';
  channel?: string;
  ts?: string;
  user?: string;
}

export interface CommandSpec {
  command: string;
  description?: string;
  usage_hint?: string;
}

export interface ChannelSpec {
  id?: string;
  name: string;
  kind?: 'public' | 'private';
  members?: string[] | 'everyone';
  bot?: boolean;
  archived?: boolean;
  topic?: string;
}

export interface SlackOptions {
  port?: number;
  signingSecret?: string;
  botToken?: string;
  appToken?: string;
  /** Where HTTP-mode requests go, e.g. `http://127.0.0.1:3000/slack/events`. Can be set later. */
  eventsUrl?: string;
  /** `auto`: Socket Mode while a socket is connected or no `eventsUrl` is known. */
  mode?: 'http' | 'socket' | 'auto';
  /** Granted bot scopes. */
  scopes?: readonly string[];
  /** Subscribed bot events, as in a manifest (`message.channels`, `app_home_opened`…). */
  events?: readonly string[];
  commands?: readonly (string | CommandSpec)[];
  /** Callback ids of the global shortcuts in its manifest. */
  shortcuts?: readonly string[];
  people?: readonly Person[];
  channels?: readonly ChannelSpec[];
  usergroups?: readonly UserGroup[];
  appName?: string;
  /** Clock of message timestamps, in ms. Signatures and deadlines always use the real one. */
  now?: () => number;
  /** Keep `calls` and `deliveries`; off for benches. Counters are kept either way. */
  log?: boolean;
  logSize?: number;
  ackTimeoutMs?: number;
  triggerMs?: number;
  responseUrlMs?: number;
  /** Delays before the retries of an unacknowledged event. */
  retryMs?: readonly number[];
  limits?: { postsPerSecondPerChannel?: number; tiers?: boolean };
  /** Block types that this workspace does not know (yet), such as `data_table`. */
  without?: readonly string[];
  /** Seed of the generator behind `probability` in faults. */
  seed?: number;
  /** Tried before everything else, so that a program can serve its page on the same port. */
  routes?: (req: IncomingMessage, res: ServerResponse) => boolean | Promise<boolean>;
}
