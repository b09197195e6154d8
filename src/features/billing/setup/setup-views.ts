import type { KnownBlock } from '@slack/types';
import { groupBy } from '../../../core/group.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { button, buttons, context, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowButton, WindowHead } from '../../../platform/slice/slice.ts';
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

/** Who looks. */
export interface SetupReader {
  readonly held: ReadonlySet<Role>;
  readonly roleName: (role: Role) => string;
}

const mayPress = ({ roles }: WindowButton, held: ReadonlySet<Role>): boolean =>
  !roles || roles.some((role) => held.has(role));

const offered = (title: string, specs: readonly WindowButton[], held: ReadonlySet<Role>): readonly KnownBlock[] => {
  const mine = specs.flatMap((spec) => {
    const { roles: _whom, ...shown } = spec;
    return mayPress(spec, held) ? [shown] : [];
  });
  return mine.length > 0 ? [buttons(`setup:${title}`, mine)] : [];
};

/** What is missing, with the forms for whoever may add it, and who may add the rest. CUS-2 */
const needed = (parts: readonly PartState[], { held, roleName }: SetupReader): readonly KnownBlock[] => {
  // A part’s first form is the one that adds.
  const adding = parts.flatMap(({ missing, buttons: [form] }) =>
    missing.length > 0 && form ? [{ missing, form }] : [],
  );
  const others = groupBy(
    adding.filter(({ form }) => !mayPress(form, held)),
    ({ form }) => form.roles?.map(roleName).join(' or ') ?? '',
  );
  const whoMay = [...others].map(([who, parts]) => `${who}: ${parts.flatMap(({ missing }) => missing).join(', ')}`);
  return [
    ...offered(
      'needed',
      adding.map(({ form }) => form),
      held,
    ),
    ...(whoMay.length > 0 ? [context(escapeMrkdwn(`Who may add it – ${whoMay.join('; ')}.`))] : []),
  ];
};

/** Everything that is set up for billing, part by part, with its forms. CUS-2 */
export const setupHead = (parts: readonly PartState[], reader: SetupReader): WindowHead => ({
  title: 'Billing set-up',
  blocks: [section(neededText(parts)), ...needed(parts, reader)],
  sections: parts.map((part) => ({
    order: part.order,
    title: part.title,
    blocks: [...part.blocks, ...offered(part.title, part.buttons, reader.held)],
  })),
});

/** On Home: what is missing, and the way to it. */
export const setupOnHome = (parts: readonly PartState[], reader: SetupReader): readonly KnownBlock[] => [
  section(neededText(parts), button({ ...openButton(setupDoor, setupSubject.id), text: 'Open' })),
  ...needed(parts, reader),
];
