import { newId } from '../../src/core/ids.ts';
import type { Engine } from '../../src/platform/db/open.ts';
import { type Delivery, type DeliveryOptions, startDelivery } from '../../src/platform/delivery/deliverer.ts';
import { type LetterFate, lettersFared } from '../../src/platform/delivery/letters/fate.ts';
import { deliverySlice } from '../../src/platform/delivery/parked/slice.ts';
import type { Transport } from '../../src/platform/delivery/transport.ts';
import { type DeliveryClient, deliveryClient } from '../../src/platform/delivery/transports/slack/client.ts';
import { slackTransport } from '../../src/platform/delivery/transports/slack/transport.ts';
import { createMetrics } from '../../src/platform/process/metrics.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import type { MailContent } from '../../src/platform/work/content.ts';
import { on } from '../../src/platform/work/events.ts';
import { type Destination, type NewMail, type NewMessage, type SlotRef, system } from '../../src/platform/work/work.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import type { SlackOptions } from '../../src/sandbox/slack/types.ts';
import { silent } from './database.ts';
import { createHarness } from './harness.ts';
import { manualWall } from './wall.ts';

/** Slack's part, what else it goes by, and what is the same for all. */
type DeliveringOptions = Partial<Omit<DeliveryOptions, 'transports'> & Parameters<typeof slackTransport>[0]> & {
  readonly mail?: Transport;
};

/**
 * Delivery on a real database against the Slack stand-in over real HTTP, with a machine's time that stands still. The
 * slot kind `card` shows what `cards` says of its subject; without an entry its subject is gone.
 */
export const createDelivering = async (engine: Engine, slackOptions: SlackOptions = {}) => {
  const cards = new Map<string, { text: string; open: boolean }>();
  const fates: LetterFate[] = [];
  const slice: Slice = {
    name: 'cards',
    reactions: [on(lettersFared, async (_work, told) => void fates.push(...told))],
    slots: [
      {
        kind: 'card',
        render: async (_deps, subjectId) => {
          const card = cards.get(subjectId);
          if (card?.text === 'cannot be drawn') throw new Error('no such view');
          return card;
        },
      },
    ],
  };
  const harness = await createHarness({ engine, slices: [slice, deliverySlice] });
  const slack = await startSlack({
    channels: ['sales', 'billing', 'support', 'admin'].map((name) => ({ id: `C_${name.toUpperCase()}`, name })),
    people: [{ id: 'U_SALES', name: 'sally', realName: 'Sally', email: 'sally@example.com', tz: 'UTC' }],
    logSize: 100_000,
    ...slackOptions,
  });
  const wall = manualWall();
  const running: Delivery[] = [];

  const start = ({
    client,
    pace,
    capacity,
    mail,
    readFile,
    refusesTables,
    ...options
  }: DeliveringOptions = {}): Delivery => {
    const delivery = startDelivery({
      deps: harness.deps,
      slots: harness.registry.slots,
      transports: [
        slackTransport({
          client: client ?? deliveryClient({ token: slack.botToken, apiUrl: slack.apiUrl, timeoutMs: 2_000 }),
          pace: pace ?? { messageIntervalMs: 0, updatesPerMinute: 0 },
          ...(capacity ? { capacity } : {}),
          ...(readFile ? { readFile } : {}),
          ...(refusesTables ? { refusesTables } : {}),
        }),
        ...(mail ? [mail] : []),
      ],
      log: silent,
      metrics: createMetrics(),
      wall,
      ...options,
    });
    running.push(delivery);
    return delivery;
  };
  /** A client for which Slack answers some requests in its own way: an error code, or an HTTP status. */
  const answering = (
    answer: (method: string, request: Readonly<Record<string, unknown>>) => string | number | undefined,
  ): DeliveryClient => {
    const real = deliveryClient({ token: slack.botToken, apiUrl: slack.apiUrl, timeoutMs: 2_000 });
    return {
      upload: real.upload,
      apiCall: async (method, request = {}, guard) => {
        const wrong = answer(method, request);
        if (typeof wrong === 'number')
          throw Object.assign(new Error(), { code: 'slack_webapi_http_error', statusCode: wrong });
        if (wrong !== undefined)
          throw Object.assign(new Error(), { code: 'slack_webapi_platform_error', data: { ok: false, error: wrong } });
        return real.apiCall(method, request, guard);
      },
    };
  };
  const texts = (channel: string) => slack.messages(channel).map((message) => message.text);
  const stop = async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
  };

  return {
    ...harness,
    slack,
    wall,
    cards,
    /** What was told of letters, oldest first. */
    fates,
    start,
    answering,
    texts,
    stop,
    post: (to: NewMessage['to'], text: string, more: Partial<NewMessage> = {}) =>
      harness.deps.transact(system, async (work) => work.post({ to, ...more, content: { text, ...more.content } })),
    mail: (
      to: string,
      subject: string,
      more: Omit<Partial<NewMail>, 'content'> & { content?: Partial<MailContent> } = {},
    ) =>
      harness.deps.transact(system, async (work) =>
        work.post({ ...more, to: { mail: to }, content: { subject, text: `About ${subject}.`, ...more.content } }),
      ),
    show: (slot: SlotRef, to?: Destination) => harness.deps.transact(system, async (work) => work.show(slot, to)),
    card: (text: string, open = true): SlotRef => {
      const subjectId = newId();
      cards.set(subjectId, { text, open });
      return { kind: 'card', subjectId };
    },
    slot: (ref: SlotRef) => harness.db.prisma.messageSlot.findFirstOrThrow({ where: { subjectId: ref.subjectId } }),
    states: async () => (await harness.posts()).map((row) => row.state),
    /** Between tests: nothing waits, nothing was said, nothing goes wrong. */
    reset: async () => {
      await stop();
      slack.faults.clear();
      slack.refuseToken(undefined);
      for (const channel of slack.channels) {
        channel.roots.length = 0;
        channel.byTs.clear();
        channel.threads.clear();
        slack.archive(channel.id, false);
      }
      slack.calls.length = 0;
      const { prisma } = harness.db;
      await prisma.post.deleteMany();
      await prisma.messageSlot.deleteMany();
      await prisma.lane.deleteMany();
      await prisma.deliveryLimit.deleteMany();
      cards.clear();
      fates.length = 0;
    },
    close: async () => {
      await stop();
      await slack.close();
      await harness.close();
    },
  };
};

export type Delivering = Awaited<ReturnType<typeof createDelivering>>;

/** Why Slack takes nothing, if so. */
export const pauseOf = (delivery: Delivery) =>
  delivery.status().slack?.restraints.find((restraint) => restraint.kind === 'pause');
