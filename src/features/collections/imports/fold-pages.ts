import { setImmediate } from 'node:timers/promises';
import { auditLine } from '../../../platform/work/append-audit.ts';
import type { Work } from '../../../platform/work/work.ts';
import { customerByGateway } from '../../customers/index.ts';
import { licenseById, licensesByGatewaySubscriptions } from '../../licenses/index.ts';
import {
  auditable,
  type CaseFacts,
  type Charge,
  type CollectionCase,
  type CollectionsPolicy,
  caseLine,
  caseTitle,
  moved,
  newCase,
  theReport,
} from '../cases/index.ts';
import type { Report } from './add-attempts.ts';
import { byNumber, foldAttempts, type Told, wantsMessage } from './fold-attempts.ts';
import type { Announcement } from './import-messages.ts';
import { type AffectedCharge, type AffectedPage, affectedPage, findAffected } from './store.ts';

const pageSize = 2000;
/** Cases that are folded at a stretch: some half a millisecond. */
const breath = 25;

/** What an import comes to. */
export interface Tally {
  opened: number;
  updated: number;
  recovered: number;
  unmatched: number;
  readonly announcement: Announcement;
  readonly charges: Charge[];
  /** Transactions that earlier reports told otherwise, and what they were. */
  readonly turned: Told['turned'];
  /** What Support must hear of under its request to expire. */
  readonly forSupport: { readonly licenseId: string; readonly text: string }[];
  /** Licenses whose request to expire is void. */
  readonly settled: Set<string>;
  readonly newId: () => string;
}

interface Owner {
  readonly customerId?: string;
  readonly licenseId?: string;
}

const opened = (
  work: Work,
  input: Report,
  affected: AffectedCharge,
  facts: CaseFacts,
  owner: Owner,
  id: string,
): CollectionCase => ({
  id,
  ref: 0,
  gateway: input.gateway,
  gatewaySubscription: affected.subscription,
  period: affected.period,
  reportedCustomer: affected.customer,
  reportedName: affected.name,
  hasMessage: false,
  importId: input.importId,
  openedAt: work.now,
  stateBy: theReport,
  stateAt: work.now,
  ...facts,
  ...owner,
});

const logs = (effects: ReturnType<typeof foldAttempts>['effects']): string[] =>
  effects.flatMap((effect) => (effect.do === 'log' || effect.do === 'tell_accounting' ? [effect.text] : []));

/** What accounting must hear of, wherever the case is told. */
const asks = (effects: ReturnType<typeof foldAttempts>['effects']): string[] =>
  effects.flatMap((effect) => (effect.do === 'tell_accounting' ? [effect.text] : []));

const isActive = async ({ tx }: Work, licenseId: string | undefined): Promise<boolean> =>
  licenseId !== undefined && (await licenseById(tx, licenseId))?.state === 'active';

interface Page extends AffectedPage {
  /** Baton's customers, by the gateway's reference. */
  readonly customers: ReadonlyMap<string, string>;
  /** By subscription. */
  readonly licenses: Awaited<ReturnType<typeof licensesByGatewaySubscriptions>>;
}

const readPage = async ({ tx }: Work, { gateway, importId }: Report, from: number): Promise<Page> => {
  const page = await affectedPage(tx, gateway, importId, from, from + pageSize);
  const distinct = (field: 'customer' | 'subscription') => [...new Set(page.affected.map((each) => each[field]))];
  const [customers, licenses] = await Promise.all([
    customerByGateway(tx, gateway, distinct('customer')),
    licensesByGatewaySubscriptions(tx, gateway, distinct('subscription')),
  ]);
  return { ...page, customers, licenses };
};

/** Lines rather than objects: they take a tenth of the memory while the page before them is written. */
export interface FoldedPage {
  readonly opened: string[];
  readonly changed: CollectionCase[];
  readonly audit: string[];
}

const foldPage = async (
  work: Work,
  input: Report,
  page: Page,
  policy: CollectionsPolicy,
  tally: Tally,
): Promise<FoldedPage> => {
  const { now, by } = work;
  const existing = new Map(page.cases.map((each) => [`${each.gatewaySubscription}\n${each.period}`, each]));
  const attempts = byNumber(page.attempts);
  const folded: FoldedPage = { opened: [], changed: [], audit: [] };
  for (const [at, affected] of page.affected.entries()) {
    // What is on its way to and from the database goes on meanwhile, and so do other people's requests.
    if (at % breath === 0) await setImmediate();
    const before = existing.get(`${affected.subscription}\n${affected.period}`);
    const mine = attempts.get(affected.n) ?? [];
    const first = mine.find((attempt) => attempt.outcome === 'failed') ?? mine[0];
    if (!first) continue;
    const license = page.licenses.get(affected.subscription);
    const customerId = before?.customerId ?? license?.customerId ?? page.customers.get(affected.customer);
    const licenseId = before?.licenseId ?? license?.id;
    const owner: Owner = {
      ...(customerId === undefined ? {} : { customerId }),
      ...(licenseId === undefined ? {} : { licenseId }),
    };
    const { facts, effects, approvals } = foldAttempts(
      before && { ...before, hasLicense: licenseId !== undefined },
      newCase(licenseId !== undefined, { amount: first.amount, currency: first.currency }),
      mine,
      {
        turned: tally.turned,
        isLicensed: before?.stateBefore === 'expired' && (await isActive(work, licenseId)),
      },
      policy,
      work.today,
    );
    const after: CollectionCase = before
      ? moved({ ...before, ...owner }, facts, theReport, now)
      : opened(work, input, affected, facts, owner, tally.newId());
    if (before) folded.changed.push(after);
    else folded.opened.push(caseLine(after));
    count(tally, before, after);
    for (const approval of approvals) {
      if (customerId)
        tally.charges.push({
          gateway: input.gateway,
          customerId,
          caseId: after.id,
          ...(licenseId === undefined ? {} : { licenseId }),
          subscription: affected.subscription,
          period: affected.period,
          approval,
        });
    }
    if (licenseId && effects.some((effect) => effect.do === 'withdraw_expiry')) tally.settled.add(licenseId);
    for (const effect of effects)
      if (licenseId && effect.do === 'tell_support')
        tally.forSupport.push({ licenseId, text: `${caseTitle(after)}: ${effect.text}` });
    tally.announcement.heard(before, after, wantsMessage(before, after), logs(effects), asks(effects));
    folded.audit.push(
      auditLine({
        action: before ? 'case.attempts_imported' : 'case.opened',
        subject: { type: 'case', id: after.id },
        customerId,
        ...(before ? { before: auditable(before) } : {}),
        after: { ...auditable(after), import: input.importId },
        at: now,
        actor: by.id,
      }),
    );
  }
  return folded;
};

const count = (tally: Tally, before: CollectionCase | undefined, after: CollectionCase): void => {
  if (before) tally.updated++;
  else tally.opened++;
  if (after.state === 'recovered' && before?.state !== 'recovered') tally.recovered++;
  if (!before && after.customerId === undefined) tally.unmatched++;
};

/** A page is read while the one before it is folded, and folded while the one before it is written. */
export async function* foldPages(
  work: Work,
  input: Report,
  policy: CollectionsPolicy,
  tally: Tally,
): AsyncGenerator<FoldedPage> {
  await findAffected(work.tx, input.gateway, input.importId);
  let page = await readPage(work, input, 0);
  for (let from = pageSize; page.affected.length > 0; from += pageSize) {
    const next = readPage(work, input, from);
    next.catch(() => undefined);
    const folded = await foldPage(work, input, page, policy, tally);
    page = await next;
    yield folded;
  }
}
