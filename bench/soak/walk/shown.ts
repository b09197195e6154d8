import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Obj } from '../../../src/sandbox/slack/index.ts';
import { buttonsOf } from './filling.ts';
import type { WalkOffice } from './office.ts';

const idOf = (message: Message): string | undefined => {
  const payload = (message.metadata as { event_payload?: { id?: string } } | undefined)?.event_payload;
  return payload?.id;
};

interface Row {
  readonly id: string;
  readonly what: string;
  readonly state: string;
  readonly problem: string | null;
  readonly stale: boolean;
}

/** Compares what Baton wrote down with what stands in the channels: everything is there, exactly once, and nothing else. */
export const shownInSlack = async ({ slack, observer, walked }: WalkOffice): Promise<{ messages: number; problems: string[] }> => {
  const rows = () =>
    observer.query<Row>(`
      SELECT id::text, 'post' AS what, state, problem, false AS stale FROM posts
      UNION ALL SELECT id::text, key, state, problem, wanted > sent FROM message_slots`);
  slack.faults.clear();
  let all = await rows();
  const isOpen = (row: Row) => ['pending', 'sending', 'unknown'].includes(row.state);
  for (let n = 0; n < 200 && all.some(isOpen); n++) {
    await walked.idle();
    await sleep(100);
    all = await rows();
  }
  const problems: string[] = [];
  const messages = slack.channels.flatMap((channel) => [...channel.roots, ...[...channel.threads.values()].flat()]);
  const seen = new Map<string, Message[]>();
  for (const message of messages) {
    const id = idOf(message);
    if (id) seen.set(id, [...(seen.get(id) ?? []), message]);
    else if (message.bot && slack.channel(message.channel).kind !== 'im') problems.push(`a message nobody caused: ${message.text.slice(0, 80)}`);
  }
  for (const row of all) {
    const copies = seen.get(row.id)?.length ?? 0;
    if (isOpen(row)) problems.push(`${row.what} ${row.id} is still ${row.state}: ${row.problem ?? ''}`);
    else if (row.state === 'parked') problems.push(`${row.what} ${row.id} is parked: ${row.problem ?? ''}`);
    else if (copies !== 1) problems.push(`${row.what} ${row.id} stands ${copies} times in Slack (${row.state})`);
    if (row.stale && !isOpen(row)) problems.push(`${row.what} shows an old state`);
  }
  const known = new Set(all.map((row) => row.id));
  for (const id of seen.keys()) if (!known.has(id)) problems.push(`a message with the unknown id ${id}`);
  const decided = await observer.query<{ id: string; slot: string }>(
    `SELECT h.id::text, s.id::text AS slot FROM handoffs h JOIN message_slots s ON s.key = 'handoff:' || h.id WHERE h.state <> 'open'`,
  );
  for (const { id, slot } of decided) {
    const blocks = seen.get(slot)?.[0]?.blocks as Obj[] | undefined;
    if (buttonsOf(blocks).some((button) => button.action.startsWith('handoff.'))) problems.push(`the message of the decided turn ${id} still has buttons`);
  }
  return { messages: seen.size, problems };
};
