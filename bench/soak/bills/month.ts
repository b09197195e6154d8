/** A month of bills as accounting does it: some as drafts, which issue by themselves, then all others; previewed, confirmed, tried again. */
import { type Day, day } from '../../../src/core/time/calendar.ts';
import { billRunsPolicy, startBillRun } from '../../../src/features/billing/billruns/index.ts';
import type { Database } from '../../../src/platform/db/open.ts';
import { confirmRun } from '../../../src/platform/runs/actions/confirm.ts';
import { retryRun } from '../../../src/platform/runs/actions/retry.ts';
import { type Run, runById } from '../../../src/platform/runs/index.ts';
import { system } from '../../../src/platform/work/work.ts';
import { billingDeps } from '../../support/billing-deps.ts';
import type { Task } from './lives.ts';

export interface Next {
  readonly task: Task;
  /** A preview holds nothing. */
  readonly isPreview: boolean;
}

export interface Months {
  /** Does what people do now, and says what the background has to do. Undefined: all of so many months is done. */
  readonly next: (db: Database, most: number) => Promise<Next | undefined>;
  /** Months whose bills are made and issued. */
  readonly done: () => number;
  /** Runs that failed for good after five broken tries, and were tried again by a person. */
  readonly retried: () => number;
  /** Runs that made something else than their preview had said. */
  readonly surprised: () => number;
}

const firstOf = (month: number): Day =>
  day(`${2026 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`);

/** Whoever waits for a dead process waits for its lease: that is cut short, as time is the database's here. */
const endLeases = (db: Database) =>
  db.prisma.$executeRaw`
    UPDATE runs SET lease_until = now() - interval '1 second' WHERE state IN ('queued', 'running') AND lease_until > now()`;

const draftsLeft = async (db: Database): Promise<number> =>
  db.prisma.$executeRaw`
    UPDATE invoices SET issue_from = current_date WHERE state = 'draft' AND issue_from IS NOT NULL`;

/** @param drafted so many customers get drafts first, each month */
export const monthsOf = (drafted: number): Months => {
  const parts = drafted > 0 ? (['draft', 'issued'] as const) : (['issued'] as const);
  let part = 0;
  let run: string | undefined;
  let previewed: readonly string[] = [];
  let retried = 0;
  let surprised = 0;
  const done = () => Math.floor(part / parts.length);
  const begin = async (db: Database): Promise<void> => {
    const { deps } = billingDeps(db);
    const outcome = parts[part % parts.length] ?? 'issued';
    const some =
      outcome === 'draft' ? await db.prisma.customer.findMany({ take: drafted, orderBy: { id: 'asc' } }) : [];
    const customers = outcome === 'draft' ? some.map(({ id }) => id) : undefined;
    run = await startBillRun(deps, system, { asOf: firstOf(done()), outcome, customers, withInactive: false });
  };
  const answer = async (db: Database, { id, state, told }: Run): Promise<void> => {
    const { deps } = billingDeps(db);
    if (state === 'previewed') {
      previewed = told;
      await confirmRun(deps, system, id);
    }
    if (state === 'failed') {
      retried += 1;
      await retryRun(deps, system, id);
    }
  };
  return {
    done,
    retried: () => retried,
    surprised: () => surprised,
    next: async (db, most) => {
      await endLeases(db);
      const current = run === undefined ? undefined : await runById(db.prisma, run);
      if (current && current.state !== 'done') {
        await answer(db, current);
        return { task: 'runs', isPreview: current.isPreview && current.state !== 'previewed' };
      }
      if ((await draftsLeft(db)) > 0) return { task: 'drafts', isPreview: false };
      if (current) {
        if (JSON.stringify(current.told) !== JSON.stringify(previewed)) surprised += 1;
        part += 1;
        run = undefined;
      }
      if (done() >= most) return undefined;
      await begin(db);
      return { task: 'runs', isPreview: true };
    },
  };
};

/** Drafts of runs wait a day. */
export const setDraftDays = async (db: Database): Promise<void> => {
  await db.prisma.policy.create({
    data: {
      key: billRunsPolicy.key,
      value: { ...billRunsPolicy.defaults, draftDays: 1 },
      updatedBy: 'U1',
      updatedAt: new Date(),
    },
  });
};
