/** A termination whose step somebody takes: locked, with its steps as they are in this transaction. CUS-6 */
import { Conflict, NotFound, UserError } from '../../../core/errors.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { SlotRef, Work } from '../../../platform/work/work.ts';
import { lockSubscriptionsOf } from '../subscriptions/index.ts';
import { walkFacts } from './facts.ts';
import { type Step, type StepName, stepsOf, tooEarly, type WalkFacts } from './step.ts';
import { lockTermination, terminationById } from './store.ts';
import type { Termination } from './termination.ts';

const endedWords = { taken_back: 'took this termination back', reactivated: 'reactivated it' } as const;

const requireOpen = ({ state, ended }: Termination): void => {
  if (state === 'open') return;
  throw new Conflict(
    ended
      ? `${person(ended.by)} ${endedWords[state]} ${moment(ended.at)}: ${ended.reason}`
      : 'This termination is over.',
  );
};

/** @throws NotFound; Conflict naming who took it back */
export const openTermination = async (tx: Tx, id: string): Promise<Termination> => {
  const found = await terminationById(tx, id);
  if (!found) throw new NotFound('termination');
  requireOpen(found);
  return found;
};

export interface Walking {
  readonly termination: Termination;
  readonly facts: WalkFacts;
  readonly steps: readonly Step[];
}

/** Lock order: the customer's subscriptions, then the termination, then what the step changes. */
export const lockWalk = async (work: Work, id: string): Promise<Walking> => {
  const { customerId } = await openTermination(work.tx, id);
  await lockSubscriptionsOf(work, [customerId]);
  const termination = await lockTermination(work, id);
  if (!termination) throw new NotFound('termination');
  requireOpen(termination);
  const facts = await walkFacts(work, termination);
  return { termination, facts, steps: stepsOf(termination, facts) };
};

/** @throws UserError naming the step that comes first, or that the step is not one of it */
export const requireStep = ({ steps }: Walking, name: StepName): void => {
  if (!steps.some((step) => step.name === name)) throw new UserError('This is no step of this termination.');
  const why = tooEarly(steps, name);
  if (why !== undefined) throw new UserError(why);
};

export const terminationMessageOf = (id: string): SlotRef => ({ kind: 'termination', subjectId: id });

/** Its message is drawn anew, and its thread says what somebody did; mrkdwn. */
export const tellOfStep = (work: Work, id: string, text: string): void => {
  const slot = terminationMessageOf(id);
  work.show(slot);
  work.post({ to: { thread: slot }, content: { text } });
};
