/**
 * The real Baton in a process that can be killed, or serve the next office, with a clock that stands still until it is moved, and with waits towards
 * Slack that are short enough for a thousand walks.
 */
import { readConfig } from '../../src/config.ts';
import { day } from '../../src/core/time/calendar.ts';
import { settableClock } from '../../src/core/time/clock.ts';
import { createCustomer, linkGatewayCustomer } from '../../src/features/customers/index.ts';
import { addLicense } from '../../src/features/licenses/index.ts';
import { startBaton } from '../../src/main.ts';
import { system } from '../../src/platform/work/work.ts';
import { type Amounts, startProject } from '../../test/support/journey.ts';
import { silent } from './deps.ts';

export type ToWalkBaton =
  /** Starts Baton with these settings at this moment of its clock. */
  | { readonly open: Readonly<Record<string, string>>; readonly now: string }
  | { readonly close: true }
  | { readonly advance: number }
  | { readonly idle: true }
  | {
      readonly license: {
        readonly customer: string;
        readonly reference: string;
        readonly subscription: string;
        readonly expiresOn: string;
      };
    }
  /** A folder that is on its way already: the people of these roles have worked on it until it came to this stage. */
  | {
      readonly project: {
        readonly customer: string;
        readonly amounts: Amounts;
        readonly stage: string;
        readonly people: Readonly<Record<string, string>>;
      };
    };

export interface FromWalkBaton {
  readonly port?: number;
  /** What Baton's clock says now. */
  readonly now?: string;
  readonly error?: string;
}

const timing = {
  leaseMs: 2_000,
  requestTimeoutMs: 600,
  settleMs: 150,
  backoffMs: 20,
  maxBackoffMs: 200,
  holdRetryMs: 500,
  pauseRetryMs: 200,
};

const open = async (env: Readonly<Record<string, string>>, now: string) => {
  const clock = settableClock(new Date(now));
  return { clock, baton: await startBaton({ config: readConfig(env), clock, log: silent, timing }) };
};

let running: Awaited<ReturnType<typeof open>> | undefined;

const handle = async (message: ToWalkBaton): Promise<FromWalkBaton> => {
  if ('open' in message) {
    running = await open(message.open, message.now);
    return { port: running.baton.port };
  }
  if ('close' in message) {
    await running?.baton.stop('the office closes');
    running = undefined;
    return {};
  }
  if (!running) throw new Error('no Baton runs here');
  const { baton, clock } = running;
  if ('advance' in message) {
    clock.advance(message.advance);
    await baton.tick();
  }
  if ('license' in message) {
    const { customer, reference, subscription, expiresOn } = message.license;
    const id = await baton.deps.transact(system, async (work) => {
      const made = await createCustomer(work, {
        name: customer,
        contactName: 'Accounts office',
        email: 'accounts@example.com',
        currency: 'USD',
        timeZone: 'America/New_York',
      });
      await linkGatewayCustomer(work, { gateway: 'axia', reference, customerId: made.id });
      return made.id;
    });
    await addLicense(baton.deps, system, {
      customerId: id,
      product: 'Legacy',
      key: `LEGACY-${reference}`,
      policy: 'manual',
      expiresOn: day(expiresOn),
      periodMonths: 12,
      gateway: 'axia',
      gatewaySubscription: subscription,
    });
  }
  if ('project' in message) {
    const { customer, amounts, stage, people } = message.project;
    const office = { deps: baton.deps, person: (role: string) => ({ userId: people[role] ?? '' }) };
    await (await startProject(office, amounts, { customer })).walkTo(stage);
  }
  await baton.delivered();
  return { now: clock.now().toISOString() };
};

process.on('message', (message: ToWalkBaton) => {
  handle(message).then(
    (answer) => process.send?.(answer),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
