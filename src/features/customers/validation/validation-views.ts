import type { KnownBlock, ModalView } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { button, buttons, context, modal, section } from '../../../platform/block-kit/blocks.ts';
import type { FindingsPage } from './check-customers.ts';
import type { CommonFinding } from './finding.ts';

const mostCommon = 20;

/** What is nobody's in particular, each with the button that mends it; also above the form by which a customer is entered. CUS-2, CUS-5 */
export const commonBlocks = (common: readonly CommonFinding[]): readonly KnownBlock[] => [
  ...common
    .slice(0, mostCommon)
    .map(({ sentence, mend }) => section(`:warning: ${escapeMrkdwn(sentence)}`, button(mend))),
  ...(common.length > mostCommon ? [context(`and ${common.length - mostCommon} more`)] : []),
];

/** What would stop or spoil bills, each with the button that mends it. CUS-5 */
export const findingsModal = ({ common, found, next }: FindingsPage, of: 'one' | 'all'): ModalView =>
  modal({
    callback: 'customer.findings',
    title: of === 'one' ? 'Validate customer' : 'Validate customers',
    blocks: [
      ...commonBlocks(common),
      ...(found.length === 0 && common.length === 0
        ? [
            section(
              of === 'one'
                ? ':white_check_mark: Nothing would stop or spoil this customer’s bill.'
                : ':white_check_mark: Nothing would stop or spoil anybody’s bill.',
            ),
          ]
        : []),
      ...found.flatMap(({ customer, findings }) =>
        findings.map(({ sentence, mend }) =>
          section(`*${escapeMrkdwn(clip(customer.name, 100))}*\n${escapeMrkdwn(sentence)}`, button(mend)),
        ),
      ),
      ...(next === undefined
        ? []
        : [
            context('There are more.'),
            buttons('findings:more', [{ text: 'More', action: 'customer.findings_more', value: next }]),
          ]),
    ],
  });
