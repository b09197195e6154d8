import { randomBytes } from 'node:crypto';
import type { Delivery } from '../../src/sandbox/slack/index.ts';
import type { Planned } from '../support/load-child.ts';
import type { Known } from '../support/load-slack.ts';
import type { Kind, Recording } from './record.ts';

type Payload = Readonly<{
  trigger_id: string;
  view?: { readonly id: string; readonly hash: string };
  actions?: readonly { readonly action_ts: string }[];
  channel_id?: string;
  channel?: { readonly id: string };
}>;

/** By which Baton remembers that a request was carried out. */
export const keyOf = ({ payload }: Delivery): string => {
  const { trigger_id, view, actions } = payload as unknown as Payload;
  return view ? `form:${view.id}:${view.hash}` : `action:${trigger_id}:${actions?.[0]?.action_ts ?? ''}`;
};

export interface Requests {
  readonly planned: readonly Planned[];
  /** What the stand-in must take for its own. */
  readonly known: Known['requests'];
}

let serial = 0;

/** So many requests as recorded, each about a copy of its own; @param at when each is to be sent, in milliseconds from the start */
export const requestsFor = (
  { templates, baseUrl: oldBase }: Recording,
  baseUrl: string,
  wanted: readonly { readonly kind: Kind; readonly copy: number; readonly at: number }[],
): Requests => {
  const planned: Planned[] = [];
  const known: Known['requests'][number][] = [];
  for (const { kind, copy, at } of wanted) {
    const delivery = templates.get(kind);
    if (!delivery) throw new Error(`nothing recorded for ${kind}`);
    const { trigger_id: oldTrigger, view, actions, channel_id, channel } = delivery.payload as unknown as Payload;
    const n = serial++;
    const trigger = `${Date.now()}.${n}.${randomBytes(8).toString('hex')}`;
    const path = `/response/T0BATON001/R${n}/${randomBytes(8).toString('hex')}`;
    const oldUrls = new Set(JSON.stringify(delivery.payload).match(new RegExp(`${oldBase}/response/[\\w/]+`, 'g')));
    planned.push({
      kind,
      key: view ? `form:V${n}:${n}.hash` : `action:${trigger}:${actions?.[0]?.action_ts ?? ''}`,
      template: kind,
      copy,
      at,
      replace: [
        [oldTrigger, trigger],
        ...[...oldUrls].map((url): [string, string] => [url, `${baseUrl}${path}`]),
        ...(view ? [[view.id, `V${n}`] as [string, string], [view.hash, `${n}.hash`] as [string, string]] : []),
      ],
    });
    known.push({ at, user: delivery.user ?? '', channel: channel_id ?? channel?.id ?? 'C0SALES001', trigger, path });
  }
  return { planned, known };
};
