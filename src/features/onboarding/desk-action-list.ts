/** The buttons that playbooks name (`actions`), as of now. */
import type { ButtonSpec } from '../../platform/block-kit/blocks.ts';
import { addDocumentButton } from '../documents/index.ts';
import { projectSubject } from '../playbooks/index.ts';
import type { DeskAction, DeskView } from './desk-actions.ts';
import { moneyDeskActions } from './money-effects.ts';

const addDocument: DeskAction = ({ project }) => {
  const { text, value } = addDocumentButton({ subject: projectSubject(project.id), customerId: project.customerId });
  return { text, value };
};

const deskActions: Readonly<Record<string, DeskAction>> = {
  ...moneyDeskActions,
  'project.correct': ({ project }) => ({ text: 'Correct amounts', value: project.id }),
  'document.add': addDocument,
};

/** The stage's own buttons, those that lead somewhere now. */
export const deskButtons = (view: DeskView): readonly ButtonSpec[] =>
  view.stage.actions.flatMap((action) => {
    const offered = deskActions[action]?.(view);
    return offered ? [{ ...offered, action }] : [];
  });
