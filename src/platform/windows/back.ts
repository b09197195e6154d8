import { UserError } from '../../core/errors.ts';
import type { ButtonSpec } from '../block-kit/blocks.ts';
import type { Interaction } from '../slice/slice.ts';
import { parsePlace, type WindowPlace } from './pile.ts';

const back = 'window.back';

/** The way back to the window whose place this one took; none where Slack's own closing leads to what is below. */
export const backButton = ({ trail, id }: WindowPlace): readonly ButtonSpec[] => {
  const last = trail.at(-1);
  return last ? [{ text: `Back to ${last.type}`, action: back, value: id }] : [];
};

/** Slack piles no more than three modals: a window that finds no room has a way back of its own. WRK-1 */
export const goBack: Interaction = {
  id: back,
  // Whether its reader may see the window, it says itself.
  isForTeam: true,
  press: async ({ view }) => {
    const trail = parsePlace(view?.data ?? '')?.trail ?? [];
    const last = trail.at(-1);
    if (!last) throw new UserError('There is no window to go back to. Close this one.');
    return { window: { ...last, trail: trail.slice(0, -1) } };
  },
};
