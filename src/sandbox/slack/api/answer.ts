import { type Json, type Obj, parseJson } from '../json.ts';
import type { World } from '../world.ts';

/** A refusal in Slack's own terms; thrown by methods, turned into `{ok:false,…}` by the dispatcher. */
export class Refusal extends Error {
  readonly code: string;
  readonly extra: Obj;
  constructor(code: string, extra: Obj = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export const refuse = (code: string, extra: Obj = {}): never => {
  throw new Refusal(code, extra);
};

/** Slack's explanation of what is wrong where. */
export const refuseWith = (code: string, problems: string[]): never =>
  refuse(code, { response_metadata: { messages: problems.map((p) => `[ERROR] ${p}`) } });

/** A Web API call's arguments, whether they came as a form (all strings) or as JSON. */
export interface Args {
  raw: Obj;
  text(name: string): string | undefined;
  need(name: string): string;
  flag(name: string): boolean;
  number(name: string): number | undefined;
  /** A structured argument: forms carry it as a JSON string. Undefined when absent, `invalid` when unreadable. */
  json(name: string, invalid: string): Json | undefined;
}

export const argsOf = (raw: Obj): Args => {
  const text = (name: string): string | undefined => {
    const value = raw[name];
    if (typeof value === 'string') return value === '' ? undefined : value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  };
  return {
    raw,
    text,
    need: (name) => text(name) ?? refuseWith('invalid_arguments', [`missing required field: ${name}`]),
    flag: (name) => ['true', '1'].includes(text(name) ?? ''),
    number: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const number = Number(value);
      return Number.isFinite(number) ? number : refuseWith('invalid_arguments', [`must be an integer: ${name}`]);
    },
    json: (name, invalid) => {
      const value = raw[name];
      if (value === undefined || value === null || value === '') return undefined;
      if (typeof value !== 'string') return value;
      return parseJson(value) ?? refuse(invalid);
    },
  };
};

export interface Page<T> {
  items: T[];
  next: string;
}

const encodeCursor = (offset: number) => Buffer.from(`next:${offset}`).toString('base64');

/** Slices a list by `cursor` and `limit`, with opaque cursors like Slack's. */
export const paged = <T>(items: readonly T[], args: Args, standard = 100, most = 1000): Page<T> => {
  const cursor = args.text('cursor');
  const offset = cursor ? decodeCursor(cursor) : 0;
  const limit = args.number('limit') ?? standard;
  if (limit < 1 || limit > most) refuse('invalid_limit');
  const part = items.slice(offset, offset + limit);
  return { items: part, next: offset + limit < items.length ? encodeCursor(offset + limit) : '' };
};

const decodeCursor = (cursor: string): number => {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  return match ? Number(match[1]) : refuse('invalid_cursor');
};

export interface Method {
  /** Scopes of which one must be granted; none means any valid token will do. */
  scopes?: (world: World, args: Args) => readonly string[];
  token?: 'bot' | 'app' | 'none';
  /** Slack's rate tier: calls per minute. */
  perMinute?: number;
  run: (world: World, args: Args) => Obj;
}

export const scope =
  (...names: string[]) =>
  () =>
    names;
