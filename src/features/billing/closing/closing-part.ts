import { formatDay } from '../../../core/time/calendar.ts';
import { section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { rightsPolicy } from '../rights/index.ts';
import { type SetupPart, setupSubject } from '../setup/index.ts';
import type { Closing } from './closing.ts';
import { readClosing } from './store.ts';

const text = ({ closedOn, changedBy, changedAt }: Closing): string => {
  const by = changedBy && changedAt ? ` (${person(changedBy)}, ${moment(changedAt)})` : '';
  return closedOn ? `The books are closed through ${formatDay(closedOn)}${by}.` : `No period is closed${by}.`;
};

/** The closing date in the set-up. BIL-16 */
export const closingPart: SetupPart = {
  order: 70,
  title: 'Closing date',
  read: async ({ deps }) => {
    const [closing, { closePeriod }] = await Promise.all([readClosing(deps.db.prisma), deps.policy(rightsPolicy)]);
    return {
      missing: [],
      blocks: [section(text(closing))],
      buttons: [{ text: 'Move', action: 'closing.set', value: setupSubject.id, roles: closePeriod }],
    };
  },
};
