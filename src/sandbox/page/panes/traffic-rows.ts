import type { Call, Delivery, Traffic } from '../api/traffic.ts';

export interface TrafficRow {
  key: string;
  of: 'call' | 'delivery';
  id: number;
  at: number;
  /** Whether Slack asked Baton, or Baton Slack. */
  direction: 'in' | 'out';
  name: string;
  about: string;
  ms: number | undefined;
  bad: boolean;
}

const ofCall = (call: Call): TrafficRow => {
  const state = call.ok ? '' : (call.error ?? String(call.status));
  return {
    key: `c${call.id}`,
    of: 'call',
    id: call.id,
    at: call.at,
    direction: 'out',
    name: call.method,
    about: [state, call.fault ? `fault: ${call.fault}` : ''].filter(Boolean).join(' · '),
    ms: call.durationMs,
    bad: !call.ok,
  };
};

const ofDelivery = (delivery: Delivery): TrafficRow => {
  const last = delivery.attempts.at(-1);
  const first = delivery.attempts[0];
  const tries = delivery.attempts.length;
  const kind = delivery.kind.replaceAll('_', ' ');
  return {
    key: `d${delivery.id}`,
    of: 'delivery',
    id: delivery.id,
    at: first?.at ?? 0,
    direction: 'in',
    name: `${kind} ${delivery.name}`,
    about: [
      last ? (last.error ?? `ack ${last.status}`) : 'waiting',
      tries > 1 ? `${tries} deliveries` : '',
      delivery.via === 'socket' ? 'socket' : '',
    ]
      .filter(Boolean)
      .join(' · '),
    ms: last?.ackMs,
    bad: last?.error !== undefined,
  };
};

/** Both directions, newest first. What is still waiting for its ack has no time yet and stands first. */
export const rowsOf = ({ calls, deliveries }: Traffic): TrafficRow[] => {
  const time = (row: TrafficRow) => row.at || Number.POSITIVE_INFINITY;
  return [...calls.map(ofCall), ...deliveries.map(ofDelivery)].sort((a, b) => time(b) - time(a));
};
