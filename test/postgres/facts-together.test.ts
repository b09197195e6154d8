import { afterAll, beforeAll, expect, test } from 'vitest';
import { seeded } from '../../bench/support/random.ts';
import { Conflict } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { day } from '../../src/core/time/calendar.ts';
import { lockInvoices } from '../../src/features/billing/invoices/store.ts';
import { receivePayment } from '../../src/features/billing/payments/index.ts';
import { checkBlocked } from '../../src/features/onboarding/blocked/check-blocked.ts';
import { lockProjects } from '../../src/features/onboarding/engine/load.ts';
import { approveHandoff } from '../../src/features/onboarding/folder/actions/approve-handoff.ts';
import { factsChanging, loadPlaybooks, onboardingPolicy } from '../../src/features/playbooks/index.ts';
import { featureSlices } from '../../src/features/slices.ts';
import { savePolicy } from '../../src/platform/admin/actions/edit-setting.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { on } from '../../src/platform/work/events.ts';
import { type PolicyDefinition, policyChanged } from '../../src/platform/work/policies.ts';
import type { Work } from '../../src/platform/work/work.ts';
import { counting } from '../support/counting.ts';
import { describePostgres } from '../support/database.ts';
import { openerOf } from '../support/files.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { type Journey, startProject } from '../support/journey.ts';

const random = seeded(5);
const shuffled = <T>(list: readonly T[]): readonly T[] =>
  list
    .map((each) => [random.next(), each] as const)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);

/** Waiting has an end: who waited too long, for a connection or a row, is told so, and tries again. */
const tillDone = async (change: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return void (await change());
    } catch (error) {
      if (!String(error).includes('timeout') && !(error instanceof Conflict)) throw error;
    }
  }
  throw new Error('waited twenty times');
};

/** As a version would lock that takes one project after the other, as they come. */
const oneByOne = (slices: readonly Slice[]): readonly Slice[] =>
  slices.map((slice) =>
    slice.name !== 'onboarding'
      ? slice
      : {
          ...slice,
          reactions: (slice.reactions ?? []).map((reaction) =>
            reaction.event !== factsChanging.name
              ? reaction
              : on(factsChanging, async (work, ids) => {
                  for (const id of shuffled(ids)) await lockProjects(work.tx, [id]);
                }),
          ),
        },
  );

const transactions = 40;

describePostgres('facts of several projects changed by many at once', () => {
  const offices: Harness[] = [];
  let slices: readonly Slice[];
  beforeAll(async () => {
    const playbooks = await loadPlaybooks();
    slices = featureSlices({ playbooks, reportFormats: [], openFile: openerOf({}), wakeRuns: () => undefined });
  });
  afterAll(async () => {
    for (const office of offices) await office.close();
  });

  const open = async (made: readonly Slice[]): Promise<{ h: Harness; journeys: readonly Journey[] }> => {
    const h = await createHarness({ engine: 'postgres', slices: [...made] });
    offices.push(h);
    const journeys: Journey[] = [];
    for (let n = 0; n < 8; n++) {
      const journey = await startProject(h, {
        set_up: '500',
        first_month: '2000',
        hardware: n % 4 === 0 ? '400' : '300',
      });
      await journey.walkTo(n < 4 ? 'profile-check' : 'delivery');
      if (n < 4) await journey.tick({ target_go_live: day('2026-03-02') });
      journeys.push(journey);
    }
    return { h, journeys };
  };

  const pay = async (work: Work, invoiceIds: readonly string[]): Promise<void> => {
    for (const invoice of await lockInvoices(work, invoiceIds)) {
      const { customerId } = invoice;
      const amount = money(1_00, 'USD');
      await receivePayment(work, { customerId, amount, method: 'check', receivedOn: work.today }, invoice);
    }
  };

  /** @returns how often PostgreSQL has found a deadlock, and what was refused */
  const together = async (h: Harness, journeys: readonly Journey[]) => {
    const invoices = await h.db.prisma.invoice.findMany({
      where: { subjectId: { in: journeys.map(({ id }) => id) }, kind: { in: ['first_month', 'hardware'] } },
    });
    const paying = () =>
      h.acting(h.person('accounting'), (work) =>
        pay(
          work,
          shuffled(invoices)
            .slice(0, 6)
            .map(({ id }) => id),
        ),
      );
    const limiting = (n: number) =>
      savePolicy(h.deps, h.person('admin'), onboardingPolicy as unknown as PolicyDefinition, {
        ...onboardingPolicy.defaults,
        hardwareFreeBelow: { USD: n % 2 === 0 ? '10000' : '50000' },
      });
    const approving = journeys.slice(0, 4).map((journey) => async () => {
      const { handoff } = await journey.state();
      await approveHandoff(h.deps, h.person('sales'), { handoffId: handoff.id });
    });
    const limits = Array.from({ length: 8 }, (_, n) => () => limiting(n));
    const payments = Array.from({ length: transactions - limits.length - approving.length }, () => paying);
    const deadlocks = async (): Promise<number> => {
      await h.db.prisma.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
      const [row] = await h.db.prisma.$queryRaw<{ n: number }[]>`
        SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()`;
      return row?.n ?? 0;
    };
    const before = await deadlocks();
    const results = await Promise.allSettled(shuffled([...limits, ...approving, ...payments]).map(tillDone));
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
    return { deadlocks: (await deadlocks()) - before, refused };
  };

  test('ONB-12, ONB-18 forty at once: nobody waits for somebody who waits for him, and what is stored is what the gates say', async () => {
    const { h, journeys } = await open(slices);
    const { deadlocks, refused } = await together(h, journeys);
    expect({ deadlocks, refused }).toEqual({ deadlocks: 0, refused: [] });
    const wrong = await checkBlocked(h.deps, 'all');
    expect(wrong.map((each) => [each.stage, each.handoff.blockedBy])).toEqual([]);
    for (const journey of journeys.slice(0, 4)) expect((await journey.state()).stage).toBe('planning');
  }, 120_000);

  test('ALL-9 who waited for a setting to be changed goes by what it is then', async () => {
    const { h, journeys } = await open(slices);
    const [, , , , , journey] = journeys;
    if (!journey) throw new Error('no project');
    const { id: invoiceId } = await journey.invoice('hardware');
    const limit = (cents: string) =>
      savePolicy(h.deps, h.person('admin'), onboardingPolicy as unknown as PolicyDefinition, {
        ...onboardingPolicy.defaults,
        hardwareFreeBelow: { USD: cents },
      });
    await limit('50000');
    await h.acting(h.person('accounting'), async (work) => {
      await limit('10000');
      await pay(work, [invoiceId]);
    });
    const turn = await h.db.prisma.handoff.findFirstOrThrow({ where: { projectId: journey.id, state: 'open' } });
    expect(turn.blockedBy).toEqual(['order-hardware', 'go-live']);
    expect(await checkBlocked(h.deps, 'all')).toEqual([]);
  }, 120_000);

  test('ALL-9 a changed limit takes as many statements for six projects as for two', async () => {
    const [h] = offices;
    if (!h) throw new Error('no office');
    const statementsFor = async (from: string, to: string): Promise<{ statements: number; told: number }> => {
      let [statements, told] = [0, 0];
      await h
        .acting(h.person('admin'), async (work) => {
          const counted: Work = {
            ...work,
            tx: counting(work.tx, () => statements++),
            post: () => void told++,
            emit: async (event, payload) => {
              for (const reaction of h.registry.slices.flatMap((slice) => slice.reactions ?? []))
                if (reaction.event === event.name) await reaction.handle(counted, payload);
            },
          };
          const limit = (cents: string) => ({ ...onboardingPolicy.defaults, hardwareFreeBelow: { USD: cents } });
          await counted.emit(policyChanged, { key: onboardingPolicy.key, before: limit(from), after: limit(to) });
          throw new Conflict('It was only counted.');
        })
        .catch((error: unknown) => expect(error).toBeInstanceOf(Conflict));
      return { statements, told };
    };
    const [two, six] = [await statementsFor('50000', '35000'), await statementsFor('35000', '25000')];
    expect([two.told, six.told]).toEqual([2, 6]);
    expect(six.statements).toBe(two.statements);
  });

  test('the same, locked one by one as they come: they do wait for one another', async () => {
    const { h, journeys } = await open(oneByOne(slices));
    expect((await together(h, journeys)).deadlocks).toBeGreaterThan(0);
  }, 120_000);
});
