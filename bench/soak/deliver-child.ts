/**
 * A Baton that only delivers, to be killed. Says over IPC what it found in the database when it started, then delivers
 * until nothing is left or it dies. It knows nothing of the experiment.
 */

import { openDatabase } from '../../src/platform/db/open.ts';
import { startDelivery } from '../../src/platform/delivery/deliverer.ts';
import { mailTransport } from '../../src/platform/delivery/transports/mail/transport.ts';
import { deliveryClient } from '../../src/platform/delivery/transports/slack/client.ts';
import { slackTransport } from '../../src/platform/delivery/transports/slack/transport.ts';
import { readKept } from '../../src/platform/files/kept-files.ts';
import { createMetrics } from '../../src/platform/process/metrics.ts';
import { benchDeps, silent } from '../support/deps.ts';

export interface ChildOptions {
  readonly url?: string;
  readonly embeddedDir?: string;
  readonly apiUrl: string;
  readonly token: string;
  /** Where letters go, if it delivers them. */
  readonly smtpUrl?: string;
  readonly leaseMs: number;
  readonly requestTimeoutMs: number;
  readonly settleMs: number;
}

export interface Unsent {
  readonly id: string;
  readonly state: string;
  readonly isSlot: boolean;
}

/** What a life says: what the one before left behind, and that nothing is left. */
export type FromChild = { readonly kind: 'found'; readonly unsent: Unsent[] } | { readonly kind: 'empty' };

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const go = new Promise<void>((resolve) => process.once('message', () => resolve()));
process.on('disconnect', () => process.exit(0));
// A life that is never needed may end before it began.
process.on('error', () => process.exit(0));
process.send?.({ kind: 'loaded' });
await go;

const db = await openDatabase({ url: options.url, embeddedDir: options.embeddedDir, log: silent });
const unsent = (): Promise<Unsent[]> => db.prisma.$queryRaw`
  SELECT id, state, false AS "isSlot" FROM posts WHERE state IN ('pending', 'sending', 'unknown')
  UNION ALL SELECT id, state, true FROM message_slots
    WHERE state IN ('pending', 'sending', 'unknown') AND lane NOT LIKE 'role:%'`;
process.send?.({ kind: 'found', unsent: await unsent() } satisfies FromChild);

const deps = benchDeps(db);
// It dies two hundred times: more often than a message may fail before it is put before an admin.
const patient: typeof deps.policy = async (definition) => {
  const { defaults } = definition;
  return 'attempts' in defaults ? { ...defaults, attempts: 100 } : defaults;
};

startDelivery({
  deps: { ...deps, policy: patient },
  slots: new Map([
    ['card', { kind: 'card', render: async (_deps, subjectId) => ({ text: `card ${subjectId}`, open: true }) }],
  ]),
  transports: [
    slackTransport({
      client: deliveryClient({ token: options.token, apiUrl: options.apiUrl, timeoutMs: options.requestTimeoutMs }),
      pace: { messageIntervalMs: 0, updatesPerMinute: 0 },
      capacity: { lanes: 6, requests: 6, batch: 2 },
    }),
    ...(options.smtpUrl
      ? [
          mailTransport({
            url: options.smtpUrl,
            from: 'Baton <baton@ours.example>',
            perMinute: 0,
            readFile: (hash) => readKept(db.prisma, hash),
            timing: { requestTimeoutMs: options.requestTimeoutMs },
          }),
        ]
      : []),
  ],
  log: silent,
  metrics: createMetrics(),
  timing: {
    leaseMs: options.leaseMs,
    requestTimeoutMs: options.requestTimeoutMs,
    settleMs: options.settleMs,
    pollMs: 20,
    backoffMs: 20,
    maxBackoffMs: 200,
  },
});
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  if ((await unsent().catch(() => [undefined])).length === 0) break;
}
process.send?.({ kind: 'empty' } satisfies FromChild);
