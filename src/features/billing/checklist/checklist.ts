/** What is looked at before bills are run. CUS-8 */
import type { ButtonSpec } from '../../../platform/block-kit/blocks.ts';
import { point } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';

/** How one line stands: it ticks itself. */
export interface ChecklistState {
  readonly isDone: boolean;
  /** What is so, or what is missing; plain text: `2 assets are neither assigned nor parked.` */
  readonly text: string;
  /** Leads to what mends it, or to where it is done. */
  readonly mend?: ButtonSpec | undefined;
}

/** A line of the checklist, contributed by the room that knows whether it is so. */
export interface ChecklistItem {
  readonly order: number;
  readonly title: string;
  /** It looks at every customer: not asked where somebody waits for a form. */
  readonly isSlow?: true;
  readonly read: (deps: Deps) => Promise<ChecklistState>;
}

/** Where rooms contribute what has to be so before bills are run. CUS-8 */
export const checklistItems = point<ChecklistItem>('billing.checklist');

export interface ChecklistLine extends ChecklistState {
  readonly title: string;
}

/** How all of it stands, in its order. */
export const readChecklist = (deps: Deps, which: 'all' | 'quick' = 'all'): Promise<readonly ChecklistLine[]> =>
  Promise.all(
    [...deps.contributions.to(checklistItems)]
      .sort((a, b) => a.order - b.order)
      .filter(({ isSlow }) => which === 'all' || !isSlow)
      .map(async ({ title, read }) => ({ title, ...(await read(deps)) })),
  );
