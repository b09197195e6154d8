import { todayIn } from '../../core/calendar.ts';
import { newId } from '../../core/ids.ts';
import { type AuditRow, appendAudit } from '../../platform/audit/append.ts';
import type { Work } from '../../platform/work.ts';
import { customerByGateway } from '../customers/index.ts';
import {
  licensesByGatewaySubscriptions,
  licensesPolicy,
  manualSubscriptions,
  postExpiryDigest,
  withdrawExpiry,
} from '../licenses/index.ts';
import { type NewPayment, receivePayment } from '../payments/index.ts';
import { auditable, moved, requestWithdrawn } from './apply.ts';
import { startBulk } from './bulk.ts';
import type { CollectionCase } from './case.ts';
import { byNumber, foldAttempts, wantsMessage } from './fold.ts';
import { announce, type Talk } from './import-messages.ts';
import {
  type AttemptRow,
  approvalsWithoutCase,
  findTouched,
  type ImportCounts,
  lockGateway,
  mergeAttempts,
  type Touched,
  touchedPage,
  twiceInFile,
} from './import-store.ts';
import { type CollectionsPolicy, collectionsPolicy } from './policy.ts';
import { ReportRefused } from './report.ts';
import { insertCases, updateCases } from './store.ts';

export interface MergeInput {
  readonly importId: string;
  readonly gateway: string;
  readonly fileName: string;
  readonly table: string;
  /** Rows in the staging table. */
  readonly staged: number;
}

const pageSize = 1000;

interface Tally {
  opened: number;
  updated: number;
  recovered: number;
  unmatched: number;
  readonly talk: Talk;
  readonly payments: NewPayment[];
  /** Licenses whose request to expire is void. */
  readonly settled: Set<string>;
}

interface Owner {
  readonly customerId?: string;
  readonly licenseId?: string;
}

const paymentOf = (
  gateway: string,
  zone: string,
  customerId: string,
  subject: NewPayment['subject'],
  approval: Pick<AttemptRow, 'transactionId' | 'at' | 'amount' | 'currency'>,
): NewPayment => ({
  customerId,
  amount: { amount: approval.amount, currency: approval.currency },
  method: 'card',
  reference: approval.transactionId,
  receivedOn: todayIn(zone, approval.at),
  subject,
  key: `${gateway}:${approval.transactionId}`,
});

const opening = (
  work: Work,
  input: MergeInput,
  touched: Touched,
  first: AttemptRow,
  owner: Owner,
): Omit<CollectionCase, 'state' | 'attempts' | 'snoozedDays' | 'contacts'> => ({
  id: newId(),
  ref: 0,
  gateway: input.gateway,
  gatewaySubscription: touched.subscription,
  period: touched.period,
  reportedCustomer: touched.customer,
  reportedName: touched.name,
  amount: { amount: first.amount, currency: first.currency },
  hasLicense: owner.licenseId !== undefined,
  hasMessage: false,
  importId: input.importId,
  openedAt: work.now,
  stateBy: work.by.id,
  stateAt: work.now,
  ...owner,
});

const logs = (effects: ReturnType<typeof foldAttempts>['effects']): string[] =>
  effects.flatMap((effect) => (effect.do === 'log' || effect.do === 'tell_accounting' ? [effect.text] : []));

/** Folds one page of cases and writes it: a few statements for up to a thousand cases. */
const mergePage = async (
  work: Work,
  input: MergeInput,
  from: number,
  policy: CollectionsPolicy,
  tally: Tally,
): Promise<void> => {
  const { tx, now, by } = work;
  const page = await touchedPage(tx, input.gateway, input.importId, from, from + pageSize);
  const existing = new Map(page.cases.map((each) => [`${each.gatewaySubscription}\n${each.period}`, each]));
  const customers = await customerByGateway(tx, input.gateway, [...new Set(page.touched.map((each) => each.customer))]);
  const licenses = await licensesByGatewaySubscriptions(tx, input.gateway, [
    ...new Set(page.touched.map((each) => each.subscription)),
  ]);
  const attempts = byNumber(page.attempts);
  const fresh: CollectionCase[] = [];
  const changed: CollectionCase[] = [];
  const audit: AuditRow[] = [];
  for (const touched of page.touched) {
    const before = existing.get(`${touched.subscription}\n${touched.period}`);
    const mine = attempts.get(touched.n) ?? [];
    const first = mine.find((attempt) => attempt.outcome === 'failed') ?? mine[0];
    if (!first) continue;
    const license = licenses.get(touched.subscription);
    const customerId = before?.customerId ?? license?.customerId ?? customers.get(touched.customer);
    const licenseId = before?.licenseId ?? license?.id;
    const owner: Owner = {
      ...(customerId === undefined ? {} : { customerId }),
      ...(licenseId === undefined ? {} : { licenseId }),
    };
    const folded = foldAttempts(
      before && { ...before, hasLicense: licenseId !== undefined },
      licenseId !== undefined,
      mine,
      policy,
      work.today,
    );
    const base: CollectionCase = before
      ? { ...before, ...owner }
      : { ...opening(work, input, touched, first, owner), ...folded.facts };
    const after = { ...moved(base, folded.facts, by.id, now), hasLicense: licenseId !== undefined };
    if (before) changed.push(after);
    else fresh.push(after);
    count(tally, before, after);
    for (const approval of folded.approvals) {
      if (customerId)
        tally.payments.push(
          paymentOf(input.gateway, work.timeZone, customerId, { type: 'case', id: after.id }, approval),
        );
    }
    if (licenseId && folded.effects.some((effect) => effect.do === 'withdraw_expiry')) tally.settled.add(licenseId);
    tally.talk.heard(before, after, wantsMessage(before, after), logs(folded.effects));
    audit.push({
      action: before ? 'case.attempts_imported' : 'case.opened',
      subject: { type: 'case', id: after.id },
      customerId,
      ...(before ? { before: auditable(before) } : {}),
      after: { ...auditable(after), import: input.importId },
      at: now,
      actor: by.id,
    });
  }
  await insertCases(tx, fresh);
  await updateCases(tx, changed);
  await appendAudit(tx, audit);
};

const count = (tally: Tally, before: CollectionCase | undefined, after: CollectionCase): void => {
  if (before) tally.updated++;
  else tally.opened++;
  if (after.state === 'recovered' && before?.state !== 'recovered') tally.recovered++;
  if (!before && after.customerId === undefined) tally.unmatched++;
};

/** COL-1: the same row twice is one row; two rows that contradict each other are an error of the file. */
const refuseContradictions = async (work: Work, table: string): Promise<number> => {
  const twice = await twiceInFile(work.tx, table);
  const wrong = twice.find((each) => !each.isSame);
  if (wrong)
    throw new ReportRefused(
      `Row ${wrong.last}: it has the transaction id of row ${wrong.first}, but says something else.`,
    );
  return twice.reduce((total, each) => total + each.rows - 1, 0);
};

/** Payments, with what COL-6 makes of them; more than a few tasks for Support come as a digest. */
const settle = async (work: Work, input: MergeInput, tally: Tally): Promise<void> => {
  for (const licenseId of tally.settled) {
    if (await withdrawExpiry(work, licenseId, 'The payment arrived.')) await requestWithdrawn(work, licenseId);
  }
  const subscriptions = await manualSubscriptions(work.tx, input.gateway);
  const approvals = await approvalsWithoutCase(work.tx, input.gateway, input.importId, input.table, subscriptions);
  const licenses = await licensesByGatewaySubscriptions(work.tx, input.gateway, [
    ...new Set(approvals.map((each) => each.subscription)),
  ]);
  const forLicenses = approvals.flatMap((approval) => {
    const license = licenses.get(approval.subscription);
    return license
      ? [paymentOf(input.gateway, work.timeZone, license.customerId, { type: 'license', id: license.id }, approval)]
      : [];
  });
  const payments = [...tally.payments, ...forLicenses];
  const { digestThreshold } = await work.policy(licensesPolicy);
  const bulk = startBulk(work, payments.length > digestThreshold);
  for (const payment of payments) await receivePayment(work, payment);
  if (bulk.isQuiet) await postExpiryDigest(work, bulk.moves, `import:${input.importId}`);
};

/**
 * Merges a staged report into attempts and cases inside the caller's transaction, and writes what is to be told: set by set,
 * yet each case becomes what `decide` makes of its rows one by one. COL-1, COL-2
 * @throws ReportRefused when the file contradicts itself
 */
export const mergeReport = async (work: Work, input: MergeInput): Promise<ImportCounts> => {
  const { tx } = work;
  await lockGateway(tx, input.gateway);
  const policy = await work.policy(collectionsPolicy);
  const added = await mergeAttempts(tx, input.table, input.gateway, input.importId);
  const repeated = added === input.staged ? 0 : await refuseContradictions(work, input.table);
  const rows = input.staged - repeated;
  const tally: Tally = {
    opened: 0,
    updated: 0,
    recovered: 0,
    unmatched: 0,
    talk: announce(),
    payments: [],
    settled: new Set(),
  };
  if (added > 0) {
    const touched = await findTouched(tx, input.table, input.gateway, input.importId, added === input.staged);
    for (let from = 0; from < touched; from += pageSize) await mergePage(work, input, from, policy, tally);
    await settle(work, input, tally);
  }
  const { opened, updated, recovered, unmatched } = tally;
  const counts: ImportCounts = { rows, added, known: rows - added, opened, updated, recovered, unmatched };
  await tally.talk.finish(work, input, counts, policy.digestThreshold);
  return counts;
};
