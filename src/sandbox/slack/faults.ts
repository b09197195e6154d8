import { Impossible } from './impossible.ts';
import type { DeliveryKind } from './types.ts';

/** How Slack's side of an API call goes wrong; `…_after` and `accept_then_drop` do it first. */
const API_FAULTS = [
  'rate_limited',
  'error_500',
  'error_500_after',
  'drop',
  'accept_then_drop',
  'delay',
  'garbage',
  'garbage_after',
  'down',
] as const;

/** How a request on its way to the app goes wrong. */
const DELIVERY_FAULTS = ['duplicate', 'late', 'bad_signature', 'old_timestamp', 'lost'] as const;

export type FaultKind = (typeof API_FAULTS)[number] | (typeof DELIVERY_FAULTS)[number];

const KINDS: ReadonlySet<string> = new Set([...API_FAULTS, ...DELIVERY_FAULTS]);

export interface Fault {
  kind: FaultKind;
  /** API method (`chat.postMessage`), a family of them (`chat.`) or `response_url`; every method if left out. */
  method?: string;
  /** Channel id named in the call. */
  channel?: string;
  /** Which deliveries; all of them if left out. */
  delivery?: DeliveryKind;
  /** Ends by itself after so many hits. */
  count?: number;
  /** 0 … 1, by the seeded generator. */
  probability?: number;
  /** For `delay` and `late`. */
  ms?: number;
  /** Seconds, for `rate_limited`. */
  retryAfter?: number;
}

export interface LiveFault extends Fault {
  id: number;
  hits: number;
}

export interface Faults {
  add(fault: Fault): LiveFault;
  remove(id: number): void;
  clear(): void;
  list(): LiveFault[];
  /** The first active fault of these kinds that matches; counts the hit. */
  take(kinds: readonly Fault['kind'][], where: Pick<Fault, 'method' | 'channel' | 'delivery'>): LiveFault | undefined;
  /** Whether such a fault is on, without counting a hit. */
  active(kind: Fault['kind']): boolean;
  onAdd(listener: (fault: LiveFault) => void): void;
  /** Hits by kind since the start, also of faults that are over. */
  hits: Map<string, number>;
}

const isMethod = (wanted: string, method: string | undefined): boolean =>
  wanted.endsWith('.') ? method?.startsWith(wanted) === true : method === wanted;

/** Mulberry32: small, seedable and good enough to decide which request fails. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

export const createFaults = (seed: number): Faults => {
  const random = generator(seed);
  let live: LiveFault[] = [];
  let serial = 0;
  const listeners: ((fault: LiveFault) => void)[] = [];
  const hits = new Map<string, number>();
  const matches = (fault: LiveFault, where: Pick<Fault, 'method' | 'channel' | 'delivery'>) =>
    (fault.method === undefined || isMethod(fault.method, where.method)) &&
    (fault.channel === undefined || fault.channel === where.channel) &&
    (fault.delivery === undefined || fault.delivery === where.delivery) &&
    (fault.probability === undefined || random() < fault.probability);
  return {
    hits,
    add(fault) {
      if (!KINDS.has(fault.kind)) throw new Impossible(`unknown fault ${fault.kind}; known: ${[...KINDS].join(', ')}`);
      serial += 1;
      const added: LiveFault = { ...fault, id: serial, hits: 0 };
      live.push(added);
      for (const listener of listeners) listener(added);
      return added;
    },
    remove(id) {
      live = live.filter((fault) => fault.id !== id);
    },
    clear() {
      live = [];
    },
    list: () => live.map((fault) => ({ ...fault })),
    take(kinds, where) {
      if (live.length === 0) return undefined;
      const hit = live.find((fault) => kinds.includes(fault.kind) && matches(fault, where));
      if (!hit) return undefined;
      hit.hits += 1;
      hits.set(hit.kind, (hits.get(hit.kind) ?? 0) + 1);
      if (hit.count !== undefined && hit.hits >= hit.count) live = live.filter((fault) => fault !== hit);
      return hit;
    },
    active: (kind) => live.some((fault) => fault.kind === kind),
    onAdd(listener) {
      listeners.push(listener);
    },
  };
};
