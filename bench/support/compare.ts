import type { Message, Slack } from '../../src/sandbox/slack/index.ts';

/** A message slot or post as Baton wrote it down. */
export interface Written {
  readonly id: string;
  readonly what: string;
  readonly state: string;
  readonly problem: string | null;
  /** Changed since it was shown last. */
  readonly stale: boolean;
}

export const writtenSql = `
  SELECT id::text, 'post' AS what, state, problem, false AS stale FROM posts
  UNION ALL SELECT id::text, key, state, problem, wanted > sent FROM message_slots`;

export const isUnsent = (row: Written): boolean => ['pending', 'sending', 'unknown'].includes(row.state);

const idOf = (message: Message): string | undefined =>
  (message.metadata as { event_payload?: { id?: string } } | undefined)?.event_payload?.id;

/** All messages of Baton's in Slack that carry an id, by it. */
export const shownById = (slack: Slack): Map<string, Message[]> => {
  const seen = new Map<string, Message[]>();
  for (const channel of slack.channels) {
    // A reply that is shown in the channel too is one message.
    for (const message of new Set([...channel.roots, ...[...channel.threads.values()].flat()])) {
      const id = idOf(message);
      if (id) seen.set(id, [...(seen.get(id) ?? []), message]);
    }
  }
  return seen;
};

/** What is missing, there twice, or there without a cause. */
export const compareWithSlack = (
  slack: Slack,
  rows: readonly Written[],
): { readonly messages: number; readonly problems: string[] } => {
  const seen = shownById(slack);
  const problems: string[] = [];
  for (const row of rows) {
    const copies = seen.get(row.id)?.length ?? 0;
    if (isUnsent(row)) problems.push(`${row.what} ${row.id} is still ${row.state}: ${row.problem ?? ''}`);
    else if (row.state === 'parked') problems.push(`${row.what} ${row.id} is parked: ${row.problem ?? ''}`);
    else if (copies !== 1) problems.push(`${row.what} ${row.id} stands ${copies} times in Slack (${row.state})`);
    else if (row.stale) problems.push(`${row.what} ${row.id} shows an old state`);
  }
  const known = new Set(rows.map((row) => row.id));
  for (const id of seen.keys()) if (!known.has(id)) problems.push(`a message with the unknown id ${id}`);
  for (const channel of slack.channels.filter((each) => each.kind !== 'im')) {
    for (const message of [...channel.roots, ...[...channel.threads.values()].flat()]) {
      if (message.bot && !idOf(message)) problems.push(`a message nobody caused: ${message.text.slice(0, 80)}`);
    }
  }
  return { messages: seen.size, problems };
};
