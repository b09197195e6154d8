/** Links to pages that need no login: repeated, renewed, withdrawn. DESIGN §8, decision 0044 */
import { Conflict } from '../../core/errors.ts';
import type { Subject } from '../../core/subject.ts';
import type { Tx } from '../db/open.ts';
import { type Contributions, point } from '../work/contributions.ts';
import type { Work } from '../work/work.ts';
import { linkState, linkStates, makeKey, writeLink } from './store.ts';
import { isSigned, makeToken, readToken } from './token.ts';

/** Where the pages of a type of things are: `https://baton.acme.com/bills/` of invoices. */
export interface PagePlace {
  readonly type: string;
  readonly base: string;
}

/** Contributed by who serves the pages; nobody does where Baton has no address of its own (PUBLIC_URL). */
export const pagePlaces = point<PagePlace>('links.places');

export interface Link {
  /** undefined while it is withdrawn. */
  readonly url: string | undefined;
  readonly generation: number;
}

/** The links of things, each the same whenever it is asked for; undefined where there are no pages of such things. */
export const linksTo = async (
  contributions: Contributions,
  tx: Tx,
  subjects: readonly Subject[],
): Promise<readonly (Link | undefined)[]> => {
  const bases = new Map(contributions.to(pagePlaces).map(({ type, base }) => [type, base]));
  if (!subjects.some(({ type }) => bases.has(type))) return subjects.map(() => undefined);
  const states = await linkStates(tx, subjects);
  const key = states.find((each) => each.key !== undefined)?.key ?? (await makeKey(tx));
  return subjects.map((subject, at) => {
    const [base, state] = [bases.get(subject.type), states[at]];
    if (base === undefined || !state) return undefined;
    const { generation, withdrawn } = state;
    return { url: withdrawn ? undefined : `${base}${makeToken(key, { subject, generation })}`, generation };
  });
};

export const linkTo = async (contributions: Contributions, tx: Tx, subject: Subject): Promise<Link | undefined> =>
  (await linksTo(contributions, tx, [subject]))[0];

/** What somebody who has a link may see. `ended`: they had one once. */
export type Opened = { readonly id: string } | 'ended';

/** @returns undefined for what is no link at all: unknown and malformed alike */
export const openLink = async (tx: Tx, type: string, token: string): Promise<Opened | undefined> => {
  const said = readToken(type, token);
  if (!said) return undefined;
  const { key, generation, withdrawn } = await linkState(tx, said.subject);
  if (key === undefined || !isSigned(key, token, said)) return undefined;
  return withdrawn || said.generation !== generation ? 'ended' : { id: said.subject.id };
};

/** What is changed of a link: from the generation that somebody saw. */
export interface ChangeLink {
  readonly subject: Subject;
  readonly customerId: string;
  readonly from: number;
}

const change = async (work: Work, { subject, customerId, from }: ChangeLink, isRenewed: boolean): Promise<void> => {
  const to = { generation: isRenewed ? from + 1 : from, withdrawn: !isRenewed };
  if (!(await writeLink(work, subject, { from, to })))
    throw new Conflict(
      'Somebody renewed or withdrew this link meanwhile. Nothing was changed now. Open the window again.',
    );
  work.audit({
    action: isRenewed ? 'link.renewed' : 'link.withdrawn',
    subject,
    customerId,
    before: { generation: from },
    after: to,
  });
};

/** A new link; the ones before lead nowhere. The caller decides who may. @throws Conflict */
export const renewLink = (work: Work, input: ChangeLink): Promise<void> => change(work, input, true);

/** It leads nowhere until it is renewed. The caller decides who may. @throws Conflict */
export const withdrawLink = (work: Work, input: ChangeLink): Promise<void> => change(work, input, false);
