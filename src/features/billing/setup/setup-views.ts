import type { KnownBlock } from '@slack/types';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { button, buttons, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead } from '../../../platform/slice/slice.ts';
import type { Role } from '../../../platform/work/roles.ts';
import { type SetupPart, type SetupState, setupDoor, setupSubject } from './setup.ts';

export type PartState = Pick<SetupPart, 'order' | 'title'> & SetupState;

/** CUS-2: in one sentence what keeps the first bill from being made, or that nothing does; mrkdwn. */
export const neededText = (parts: readonly Pick<SetupState, 'missing'>[]): string => {
  const missing = parts.flatMap((part) => part.missing);
  return missing.length > 0
    ? `:warning: *Needed before the first bill:* ${missing.map(escapeMrkdwn).join(', ')}.`
    : ':white_check_mark: All that the first bill needs is there.';
};

const offered = ({ title, buttons: specs }: PartState, held: ReadonlySet<Role>): readonly KnownBlock[] => {
  const mine = specs.flatMap(({ roles, ...spec }) => (!roles || roles.some((role) => held.has(role)) ? [spec] : []));
  return mine.length > 0 ? [buttons(`setup:${title}`, mine)] : [];
};

/** Everything that is set up for billing, part by part, with its forms. CUS-2 */
export const setupHead = (parts: readonly PartState[], held: ReadonlySet<Role>): WindowHead => ({
  title: 'Billing set-up',
  blocks: [section(neededText(parts))],
  sections: parts.map((part) => ({
    order: part.order,
    title: part.title,
    blocks: [...part.blocks, ...offered(part, held)],
  })),
});

/** On Home: what is missing, and the way to it. */
export const setupOnHome = (parts: readonly PartState[]): readonly KnownBlock[] => [
  section(neededText(parts), button({ ...openButton(setupDoor, setupSubject.id), text: 'Open' })),
];
