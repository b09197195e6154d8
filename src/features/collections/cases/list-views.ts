import type { KnownBlock, ModalView } from '@slack/types';
import { clip, clipMrkdwn, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { button, buttons, modal, option, plain, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import { type CollectionCase, caseDoor } from './table/case.ts';
import { askedFor, stateNames } from './titles.ts';

/** At most some 85 characters, so that 120 of them fit into one message (Slack refuses more than some 13,000). */
const line = (of: CollectionCase): string => {
  const when = of.state === 'failed' && of.deadlineOn ? ` · by ${formatDay(of.deadlineOn)}` : '';
  const state = of.state === 'retrying' ? `attempt ${of.attempts}` : stateNames[of.state];
  return `C-${of.ref} ${escapeMrkdwn(clip(of.reportedName || of.reportedCustomer, 28))} · ${askedFor(of)} · ${state}${when}`;
};

const linesPerSection = 30;
const maxLine = 98;

const caseSections = (cases: readonly CollectionCase[]): KnownBlock[] => {
  const sections: KnownBlock[] = [];
  for (let from = 0; from < cases.length; from += linesPerSection) {
    sections.push(
      section(
        cases
          .slice(from, from + linesPerSection)
          .map((each) => clipMrkdwn(line(each), maxLine))
          .join('\n'),
      ),
    );
  }
  return sections;
};

const perSelect = 100;

/** Failed charges that wait, each with the way to its window. */
export const waitingRows = (cases: readonly CollectionCase[]): readonly KnownBlock[] =>
  cases.map((each) => section(line(each), button(openButton(caseDoor, each.id))));

export const browseButton = (total: number, scope = 'all'): KnownBlock =>
  buttons(`cases:${scope}`, [
    { text: `Browse all ${total.toLocaleString('en-US')}`, action: 'case.browse', value: `${scope}:0` },
  ]);

/** Selects (of 100 choices at most) whose choice gives a case its own message. */
const openSelects = (cases: readonly CollectionCase[]): KnownBlock[] => {
  const rows: KnownBlock[] = [];
  for (let from = 0; from < cases.length; from += perSelect) {
    const part = cases.slice(from, from + perSelect);
    const label = `Open C-${part[0]?.ref}${part.length > 1 ? ` … C-${part.at(-1)?.ref}` : ''}`;
    const options = part.map((each) =>
      option({ text: `C-${each.ref} ${clip(each.reportedName || each.reportedCustomer, 60)}`, value: each.id }),
    );
    rows.push({
      type: 'actions',
      elements: [{ type: 'static_select', action_id: 'case.open', placeholder: plain(label, 150), options }],
    });
  }
  return rows;
};

/** Failed charges as compact lines. COL-2 */
const caseList = (cases: readonly CollectionCase[]): KnownBlock[] => [...caseSections(cases), ...openSelects(cases)];

export const digestPage = (cases: readonly CollectionCase[], page: number, pages: number): MessageContent => {
  const title = `Failed charges, page ${page} of ${pages}`;
  return { text: title, blocks: [section(`*${title}*`), ...caseList(cases)] };
};

export const browsePageSize = 40;

/** Page through failed charges that wait. `scope` is an import's id, or `all`. */
export const browseModal = (
  cases: readonly CollectionCase[],
  total: number,
  scope: string,
  page: number,
): ModalView => {
  const ways = [
    ...(page > 0 ? [{ text: 'Previous', action: 'case.browse_previous', value: `${scope}:${page - 1}` }] : []),
    ...((page + 1) * browsePageSize < total
      ? [{ text: 'Next', action: 'case.browse_next', value: `${scope}:${page + 1}` }]
      : []),
    ...(cases.length > 0 ? [{ text: 'Mail customers', action: 'case.mail_many', value: `${scope}:${page}` }] : []),
  ];
  return modal({
    callback: 'case.browse',
    title: 'Failed charges',
    data: `${scope}:${page}`,
    blocks: [
      section(
        total === 0
          ? 'None waits.'
          : `${plural(total, 'failed charge')} ${total === 1 ? 'waits' : 'wait'}; ${page * browsePageSize + 1} to ${page * browsePageSize + cases.length}:`,
      ),
      ...waitingRows(cases),
      ...(ways.length > 0 ? [buttons('pages', ways)] : []),
    ],
  });
};
