import type { KnownBlock, Option } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { parseSubject, type Subject } from '../../../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import {
  choicesInput,
  context,
  dateInput,
  lookupInput,
  option,
  selectInput,
  ticksInput,
} from '../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import type { SlackRequest } from '../../../../platform/slice/slice.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { searchGroups } from '../../../customers/index.ts';
import { existingAsset } from '../inventory/actions/find-asset.ts';
import { existingServer } from '../servers/actions/edit-server.ts';
import { groupName } from './place.ts';
import { chosenAssets, sitesOf } from './store.ts';

/** Where billing groups are looked up while somebody types a customer's or a group's name. */
export const groupLookup = 'asset.group_lookup';

export const lookUpGroups = async ({
  deps,
  query,
}: SlackRequest & { readonly query: string }): Promise<readonly Option[]> =>
  (await searchGroups(deps.db.prisma, query, 100)).map((group) => option({ text: groupName(group), value: group.id }));

/** More than this is for a file. */
const mostAtOnce = 5000;
const mostListed = 100;

interface ChoiceBase {
  /** The window that the form was opened from. */
  readonly subject: Subject;
  readonly name: string;
}
/** One asset, or some of a server's. */
export type Choice = ChoiceBase &
  (
    | { readonly of: 'asset' }
    | {
        readonly of: 'server';
        readonly sites: readonly string[];
        readonly hasUndecided: boolean;
        readonly listed: readonly { readonly id: string; readonly name: string }[];
      }
  );

/** @param value `server:…` or `asset:…` */
export const findChoice = async (deps: Deps, value: string, today: Day): Promise<Choice> => {
  const subject = parseSubject(value);
  if (subject?.type === 'asset') {
    const { name } = await existingAsset(deps, subject.id);
    return { of: 'asset', subject, name };
  }
  if (subject?.type !== 'server') throw new NotFound('server');
  const { prisma } = deps.db;
  const { name } = await existingServer(deps, subject.id);
  const [sites, undecided, all] = await Promise.all([
    sitesOf(prisma, subject.id),
    chosenAssets(prisma, subject.id, 'undecided', { today, limit: mostListed }),
    chosenAssets(prisma, subject.id, 'all', { today, limit: mostListed }),
  ]);
  const first = new Set(undecided.map(({ id }) => id));
  const listed = [...undecided, ...all.filter(({ id }) => !first.has(id))].slice(0, mostListed);
  return { of: 'server', subject, name, sites, hasUndecided: undecided.length > 0, listed };
};

const whichInputs = (choice: Choice): readonly KnownBlock[] => {
  if (choice.of === 'asset') return [context(escapeMrkdwn(clip(choice.name, 200)))];
  return [
    selectInput({
      name: 'which',
      label: `Which assets of ${clip(choice.name, 100)}`,
      choices: [
        { text: 'Those chosen below', value: 'chosen' },
        ...(choice.hasUndecided ? [{ text: 'All that are neither assigned nor parked', value: 'undecided' }] : []),
        { text: 'All', value: 'all' },
        ...choice.sites.map((site) => ({ text: `All of the site ${site}`, value: `site:${site}` })),
      ],
      initial: choice.hasUndecided ? 'undecided' : 'chosen',
    }),
    ...(choice.listed.length > 0
      ? [
          choicesInput({
            name: 'assets',
            label: 'Chosen',
            hint: 'Those that are neither assigned nor parked come first.',
            optional: true,
            choices: choice.listed.map(({ id, name }) => ({ text: name, value: id })),
          }),
        ]
      : []),
  ];
};

export const groupInputs = (): readonly KnownBlock[] => [
  lookupInput({
    name: 'group',
    label: 'Billing group',
    source: groupLookup,
    placeholder: 'Type a part of the customer’s or the group’s name',
  }),
  ticksInput({ name: 'free', label: 'Price', choices: [{ text: 'Free of charge', value: 'yes' }] }),
];

/** Which assets, and on which days. */
export const placeInputs = (choice: Choice, today: Day, between: readonly KnownBlock[] = []): readonly KnownBlock[] => [
  ...whichInputs(choice),
  ...between,
  dateInput({ name: 'from', label: 'From', initial: today }),
  dateInput({
    name: 'to',
    label: 'Last day',
    hint: 'Blank: it goes on. With a last day, what was before goes on after it.',
    optional: true,
  }),
];

/** @throws FieldErrors at `assets` or `which` */
export const chosenIds = async (
  deps: Deps,
  subject: Subject,
  values: FormValues,
  today: Day,
): Promise<readonly string[]> => {
  if (subject.type === 'asset') return [subject.id];
  const which = required(values.option('which'), 'which', 'Choose which assets.');
  if (which === 'chosen') {
    const ids = values.options('assets');
    if (ids.length === 0) throw new FieldErrors({ assets: 'Choose some assets, or above which of them.' });
    return ids;
  }
  const site = /^site:(.+)$/s.exec(which)?.[1];
  const asked = site === undefined ? (which === 'all' ? 'all' : 'undecided') : { site };
  const found = await chosenAssets(deps.db.prisma, subject.id, asked, { today, limit: mostAtOnce + 1 });
  if (found.length === 0) throw new FieldErrors({ which: 'There are none. Choose others.' });
  if (found.length > mostAtOnce)
    throw new FieldErrors({
      which: `These are more than ${mostAtOnce.toLocaleString('en-US')}. Choose fewer, or import a file.`,
    });
  return found.map(({ id }) => id);
};

/** @throws FieldErrors */
export const readDays = (values: FormValues) => ({
  first: required(values.day('from'), 'from', 'Choose the first day.'),
  last: values.day('to'),
});
