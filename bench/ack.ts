/**
 * How long people wait: 200 signed requests a second for a minute, on PostgreSQL, everything switched on, each change
 * committed before its ack; and how many `/onboard help` Baton manages next to a Bolt app that does nothing.
 *
 *   npm run bench -- ack            about three minutes
 *   npm run bench -- ack --quick    10 s of load, to see that it works
 *
 * The requests are recorded: people of the stand-in go through the work once, and what the stand-in sent is replayed
 * about thousands of copies of their project, in Poisson arrivals, from a process of its own. Latency counts from the
 * time a request was to be sent, so that waiting behind others is not left out.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../src/platform/db/open.ts';
import type { Delivery } from '../src/sandbox/slack/index.ts';
import { asForm } from '../src/sandbox/slack/transport.ts';
import { testDatabase } from '../test/support/database.ts';
import { copyProject } from './support/copies.ts';
import { type Figure, median, percentile, report } from './support/figures.ts';
import type { Plan, Planned, Sent } from './support/load-child.ts';
import type { Known } from './support/load-slack.ts';
import { batonEnv, expectOk, type Office, openOffice } from './support/office.ts';
import { cpuSeconds, heard, helper, startBatonChild } from './support/processes.ts';
import { seeded } from './support/random.ts';

const quick = process.argv.includes('--quick');
const seconds = quick ? 10 : 60;
/** Before the minute that counts, as many requests as a process that has just started meets: fewer at first. */
const warmUp = quick ? 5 : 20;
/** Fewer only to look into a single request. */
const perSecond = Number(process.env.BENCH_RATE ?? '200');
const secret = 'bench-signing-secret';

/** What comes how often, and which recorded project its copies are taken from. */
const mix = [
  { kind: 'help', share: 0.05, commits: false },
  { kind: 'list', share: 0.05, commits: false },
  { kind: 'show', share: 0.1, commits: false },
  { kind: 'approve', share: 0.3, commits: true },
  { kind: 'checklist', share: 0.15, commits: true },
  { kind: 'assign', share: 0.1, commits: true },
  { kind: 'return', share: 0.1, commits: true },
  { kind: 'mark sent', share: 0.1, commits: true },
  { kind: 'payment', share: 0.05, commits: true },
] as const;
type Kind = (typeof mix)[number]['kind'];

/** Enough copies for each kind, whatever the dice say. */
const copiesOf = (kind: Kind): number =>
  Math.ceil((mix.find((each) => each.kind === kind)?.share ?? 0) * perSecond * (seconds + warmUp) * 1.3 + 50);

interface Recording {
  readonly templates: Map<Kind, Delivery>;
  /** The first copy for each kind. */
  readonly first: Map<Kind, number>;
}

const lastDelivery = ({ slack }: Office, kind: Delivery['kind'], name: string): Delivery => {
  const found = slack.deliveries.findLast((each) => each.kind === kind && each.name === name);
  if (!found) throw new Error(`${kind} ${name} was not recorded`);
  return found;
};

const createProject = async ({ slack, fill }: Office, customer: string): Promise<void> => {
  await fill('sales', () => slack.as('sales').command('sales', '/onboard new'), {
    customer,
    project_manager: 'U0PROJMG001',
    currency: 'USD',
    set_up_fee: '1500',
    first_month: '2000',
    hardware: '900',
  });
};

/** People do each thing once; before each, the copies that others will do it to are made. */
const record = async (db: Database, office: Office): Promise<Recording> => {
  const { slack, settled, fill } = office;
  const templates: Recording['templates'] = new Map();
  const first: Recording['first'] = new Map();
  let copy = 1;
  const copyFor = async (projectId: string, ...kinds: readonly Kind[]) => {
    const count = Math.max(...kinds.map(copiesOf));
    await copyProject(db, projectId, copy, count);
    for (const kind of kinds) first.set(kind, copy);
    copy += count;
  };
  const find = (channel: string, text: string) => {
    const message = slack
      .messages(channel)
      .findLast((each) => `${each.text} ${JSON.stringify(each.blocks ?? [])}`.includes(text));
    if (!message) throw new Error(`nothing in #${channel} says ${text}`);
    return message;
  };
  const ticks = async (who: string, channel: string, customer: string) => {
    const message = find(channel, customer);
    const everything = () =>
      Object.fromEntries(
        (
          (slack.modals(who).at(-1)?.body.blocks ?? []) as {
            block_id: string;
            element?: { type: string; options?: { value: string }[] };
          }[]
        )
          .filter((block) => block.element?.type === 'checkboxes')
          .map((block) => [block.block_id, block.element?.options?.map((option) => option.value) ?? []]),
      );
    expectOk(await slack.as(who).click(message, 'handoff.checklist'));
    await slack.waitFor(() => slack.modals(who).length > 0, 5_000, 'the checklist');
    expectOk(await slack.as(who).submit(everything()));
    await settled();
  };
  const approve = async (who: string, channel: string, customer: string) => {
    expectOk(await slack.as(who).click(find(channel, customer), 'handoff.approve'));
    await settled();
  };
  const submission = (name: string) => lastDelivery(office, 'view_submission', name);

  await createProject(office, 'Hart and Sons');
  const { id } = await db.prisma.project.findFirstOrThrow();
  await copyFor(id, 'checklist', 'show');
  await ticks('sales', 'sales', 'Hart and Sons');
  templates.set('checklist', submission('checklist.save'));
  await copyFor(id, 'approve');
  await approve('sales', 'sales', 'Hart and Sons');
  templates.set('approve', lastDelivery(office, 'block_actions', 'handoff.approve'));
  await copyFor(id, 'assign');
  await fill('reviewer', () => slack.as('reviewer').click(find('reviewer', 'Hart and Sons'), 'handoff.assign'), {
    assignee: 'U0REVIEW001',
  });
  templates.set('assign', submission('handoff.assign'));
  await copyFor(id, 'return');
  await fill('reviewer', () => slack.as('reviewer').click(find('reviewer', 'Hart and Sons'), 'handoff.return'), {
    to: 'intake',
    reason: 'The figures do not add up.',
  });
  templates.set('return', submission('handoff.return'));
  await ticks('sales', 'sales', 'Hart and Sons');
  await approve('sales', 'sales', 'Hart and Sons');
  await ticks('reviewer', 'reviewer', 'Hart and Sons');
  await approve('reviewer', 'reviewer', 'Hart and Sons');
  await copyFor(id, 'mark sent');
  await fill('accounting', () => slack.as('accounting').click(find('accounting', 'Set-up'), 'invoice.mark_sent'), {
    number: 'QB-1',
    sent_on: new Date().toISOString().slice(0, 10),
    location: 'Cabinet 1',
  });
  templates.set('mark sent', submission('invoice.mark_sent'));
  await copyFor(id, 'payment');
  await fill('accounting', () => slack.as('accounting').click(find('accounting', 'Set-up'), 'payment.record'), {
    amount: '1500.00',
    method: 'check',
  });
  templates.set('payment', submission('payment.record'));
  for (const [kind, text] of [
    ['help', 'help'],
    ['list', 'list'],
    ['show', 'show P-1'],
  ] as const) {
    expectOk(await slack.as('sales').command('sales', `/onboard ${text}`));
    templates.set(kind, lastDelivery(office, 'command', '/onboard'));
    await settled();
  }
  return { templates, first };
};

/** Poisson arrivals: the next request comes whenever it comes, as people's do. */
const planRequests = (
  recording: Recording,
  baseUrl: string,
  oldBase: string,
): { requests: Planned[]; known: Known['requests'] } => {
  const random = seeded(1);
  const used = new Map<Kind, number>();
  const requests: Planned[] = [];
  const known: { at: number; user: string; channel: string; trigger: string; path: string }[] = [];
  const rateAt = (at: number): number => perSecond * Math.min(1, 0.1 + (0.9 * at) / (warmUp * 1000));
  for (let at = 0; at < (warmUp + seconds) * 1000; at += (-Math.log(1 - random.next()) * 1000) / rateAt(at)) {
    const { kind } = random.weighted(mix, (each) => each.share);
    const delivery = recording.templates.get(kind);
    if (!delivery) throw new Error(`nothing recorded for ${kind}`);
    const n = used.get(kind) ?? 0;
    used.set(kind, n + 1);
    const copy = (recording.first.get(kind) ?? 0) + n;
    const {
      trigger_id: oldTrigger,
      view,
      actions,
    } = delivery.payload as unknown as {
      trigger_id: string;
      view?: { id: string; hash: string };
      actions?: { action_ts: string }[];
    };
    const trigger = `${Date.now()}.${requests.length}.${randomBytes(8).toString('hex')}`;
    const path = `/response/T0BATON001/R${requests.length}/${randomBytes(8).toString('hex')}`;
    const text = JSON.stringify(delivery.payload);
    const oldUrls = [...new Set(text.match(new RegExp(`${oldBase}/response/[\\w/]+`, 'g')) ?? [])];
    const place = delivery.payload as { channel_id?: string; channel?: { id: string } };
    requests.push({
      kind,
      key: view
        ? `form:V${requests.length}:${requests.length}.hash`
        : `action:${trigger}:${actions?.[0]?.action_ts ?? ''}`,
      template: kind,
      copy,
      at,
      replace: [
        [oldTrigger, trigger],
        ...oldUrls.map((url): [string, string] => [url, `${baseUrl}${path}`]),
        ...(view
          ? [
              [view.id, `V${requests.length}`] as [string, string],
              [view.hash, `${requests.length}.hash`] as [string, string],
            ]
          : []),
      ],
    });
    known.push({
      at,
      user: delivery.user ?? '',
      channel: place.channel_id ?? place.channel?.id ?? 'C0SALES001',
      trigger,
      path,
    });
  }
  return { requests, known };
};

/** Every acknowledged change is there: each stored its request's id in the transaction of its change. */
const verify = async (db: Database, requests: readonly Planned[], sent: readonly Sent[]): Promise<Figure[]> => {
  const refused = sent.filter((each) => each.status !== 200 || /response_action/.test(each.body));
  for (const each of refused.slice(0, 3))
    process.stdout.write(`       refused: ${each.kind} ${each.status} ${each.body}\n`);
  const rows = await db.prisma.$queryRaw<{ key: string }[]>`SELECT key FROM inbox`;
  const stored = new Set(rows.map((row) => row.key));
  const committing = sent.filter(
    (each) => mix.find(({ kind }) => kind === each.kind)?.commits && !refused.includes(each),
  );
  const missing = committing.filter((each) => !stored.has(requests[each.n]?.key ?? ''));
  // A form's refusal travels in its ack; that of a button is said after it, so its ack alone promises nothing.
  const lost = missing.filter((each) => each.kind !== 'approve');
  const decided = await db.prisma.$queryRaw<
    { request_id: string }[]
  >`SELECT DISTINCT request_id FROM audit_log WHERE request_id IS NOT NULL`;
  const audited = new Set(decided.map((row) => row.request_id));
  return [
    { name: 'Ack: requests that were refused or not answered', value: refused.length, unit: 'requests', atMost: 0 },
    { name: 'Ack: changes acknowledged', value: committing.length, unit: 'requests' },
    {
      name: 'Ack: approvals refused after their ack',
      value: missing.length - lost.length,
      unit: 'requests',
      atMost: 0,
    },
    { name: 'Ack: acknowledged and not stored', value: lost.length, unit: 'requests', atMost: 0 },
    {
      name: 'Ack: stored without an audit row',
      value: committing.filter(
        (each) => stored.has(requests[each.n]?.key ?? '') && !audited.has(requests[each.n]?.key ?? ''),
      ).length,
      unit: 'requests',
      atMost: 0,
    },
  ];
};

const latencies = (sent: readonly Sent[]): Figure[] => {
  const all = sent.map((each) => each.ms);
  const of = (kind: Kind) => sent.filter((each) => each.kind === kind).map((each) => each.ms);
  const span = Math.max(...sent.map((each) => each.ms));
  return [
    {
      name: `Ack: requests sent in ${seconds} s`,
      value: sent.length,
      unit: 'requests',
      atLeast: perSecond * seconds * 0.97,
    },
    { name: 'Ack: half are answered within', value: median(all), unit: 'ms' },
    { name: 'Ack: 99 % are answered within', value: percentile(all, 99), unit: 'ms', atMost: 50 },
    { name: 'Ack: the slowest', value: span, unit: 'ms', atMost: 500 },
    { name: 'A handoff’s Approve, everything on: half within', value: median(of('approve')), unit: 'ms' },
    { name: 'A handoff’s Approve, everything on: 99 % within', value: percentile(of('approve'), 99), unit: 'ms' },
    ...(['checklist', 'payment', 'show', 'help'] as const).map(
      (kind): Figure => ({ name: `${kind}: 99 % within`, value: percentile(of(kind), 99), unit: 'ms' }),
    ),
  ];
};

/** When the slow ones came: all at once (something stopped the process) or now and then (bursts). */
const tellSlowSeconds = (requests: readonly Planned[], sent: readonly Sent[]): void => {
  const slow = new Map<number, number>();
  for (const { n, ms } of sent) {
    const second = Math.floor((requests[n]?.at ?? 0) / 1000) - warmUp;
    if (ms > 50 && second >= 0) slow.set(second, (slow.get(second) ?? 0) + 1);
  }
  const worst = [...slow].sort((a, b) => b[1] - a[1]).slice(0, 8);
  process.stdout.write(`       over 50 ms: ${worst.map(([at, count]) => `second ${at}: ${count}`).join(', ')}\n`);
};

const saturate = async (port: number): Promise<number> => {
  const body = asForm({
    token: 't',
    team_id: 'T0BATON001',
    team_domain: 'baton-demo',
    channel_id: 'C0SALES001',
    channel_name: 'sales',
    user_id: 'U0SALES001',
    user_name: 'sally.sales',
    command: '/onboard',
    text: 'help',
    api_app_id: 'A0BATON001',
    is_enterprise_install: 'false',
    response_url: 'http://127.0.0.1:9/response/x',
    trigger_id: '1.2.3',
  }).body;
  const load = await helper<never>('load-child.ts', {}, false);
  const { rate, wrong } = await load.ask<{ rate: number; wrong: number }>({
    order: 'saturate',
    port,
    secret,
    body,
    connections: 32,
    seconds: quick ? 2 : 5,
  });
  await load.close();
  if (wrong > 0) throw new Error(`${wrong} requests for help were not answered`);
  return rate;
};

/** Turn and turn about, so that both see the same machine. */
const helpRatio = async (port: number): Promise<Figure[]> => {
  const empty = await helper<number>('empty-bolt.ts', { SLACK_SIGNING_SECRET: secret });
  const rates: { readonly baton: number; readonly bolt: number }[] = [];
  await saturate(port);
  await saturate(empty.hello);
  for (let round = 0; round < (quick ? 2 : 5); round++)
    rates.push({ bolt: await saturate(empty.hello), baton: await saturate(port) });
  await empty.close();
  return [
    {
      name: '`/onboard help`',
      value: median(rates.map((each) => each.baton)),
      unit: 'requests/s',
      floor: median(rates.map((each) => each.bolt)),
    },
    {
      name: '`/onboard help` against an empty Bolt app',
      value: median(rates.map((each) => each.baton / each.bolt)),
      unit: 'times',
      atLeast: 0.8,
    },
  ];
};

const main = async (): Promise<void> => {
  const db = await testDatabase('postgres');
  const dir = mkdtempSync(join(tmpdir(), 'baton-ack-'));
  try {
    const office = await openOffice({ db });
    const oldBase = office.slack.url;
    const recording = await record(db, office);
    await office.stop();
    // As the server does by itself with tables that fill day by day.
    await db.prisma.$executeRaw`ANALYZE`;
    const { slackUrl, figures } = await load(db, recording, oldBase, dir);
    process.stdout.write(`       (stand-in at ${slackUrl})\n`);
    report(figures);
  } finally {
    rmSync(dir, { recursive: true, force: true });
    await db.close();
  }
};

const load = async (
  db: Awaited<ReturnType<typeof testDatabase>>,
  recording: Recording,
  oldBase: string,
  dir: string,
) => {
  const slack = await helper<{ apiUrl: string; baseUrl: string }>('load-slack.ts');
  const { requests, known } = planRequests(recording, slack.hello.baseUrl, oldBase);
  const messages = (
    await db.prisma.messageSlot.findMany({ where: { ts: { not: null } }, select: { channel: true, ts: true } })
  ).map((row) => [row.channel ?? '', row.ts ?? ''] as const);
  writeFileSync(join(dir, 'known'), JSON.stringify({ messages, requests: known } satisfies Known));
  await slack.ask({ learn: join(dir, 'known') });
  const baton = await startBatonChild({
    ...batonEnv({ botToken: 'xoxb-standin-bot-token', signingSecret: secret, apiUrl: slack.hello.apiUrl }),
    DATABASE_URL: db.url ?? '',
    ...JSON.parse(process.env.BENCH_BATON_ENV ?? '{}'),
  });
  const templates = Object.fromEntries(
    [...recording.templates].map(([kind, { kind: how, payload }]) => [
      kind,
      { form: how === 'command' ? 'fields' : 'payload', payload },
    ]),
  );
  writeFileSync(
    join(dir, 'plan'),
    JSON.stringify({ port: baton.port, secret, templates, requests } as unknown as Plan),
  );
  const generator = await helper<never>('load-child.ts', {}, false);
  await generator.ask({ order: 'plan', file: join(dir, 'plan') });
  await slack.ask({ begin: true });
  const answer = heard<{ sent: Sent[] }>(generator.child);
  const before = cpuSeconds(baton.child.pid);
  generator.child.send({ go: true });
  const { sent } = await answer;
  const spent: Figure = {
    name: 'Processor time of Baton per request',
    value: ((cpuSeconds(baton.child.pid) - before) * 1000) / sent.length,
    unit: 'ms',
  };
  await generator.close();
  tellSlowSeconds(requests, sent);
  const figures = [
    ...latencies(sent.filter((each) => (requests[each.n]?.at ?? 0) >= warmUp * 1000)),
    spent,
    ...(await verify(db, requests, sent)),
    ...(process.argv.includes('--no-help') ? [] : await helpRatio(baton.port)),
  ];
  const trouble = baton
    .log()
    .split('\n')
    .filter((line) => /"level":(40|50|60)/.test(line));
  process.stdout.write(
    `       ${trouble.length} warnings in Baton's log\n${trouble.slice(0, 3).join('\n').slice(0, 1500)}\n`,
  );
  await baton.end();
  await slack.close();
  return { slackUrl: slack.hello.baseUrl, figures };
};

await main();
