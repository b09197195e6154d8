import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { isWithin } from '../../../../core/time/spans.ts';
import { button, context, fields, header, section } from '../../../../platform/block-kit/blocks.ts';
import { moment } from '../../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import type { WindowHead } from '../../../../platform/slice/slice.ts';
import type { NamedGroup } from '../../../customers/index.ts';
import { setupEditors } from '../../setup/index.ts';
import { type Asset, assetDoor } from '../inventory/asset.ts';
import { type Server, serverSubject } from '../servers/server.ts';
import type { Assignment } from './assignment.ts';
import { groupName } from './place.ts';
import type { NamedAssignment } from './store.ts';

type Groups = ReadonlyMap<string, NamedGroup>;

const whose = ({ groupId }: Pick<Assignment, 'groupId'>, groups: Groups): string => {
  const group = groupId === undefined ? undefined : groups.get(groupId);
  return group ? escapeMrkdwn(clip(groupName(group), 120)) : 'parked';
};

const daysText = ({ first, last }: Pick<Assignment, 'first' | 'last'>, today: Day): string =>
  last === undefined
    ? `${first > today ? 'from' : 'since'} ${formatDay(first)}`
    : `${formatDay(first)} to ${formatDay(last)}`;

const rowText = (row: Assignment, groups: Groups, today: Day): string =>
  `${whose(row, groups)} · ${daysText(row, today)}${row.isFree ? ' · free' : ''}`;

/** What the asset is, and whose today. CUS-4 */
export const assetHead = (asset: Asset, server: Server): WindowHead => ({
  title: 'Asset',
  blocks: [
    header(asset.name),
    fields([
      ['Server', escapeMrkdwn(clip(server.name, 100))],
      ['Site', asset.site ? escapeMrkdwn(asset.site) : '–'],
      ['Id at the server', escapeMrkdwn(asset.listedId)],
      ['Kind', asset.kind],
      ['Found', moment(asset.foundAt)],
    ]),
    ...(asset.goneAt ? [context(`:warning: Gone from its server since ${moment(asset.goneAt)}.`)] : []),
  ],
  buttons: [
    [
      { text: 'Assign', action: 'asset.assign', value: `asset:${asset.id}`, roles: setupEditors },
      { text: 'Park', action: 'asset.park', value: `asset:${asset.id}`, roles: setupEditors },
    ],
  ],
  links: [{ subject: serverSubject(server.id), text: clip(server.name, 60) }],
});

/** The asset's rows, the latest first, each with the form that corrects it. */
export const assignmentRows = (rows: readonly Assignment[], groups: Groups, today: Day): readonly KnownBlock[] =>
  rows.map((row) =>
    section(
      `${isWithin(today, row) ? '*Now* ' : ''}${rowText(row, groups, today)}`,
      button({ text: 'Correct', action: 'assignment.correct', value: row.id }),
    ),
  );

/** A server's assets, each with whose it is today. */
export const serverRows = (
  assets: readonly Asset[],
  rowOf: (assetId: string) => Assignment | undefined,
  groups: Groups,
  today: Day,
): readonly KnownBlock[] =>
  assets.map((asset) => {
    const row = rowOf(asset.id);
    const site = asset.site ? ` (${escapeMrkdwn(clip(asset.site, 60))})` : '';
    const now = row ? rowText(row, groups, today) : ':warning: neither assigned nor parked';
    return section(
      `*${escapeMrkdwn(clip(asset.name, 100))}*${site} · ${asset.goneAt ? `gone${row ? `, and still ${now}` : ''}` : now}`,
      button({ ...openButton(assetDoor, asset.id), text: 'Open' }),
    );
  });

/** A customer's assets today and later. */
export const customerRows = (rows: readonly NamedAssignment[], groups: Groups, today: Day): readonly KnownBlock[] =>
  rows.map((row) =>
    section(
      `*${escapeMrkdwn(clip(row.name, 100))}* on ${escapeMrkdwn(clip(row.server, 60))}${row.site ? `, ${escapeMrkdwn(clip(row.site, 60))}` : ''}${row.isGone ? ' (gone)' : ''} · ${escapeMrkdwn(clip(groups.get(row.groupId ?? '')?.name ?? '', 60))} · ${daysText(row, today)}${row.isFree ? ' · free' : ''}`,
      button({ ...openButton(assetDoor, row.assetId), text: 'Open' }),
    ),
  );
