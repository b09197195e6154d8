import { Conflict, NotAllowed, NotFound, UserError } from '../../core/errors.ts';
import type { Subject } from '../../core/subject.ts';
import { button, section } from '../block-kit/blocks.ts';
import { moment, person } from '../block-kit/mentions.ts';
import type { MessageContent } from '../work/content.ts';
import type { By, Deps, Work } from '../work/work.ts';
import { said } from './answers.ts';
import type { Interaction } from './slice.ts';

/** ALL-5: how long a decision can be taken back. */
export const undoMinutes = 10;

/** ALL-5: whether that long has not yet passed. Example: decided at 09:00:00, undone until 09:10:00. */
export const isInTime = (decidedAt: Date, now: Date): boolean =>
  now.getTime() - decidedAt.getTime() <= undoMinutes * 60_000;

/** What the audit log says about a subject; each entry that a decision wrote has the decision's id in `after.decision`. */
export interface Entry {
  readonly id: bigint;
  readonly actor: string;
  readonly at: Date;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

const text = (value: unknown, key: string): string | undefined => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' ? found : undefined;
};

/** The decision that wrote this entry, and the one that it undid. */
export const decisionOf = (entry: Pick<Entry, 'after'>): string | undefined => text(entry.after, 'decision');
const undidOf = (entry: Entry): string | undefined => text(entry.after, 'undid');

/** ALL-5: a decision is undone by who made it. @throws NotAllowed */
export const requireOwn = (decidedBy: string, userId: string): void => {
  if (decidedBy !== userId) throw new NotAllowed(`Only ${person(decidedBy)} can undo this: they decided it.`);
};

/** ALL-5: a decision is undone within 10 minutes. @param instead what to do later @throws UserError */
export const requireInTime = (decidedAt: Date, now: Date, instead: string): void => {
  if (!isInTime(decidedAt, now)) throw new UserError(`A decision can be undone for ${undoMinutes} minutes. ${instead}`);
};

/**
 * ALL-5: a decision is undone within 10 minutes, by who made it, while nobody and nothing went on with it.
 * @param mine what the decision wrote about its subject
 * @param last the latest entry about that subject
 */
export const checkUndo = (mine: Entry, last: Entry, userId: string, now: Date): void => {
  requireOwn(mine.actor, userId);
  const decision = decisionOf(mine);
  if (undidOf(last) === decision) throw new Conflict(`This was undone already, on ${moment(last.at)}.`);
  requireInTime(mine.at, now, 'Correct it on its message instead, and say why.');
  if (decisionOf(last) !== decision)
    throw new Conflict(`This can’t be undone any more: ${person(last.actor)} went on with it on ${moment(last.at)}.`);
};

/**
 * ALL-5: nobody went on with a subject since something was decided about it: its latest entry is the decision's own.
 * @throws Conflict naming who did
 */
export const requireLatest = async (work: Work, { type, id }: Subject, action: string): Promise<void> => {
  const about = { subjectType: type, subjectId: id };
  const last = await work.tx.auditEntry.findFirst({ where: about, orderBy: { id: 'desc' } });
  if (!last || last.action === action) return;
  throw new Conflict(`This can’t be undone any more: ${person(last.actor)} went on with it on ${moment(last.at)}.`);
};

/** For what changed without an entry of its own. */
export const wentOn = (): Conflict =>
  new Conflict('This can’t be undone any more: it has changed since. Correct it on its message instead, and say why.');

/**
 * What the decision wrote about a subject that the caller has locked, if it may be undone.
 * @param actions what may be undone this way
 * @throws NotFound, NotAllowed, UserError or Conflict, with why not
 */
export const requireUndoable = async (
  work: Work,
  subject: Subject,
  decision: string,
  actions: readonly string[],
): Promise<Entry> => {
  const about = { subjectType: subject.type, subjectId: subject.id };
  const mine = await work.tx.auditEntry.findFirst({
    where: { ...about, action: { in: [...actions] }, after: { path: ['decision'], equals: decision } },
    orderBy: { id: 'desc' },
  });
  const last = await work.tx.auditEntry.findFirst({ where: about, orderBy: { id: 'desc' } });
  if (!mine || !last) throw new NotFound('decision');
  checkUndo(mine, last, work.by.id, work.now);
  return mine;
};

/** The answer to who decided, with the button that takes it back; `value` names the subject and the decision. ALL-5 */
export const decidedAnswer = (text: string, action: string, subjectId: string, decision: string): MessageContent => ({
  text,
  blocks: [
    section(
      `${text}\nYou can undo this for ${undoMinutes} minutes, while nobody went on with it.`,
      button({ text: 'Undo', action, value: `${subjectId}:${decision}` }),
    ),
  ],
});

/** Reads the value of an Undo button. */
export const undoValue = (value: string): { readonly subjectId: string; readonly decision: string } => {
  const [subjectId = '', decision = ''] = value.split(':');
  return { subjectId, decision };
};

/** The Undo button of a decision. @param undo takes it back, and answers what is said then, mrkdwn */
export const undoButton = (
  id: string,
  undo: (deps: Deps, by: By, undone: { readonly subjectId: string; readonly decision: string }) => Promise<string>,
): Interaction => ({ id, press: async ({ deps, by, value }) => said(await undo(deps, by, undoValue(value))) });
