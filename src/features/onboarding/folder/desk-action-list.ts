import type { ButtonSpec } from '../../../platform/block-kit/blocks.ts';
import type { DeskView } from '../../playbooks/index.ts';

/** The stage's own buttons (`actions`), those that lead somewhere now. */
export const deskButtons = (view: DeskView): readonly ButtonSpec[] =>
  view.stage.actions.flatMap((action) => {
    const offered = view.project.catalogue.actions.get(action)?.offered(view);
    return offered ? [{ ...offered, action }] : [];
  });
