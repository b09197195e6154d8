import { NotFound } from '../../../core/errors.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { linksTo } from '../../../platform/links/index.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { type Invoice, invoicesFor } from '../../billing/invoices/index.ts';
import { defaultSeller, type Seller, sellerById, withLogo } from '../../billing/sellers/index.ts';
import { type PaperLanguage, type Picture, paperLanguage } from '../../papers/index.ts';
import { type ProjectState, projectSubject, projectsOf, readerOf } from '../../playbooks/index.ts';
import { isForCustomer } from '../links/things.ts';
import { standingWords } from '../words/store.ts';
import type { CustomerWord } from '../words/word.ts';
import { toAccept } from './stage-words.ts';
import { namesOf } from './store.ts';

export interface ProjectBill {
  readonly invoice: Invoice;
  readonly number: string;
  /** Of its page; undefined while that is withdrawn. */
  readonly url: string | undefined;
}

/** A project as its customer sees it. Of what slices know nothing is read. */
export interface CustomersProject {
  readonly project: ProjectState;
  readonly language: PaperLanguage;
  readonly seller: (Omit<Seller, 'logo'> & { readonly logo: Picture | undefined }) | undefined;
  readonly bills: readonly ProjectBill[];
  /** Who looks after it. */
  readonly people: readonly string[];
  /** What the customer said here and nobody took back, latest first. */
  readonly words: readonly CustomerWord[];
  readonly today: Day;
}

export const mostWords = 50;

const sellerOf = async (tx: Tx, bills: readonly Invoice[]): Promise<CustomersProject['seller']> => {
  const id = bills.find(({ sellerId }) => sellerId)?.sellerId;
  const seller = await (id ? sellerById(tx, id) : defaultSeller(tx));
  return seller && withLogo(tx, seller);
};

const withLinks = async ({ contributions, db }: Deps, bills: readonly Invoice[]): Promise<readonly ProjectBill[]> => {
  const links = await linksTo(
    contributions,
    db.prisma,
    bills.map(({ id }) => ({ type: 'invoice', id })),
  );
  return bills.map((invoice, at) => ({
    invoice,
    number: invoice.issued?.number ?? invoice.sent?.number ?? '',
    url: links[at]?.url,
  }));
};

const projectOf = async (deps: Deps, id: string): Promise<ProjectState | undefined> => {
  try {
    return await projectsOf(deps).load(readerOf(deps), id, { extent: 'own' });
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
};

/** Its bills, and who bills them. */
const moneyOf = async (deps: Deps, id: string): Promise<Pick<CustomersProject, 'bills' | 'seller'>> => {
  const { prisma } = deps.db;
  const invoices = (await invoicesFor(prisma, projectSubject(id))).filter(isForCustomer);
  const [bills, seller] = await Promise.all([withLinks(deps, invoices), sellerOf(prisma, invoices)]);
  return { bills, seller };
};

const withPeople = async (
  deps: Deps,
  id: string,
): Promise<Pick<CustomersProject, 'project' | 'people'> | undefined> => {
  const project = await projectOf(deps, id);
  return project && { project, people: await namesOf(deps.db.prisma, [project.managerId, project.ownerId]) };
};

/** @returns undefined where there is no such project */
export const readProject = async (deps: Deps, id: string): Promise<CustomersProject | undefined> => {
  const [found, money, words] = await Promise.all([
    withPeople(deps, id),
    moneyOf(deps, id),
    standingWords(deps.db.prisma, projectSubject(id), mostWords),
  ]);
  if (!found) return undefined;
  const { customer } = found.project;
  return {
    ...found,
    ...money,
    language: paperLanguage(customer.language ?? 'en'),
    words,
    today: todayIn(customer.timeZone, deps.clock.now()),
  };
};

/** A day that the desk proposes. */
export interface ProposedDay {
  readonly name: 'goLiveOn' | 'etaOn';
  readonly on: Day;
}

type Planned = Pick<ProjectState, 'state' | 'goLiveOn' | 'etaOn' | 'wentLiveOn'>;

/** The most definite one that is still ahead. Example: once going live is scheduled, the ETA is asked about no more. ONB-10, ONB-13 */
export const proposedDay = ({ state, goLiveOn, etaOn, wentLiveOn }: Planned): ProposedDay | undefined => {
  if (state !== 'active' || wentLiveOn) return undefined;
  if (goLiveOn) return { name: 'goLiveOn', on: goLiveOn };
  return etaOn ? { name: 'etaOn', on: etaOn } : undefined;
};

export const dayKey = ({ name, on }: ProposedDay): string => `${name}:${on}`;

/** The proposed day, while the customer has not said that it suits them. */
export const dayToConfirm = (project: Planned, words: readonly CustomerWord[]): ProposedDay | undefined => {
  const proposed = proposedDay(project);
  const suits = words.some(
    ({ kind, about, day }) => kind === 'suits' && about === proposed?.name && day === proposed?.on,
  );
  return suits ? undefined : proposed;
};

/** What the customer is to accept, in both languages, while they have not. */
export const wordingToAccept = (project: ProjectState, words: readonly CustomerWord[]) =>
  words.some(({ kind, about }) => kind === 'accepted' && about === project.stage) ? undefined : toAccept(project);
