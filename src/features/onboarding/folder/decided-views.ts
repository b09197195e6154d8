/** What somebody who decided gets to see. */
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { button, section } from '../../../platform/block-kit/blocks.ts';
import { undoMinutes } from '../../../platform/slice/undo.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import { type ProjectState, projectRef } from '../../playbooks/index.ts';

export interface Decided {
  readonly project: ProjectState;
  /** The turn that was decided: what an undo refers to. */
  readonly handoffId: string;
  readonly stage: string;
  /** Where the folder is now, for people. */
  readonly now: string;
}

/** ALL-5: with the button that takes it back. */
export const decidedMessage = (decided: Decided, verb: 'approved' | 'returned'): MessageContent => {
  const name = `${projectRef(decided.project)} ${escapeMrkdwn(decided.project.customer.name)}`;
  const where = decided.project.state === 'closed' ? 'it is finished' : `it is at *${escapeMrkdwn(decided.now)}* now`;
  const text = `You ${verb} *${name}*: ${where}. You can undo this for ${undoMinutes} minutes, while nobody went on with it.`;
  return { text, blocks: [section(text, button({ text: 'Undo', action: 'decision.undo', value: decided.handoffId }))] };
};
