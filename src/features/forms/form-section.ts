import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../core/time/calendar.ts';
import { type ButtonSpec, buttons, section } from '../../platform/block-kit/blocks.ts';
import { moment } from '../../platform/block-kit/mentions.ts';
import { linkTo } from '../../platform/links/index.ts';
import type { WindowSection } from '../../platform/slice/slice.ts';
import { projectDoor } from '../playbooks/index.ts';
import { type FormRequest, formKeepers, isExpired, isOpen } from './requests/request.ts';
import { requestsOf } from './requests/store.ts';

const standing = (request: FormRequest, today: Day): string => {
  const { state, expiresOn, returnedAt, reason, accepted } = request;
  if (isExpired(request, today)) return `expired ${formatDay(expiresOn)}, and did not come back`;
  if (state === 'requested') return `with the customer until ${formatDay(expiresOn)}`;
  const at = returnedAt ? ` ${moment(returnedAt)}` : '';
  if (state === 'declined') return `declined${at}: ${reason ? escapeMrkdwn(clip(reason, 500)) : '(erased)'}`;
  if (state === 'withdrawn') return 'withdrawn';
  const taken = accepted.length > 0 ? `; ${accepted.length} of its fields taken over` : '';
  return `came back${at}${taken}${state === 'archived' ? '; archived' : ''}`;
};

const buttonsOf = (request: FormRequest, today: Day): readonly ButtonSpec[] => {
  const { id: value, state } = request;
  if (state === 'requested')
    return [
      ...(isOpen(request, today) ? [{ text: 'Send by mail', action: 'form.mail', value }] : []),
      { text: 'Withdraw', action: 'form.withdraw', value },
    ];
  const archive = { text: 'Archive', action: 'form.archive', value };
  if (state === 'returned') return [{ text: 'What came back', action: 'form.accept', value }, archive];
  if (state === 'declined') return [archive];
  return state === 'archived' ? [{ text: 'What came back', action: 'form.accept', value }] : [];
};

const rowOf = (request: FormRequest, today: Day, url: string | undefined): readonly KnownBlock[] => {
  const link = url && isOpen(request, today) ? `\nCopy this link for the customer: \`${url}\`` : '';
  const offered = buttonsOf(request, today);
  return [
    section(`*${escapeMrkdwn(request.form.name.en)}*: ${standing(request, today)}${link}`),
    ...(offered.length > 0 ? [buttons(`form:${request.id}`, offered)] : []),
  ];
};

/** The forms that a project's customer was asked for. PUR-14 */
export const formSection: WindowSection = {
  subject: projectDoor.subject,
  order: 34,
  title: 'Forms',
  read: async (_deps, id) => ({
    buttons: [{ text: 'Request a form', action: 'form.request', value: id, roles: formKeepers }],
  }),
  rows: async ({ deps, roles }, projectId, page) => {
    const today = todayIn(deps.timeZone, deps.clock.now());
    const held = await roles();
    const may = formKeepers.some((role) => held.has(role));
    const requests = await requestsOf(deps.db.prisma, projectId, page);
    const rows = await Promise.all(
      requests.map(async (request) => {
        const link = may
          ? await linkTo(deps.contributions, deps.db.prisma, { type: 'form', id: request.id })
          : undefined;
        return rowOf(request, today, link?.url);
      }),
    );
    return rows.flatMap(([text, row]) => (may && row ? [text, row] : [text])).filter((block) => block !== undefined);
  },
};
