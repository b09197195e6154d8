/**
 * What delivery must survive, with counts. Runs alone:
 *
 *   npx tsx bench/soak/delivery.ts kills postgres     200 × kill -9 while 500 messages are delivered
 *   npx tsx bench/soak/delivery.ts kills embedded
 *   npx tsx bench/soak/delivery.ts ambiguous          1,000 outcomes that nobody can know from the answer
 *   npx tsx bench/soak/delivery.ts frozen             a replica frozen past its lease, 20 times
 *   npx tsx bench/soak/delivery.ts window             the time between the lease check and the write
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { migrateDatabase } from '../../src/platform/db/migrate.ts';
import { type Database, type Engine, openDatabase } from '../../src/platform/db/open.ts';
import { startDelivery } from '../../src/platform/delivery/deliverer.ts';
import { deliveryClient } from '../../src/platform/delivery/transports/slack/client.ts';
import { slackTransport } from '../../src/platform/delivery/transports/slack/transport.ts';
import { createMetrics } from '../../src/platform/process/metrics.ts';
import { systemWall } from '../../src/platform/process/wall.ts';
import { testDatabase } from '../../test/support/database.ts';
import { bundle } from '../support/bundle.ts';
import { benchDeps, silent } from '../support/deps.ts';
import { type Figure, report } from '../support/figures.ts';
import { manyChannels, type SlackProcess, slackProcess } from '../support/slack-process.ts';
import type { Unsent } from './deliver-child.ts';
import { childFile, type Expected, judge, type Life, life, type Verdict, writeMixed } from './experiment.ts';

const timing = { leaseMs: 700, requestTimeoutMs: 300, settleMs: 200 };

/** A delayed request lands this much later, also when its sender is dead by then; well before `settleMs`. */
const delayMs = 80;

/** Where a message was when the process was killed. */
export const killStates = [
  'pending',
  'sending, not at Slack yet',
  'sending, already at Slack',
  'unknown, waiting',
  'unknown, being looked up',
  'recorded as sent',
] as const;
export type KillState = (typeof killStates)[number];

export interface KillReport extends Verdict {
  readonly engine: Engine;
  readonly kills: number;
  readonly messages: number;
  /** In how many kills at least one message was in this state. */
  readonly states: Readonly<Record<KillState, number>>;
  readonly seconds: number;
}

interface Place {
  readonly open: () => Promise<Database>;
  readonly options: { readonly url?: string; readonly embeddedDir?: string };
  readonly remove: () => Promise<void>;
}

const place = async (engine: Engine): Promise<Place> => {
  if (engine === 'postgres') {
    const db = await testDatabase('postgres');
    const url = db.url ?? '';
    return { options: { url }, open: () => openDatabase({ url, log: silent }), remove: () => db.close() };
  }
  const dir = mkdtempSync(join(tmpdir(), 'baton-soak-'));
  const embeddedDir = join(dir, 'data');
  await migrateDatabase({ embeddedDir, log: silent });
  return {
    options: { embeddedDir },
    open: () => openDatabase({ embeddedDir, log: silent }),
    remove: async () => rmSync(dir, { recursive: true, force: true }),
  };
};

/**
 * Kills at a moment that depends on the round: by what Slack sees, or so many milliseconds after the start.
 * @returns the ids Slack had at that moment
 */
const killInTime = async (
  slack: SlackProcess,
  round: number,
  life: Life,
): Promise<{ readonly atSlack: string[]; readonly lookingUp: boolean }> => {
  const pid = life.child.pid ?? 0;
  const on = (['acceptance', 'arrival', 'lookup', undefined, undefined] as const)[round % 5];
  if (on) {
    const killed = slack.ask({ ask: 'kill', on, count: 1 + (Math.floor(round / 5) % 3), pid }) as Promise<string[]>;
    // Lookups come only when something is unknown; messages always.
    const first = await Promise.race([killed, life.empty, sleep(on === 'lookup' ? 2_500 : 15_000)]);
    if (first) return { atSlack: first, lookingUp: on === 'lookup' };
    await slack.ask({ ask: 'disarm' });
  } else if (round % 5 === 3) {
    // When the lanes of the dead are taken over, and their messages wait to be looked up.
    await Promise.race([sleep(timing.leaseMs + ((round * 13) % (timing.settleMs + 60))), life.empty]);
  } else {
    // Anywhere in the first moments: claiming, marking, before the socket.
    await sleep((round * 7) % 60);
  }
  const [, messages] = await Promise.all([life.kill(), slack.messages()]);
  return { atSlack: messages.map((message) => message.id), lookingUp: false };
};

const classify = (unsent: readonly Unsent[], atSlack: ReadonlySet<string>): Set<KillState> => {
  const states = new Set<KillState>();
  for (const { id, state } of unsent) {
    if (state === 'pending') states.add('pending');
    else if (state === 'unknown') states.add('unknown, waiting');
    else states.add(atSlack.has(id) ? 'sending, already at Slack' : 'sending, not at Slack yet');
  }
  return states;
};

const total = (verdicts: readonly Verdict[]): Verdict => ({
  lost: verdicts.reduce((sum, each) => sum + each.lost, 0),
  doubled: verdicts.reduce((sum, each) => sum + each.doubled, 0),
  outOfOrder: verdicts.reduce((sum, each) => sum + each.outOfOrder, 0),
});

export const soakKills = async (engine: Engine, kills: number, messages: number): Promise<KillReport> => {
  bundle(childFile);
  const started = performance.now();
  const channels = manyChannels(10);
  // Slow enough that a request is often on its way when the process dies, and lands after its death.
  const slack = await slackProcess({ channels, log: false, logSize: 10, seed: 7 });
  const where = await place(engine);
  const states = Object.fromEntries(killStates.map((state) => [state, 0])) as Record<KillState, number>;
  const note = (seen: Iterable<KillState>) => {
    for (const state of seen) states[state] += 1;
  };
  try {
    const write = async (): Promise<Expected> => {
      const db = await where.open();
      try {
        return await writeMixed(
          db,
          channels.map((channel) => channel.id),
          messages,
        );
      } finally {
        await db.close();
      }
    };
    const expected = [await write()];
    await slack.ask({ ask: 'fault', fault: { kind: 'delay', ms: delayMs, probability: 0.8 } });
    const options = { ...where.options, ...timing, apiUrl: slack.apiUrl, token: slack.token };
    let next = life(options);
    let moment: Awaited<ReturnType<typeof killInTime>> | undefined;
    let unsentBefore = messages;
    let done = 0;
    for (; done < kills; done++) {
      const mine = next;
      next = life(options);
      const unsent = await mine.start();
      if (moment) {
        const seen = classify(unsent, new Set(moment.atSlack));
        if (moment.lookingUp) seen.add('unknown, being looked up');
        if (unsent.length < unsentBefore) seen.add('recorded as sent');
        unsentBefore = unsent.length;
        note(seen);
      }
      if (unsent.length === 0) {
        // All were delivered before they had been killed often enough: as many again.
        await mine.kill();
        expected.push(await write());
        unsentBefore = messages;
        moment = undefined;
        done -= 1;
        continue;
      }
      moment = await killInTime(slack, done, mine);
      await mine.kill();
    }
    await slack.ask({ ask: 'faultless' });
    await next.start();
    await next.finished();
    await next.kill();
    const said = await slack.messages();
    const verdict = total(expected.map((each) => judge(each, said)));
    return {
      engine,
      kills: done,
      messages: messages * expected.length,
      states,
      ...verdict,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await slack.close();
    await where.remove();
  }
};

export interface AmbiguousReport extends Verdict {
  readonly ambiguous: number;
  readonly messages: number;
  /** Of these outcomes nothing could be looked up: how many were parked, and how many of those had arrived. */
  readonly unreadable: { readonly ambiguous: number; readonly parked: number; readonly doubled: number };
  readonly seconds: number;
}

/** Of what can be sent: the admins' notice of what is parked waits until they have a channel. */
const untilNothingIsOpen = async (db: Database): Promise<void> => {
  for (;;) {
    await sleep(50);
    const open = await db.prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM posts WHERE state IN ('pending', 'sending', 'unknown') UNION ALL
      SELECT 1 FROM message_slots WHERE state IN ('pending', 'sending', 'unknown') AND lane NOT LIKE 'role:%' LIMIT 1`;
    if (open.length === 0) return;
  }
};

const hits = async (slack: SlackProcess): Promise<number> =>
  (await slack.counts()).faults.reduce((sum, [, count]) => sum + count, 0);

export const soakAmbiguous = async (engine: Engine, outcomes: number): Promise<AmbiguousReport> => {
  const started = performance.now();
  const channels = manyChannels(20);
  const slack = await slackProcess({ channels, log: false, seed: 11 });
  const db = await testDatabase(engine);
  // Enough that the faults find as many as they should.
  const messages = outcomes * 3 + 20;
  const deliver = () =>
    startDelivery({
      deps: benchDeps(db),
      slots: new Map([
        ['card', { kind: 'card', render: async (_deps, subjectId) => ({ text: `card ${subjectId}`, open: true }) }],
      ]),
      transports: [
        slackTransport({
          client: deliveryClient({ token: slack.token, apiUrl: slack.apiUrl, timeoutMs: 5_000 }),
          pace: { messageIntervalMs: 0, updatesPerMinute: 0 },
        }),
      ],
      log: silent,
      metrics: createMetrics(),
      timing: { settleMs: 40, pollMs: 20, backoffMs: 10, maxBackoffMs: 20 },
    });
  try {
    const expected = await writeMixed(
      db,
      channels.map((channel) => channel.id),
      messages,
    );
    for (const kind of ['accept_then_drop', 'error_500_after'] as const) {
      await slack.ask({
        ask: 'fault',
        fault: { kind, method: 'chat.postMessage', probability: 0.35, count: outcomes / 2 },
      });
    }
    const delivery = deliver();
    await untilNothingIsOpen(db);
    await delivery.stop();
    const verdict = judge(expected, await slack.messages());
    const ambiguous = await hits(slack);

    // Now the same without the right to read.
    await slack.ask({ ask: 'clear' });
    await slack.ask({ ask: 'grant', scopes: ['chat:write'] });
    const few = Math.max(2, outcomes / 20);
    const blind = await writeMixed(
      db,
      channels.map((channel) => channel.id),
      few * 4,
    );
    await slack.ask({
      ask: 'fault',
      fault: { kind: 'accept_then_drop', method: 'chat.postMessage', probability: 0.5, count: few },
    });
    const again = deliver();
    await untilNothingIsOpen(db);
    await again.stop();
    const rootsParked = await db.prisma.post.count({
      where: { state: 'parked', problem: { startsWith: 'Slack may have' } },
    });
    const slotsParked = await db.prisma.messageSlot.count({
      where: { state: 'parked', problem: { startsWith: 'Slack may have' } },
    });
    return {
      ambiguous,
      messages,
      ...verdict,
      unreadable: {
        ambiguous: (await hits(slack)) - ambiguous,
        parked: rootsParked + slotsParked,
        doubled: judge(blind, await slack.messages()).doubled,
      },
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await slack.close();
    await db.close();
  }
};

export interface FrozenReport extends Verdict {
  readonly freezes: number;
  /** Freezes that caught the replica with messages marked as being sent, which the other took over. */
  readonly takenOver: number;
  readonly seconds: number;
}

/** Two replicas; the first is stopped in its tracks (SIGSTOP) for three leases, then goes on. */
export const soakFrozen = async (freezes: number, messages: number): Promise<FrozenReport> => {
  bundle(childFile);
  const started = performance.now();
  const channels = manyChannels(10);
  const slack = await slackProcess({ channels, log: false, seed: 13 });
  const db = await testDatabase('postgres');
  let takenOver = 0;
  const verdicts: Verdict[] = [];
  try {
    await slack.ask({ ask: 'fault', fault: { kind: 'delay', ms: 20, probability: 0.5 } });
    const options = { url: db.url ?? '', ...timing, apiUrl: slack.apiUrl, token: slack.token };
    for (let round = 0; round < freezes; round++) {
      await slack.ask({ ask: 'clear' });
      const expected = await writeMixed(
        db,
        channels.map((channel) => channel.id),
        messages,
      );
      const [first, second] = [life(options), life(options)];
      await first.start();
      for (;;) {
        // Some moment after it began to send.
        const sent = (await slack.messages()).length;
        if (sent > 3 + round) break;
      }
      first.child.kill('SIGSTOP');
      const caught =
        (await db.prisma.post.count({ where: { state: 'sending' } })) +
        (await db.prisma.messageSlot.count({ where: { state: 'sending', ts: null } }));
      if (caught > 0) takenOver += 1;
      await second.start();
      await sleep(timing.leaseMs * 3);
      first.child.kill('SIGCONT');
      await second.finished();
      await sleep(300);
      await Promise.all([first.kill(), second.kill()]);
      const verdict = judge(expected, await slack.messages());
      verdicts.push(verdict);
    }
    return { freezes, takenOver, ...total(verdicts), seconds: (performance.now() - started) / 1000 };
  } finally {
    await slack.close();
    await db.close();
  }
};

/**
 * How long lies between the last look at the lease and the moment the request is with the operating system: a process
 * frozen exactly there, and for longer than its lease, would send what another replica has sent meanwhile.
 * @returns microseconds
 */
export const measureWindow = async (
  messages: number,
): Promise<{ readonly median: number; readonly p99: number; readonly longest: number }> => {
  const slack = await slackProcess({ channels: manyChannels(1), log: false });
  const db = await testDatabase('postgres');
  let looked = 0;
  const gaps: number[] = [];
  const onWritten = () => gaps.push((performance.now() - looked) * 1000);
  subscribe('undici:client:sendHeaders', onWritten);
  try {
    await writeMixed(db, ['C_000'], messages);
    const delivery = startDelivery({
      deps: benchDeps(db),
      slots: new Map([
        ['card', { kind: 'card', render: async (_deps, subjectId) => ({ text: `card ${subjectId}`, open: true }) }],
      ]),
      transports: [
        slackTransport({
          client: deliveryClient({ token: slack.token, apiUrl: slack.apiUrl }),
          pace: { messageIntervalMs: 0, updatesPerMinute: 0 },
        }),
      ],
      log: silent,
      metrics: createMetrics(),
      wall: {
        ...systemWall,
        now: () => {
          looked = performance.now();
          return systemWall.now();
        },
      },
    });
    await untilNothingIsOpen(db);
    await delivery.stop();
    gaps.sort((a, b) => a - b);
    const at = (share: number) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))] ?? 0;
    return { median: at(0.5), p99: at(0.99), longest: at(1) };
  } finally {
    unsubscribe('undici:client:sendHeaders', onWritten);
    await slack.close();
    await db.close();
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [what = '', engine = 'postgres', count] = process.argv.slice(2);
  const amount = (usual: number) => Number(count ?? usual);
  const chosen: Engine = engine === 'embedded' ? 'embedded' : 'postgres';
  const verdicts = (name: string, { lost, doubled, outOfOrder }: Verdict): Figure[] => [
    { name: `${name}: lost`, value: lost, unit: 'messages', atMost: 0 },
    { name: `${name}: twice`, value: doubled, unit: 'messages', atMost: 0 },
    { name: `${name}: out of order`, value: outOfOrder, unit: 'messages', atMost: 0 },
  ];
  if (what === 'kills') {
    const found = await soakKills(chosen, amount(200), count ? Math.ceil(amount(200) * 2.5) : 500);
    report([
      { name: 'Kills', value: found.kills, unit: 'kills', atLeast: amount(200) },
      { name: 'Messages delivered meanwhile', value: found.messages, unit: 'messages' },
      ...Object.entries(found.states).map(
        ([state, value]): Figure => ({
          name: `Kills with a message “${state}”`,
          value,
          unit: 'kills',
          atLeast: count ? 1 : 10,
        }),
      ),
      ...verdicts('Messages', found),
    ]);
  } else if (what === 'ambiguous') {
    const found = await soakAmbiguous(chosen, amount(1000));
    report([
      { name: 'Ambiguous outcomes', value: found.ambiguous, unit: 'outcomes', atLeast: amount(1000) },
      ...verdicts('Messages', found),
      { name: 'Outcomes that cannot be looked up', value: found.unreadable.ambiguous, unit: 'outcomes' },
      {
        name: 'Of these parked and visible',
        value: found.unreadable.parked,
        unit: 'outcomes',
        atLeast: found.unreadable.ambiguous,
      },
      { name: 'Of these sent twice', value: found.unreadable.doubled, unit: 'messages', atMost: 0 },
    ]);
  } else if (what === 'frozen') {
    const found = await soakFrozen(amount(20), 60);
    report([
      { name: 'Freezes past the lease', value: found.freezes, unit: 'freezes', atLeast: amount(20) },
      { name: 'Of these with messages in hand, taken over', value: found.takenOver, unit: 'freezes', atLeast: 1 },
      ...verdicts('Messages', found),
    ]);
  } else if (what === 'window') {
    const { median, p99, longest } = await measureWindow(amount(2000));
    report([
      { name: 'From the lease check to the write: half within', value: median, unit: 'µs' },
      { name: 'From the lease check to the write: 99 % within', value: p99, unit: 'µs' },
      { name: 'From the lease check to the write: the longest', value: longest, unit: 'µs' },
    ]);
  } else {
    process.stderr.write('Say what: kills | ambiguous | frozen | window, then postgres | embedded, then how many\n');
    process.exitCode = 1;
  }
}
