/** What a change does, for whoever decides on it. BIL-6 */
import type { KnownBlock, ModalView } from '@slack/types';
import { formatMoney, type Money, sum } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { formatDay } from '../../../../core/time/calendar.ts';
import { context, modal, section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../../platform/block-kit/lines.ts';
import { spanWords } from '../../charging/index.ts';
import { lessGivenBack } from '../accounts/given-back.ts';
import type { ChangePreview } from './change-preview.ts';
import { shownFigures } from './change-service.ts';
import { changeNames, type ServiceChange } from './service-change.ts';

const mostLines = 15;

const totalOf = (amounts: readonly Money[], currency: string): string => formatMoney(sum(amounts, currency));

/** Decision 0034: what a credit note gave back already is not credited twice unless somebody says so. */
const twiceInputs = ({ lines, twice, after }: ChangePreview): readonly KnownBlock[] => {
  if (twice.length === 0) return [];
  const { currency } = after;
  const given = totalOf(
    twice.map(({ amount }) => amount),
    currency,
  );
  const [all, less] = [lines, lessGivenBack(lines, twice)].map((each) =>
    totalOf(
      each.map(({ net }) => net),
      currency,
    ),
  );
  const periods = twice.map(({ period }) => spanWords(period)).join(', ');
  return [
    section(`:warning: Of this ${given} were given back already, by credit notes of ${escapeMrkdwn(periods)}.`),
    selectInput({
      name: 'given',
      label: 'What was given back already',
      choices: [
        { text: `Is not credited twice: ${less}`, value: 'once' },
        { text: `Is credited once more: ${all}`, value: 'again' },
      ],
      initial: 'once',
    }),
  ];
};

const moneyBlocks = ({ lines, before, after, subscription }: ChangePreview): readonly KnownBlock[] => {
  const { armed, nextOn } = subscription.template;
  const month = `A month costs ${formatMoney(after)} instead of ${formatMoney(before)}.`;
  if (!armed) return [section(`${month} Recurring billing is not armed: nothing is billed yet.`)];
  if (lines.length === 0) return [section(`${month} Nothing is charged or credited for days that were billed.`)];
  const total = sum(
    lines.map(({ net }) => net),
    after.currency,
  );
  const listed = lines
    .slice(0, mostLines)
    .map(
      (line) =>
        `• ${escapeMrkdwn(clip(line.description, 100))}: *${formatMoney(line.net)}* _${escapeMrkdwn(line.why)}_`,
    );
  const kind = total.amount < 0n ? 'Credited' : 'Charged';
  return [
    section(
      `*${kind} because of it: ${formatMoney(total)} before tax*, on the next bill (${formatDay(nextOn)}) or with “Bill now”.`,
    ),
    ...lineSections(listed, 3),
    section(month),
  ];
};

/** What will happen, as it is confirmed. */
export const confirmForm = (
  input: { readonly subscriptionId: string; readonly change: ServiceChange; readonly reason: string | undefined },
  preview: ChangePreview,
): ModalView => {
  const { dropped, planned, isPlanned, what } = preview;
  const { change } = input;
  const falls = [...dropped.map((each) => each.what), ...planned.map((each) => each.what)];
  return modal({
    callback: 'service.confirm',
    title: isPlanned ? 'Plan the change' : 'Change the service',
    submit: isPlanned ? 'Plan it' : 'Confirm',
    data: JSON.stringify({ subscription: input.subscriptionId, change, shown: shownFigures(preview) }),
    blocks: [
      section(
        `*${changeNames[change.kind].asks.split(/[:,]/)[0]}: ${escapeMrkdwn(clip(what, 200))}*, ${isPlanned ? `on ${formatDay(change.on)}` : `from ${formatDay(change.on)}`}`,
      ),
      ...moneyBlocks(preview),
      ...twiceInputs(preview),
      ...(falls.length > 0 ? [context(`Falls away: ${escapeMrkdwn(falls.join('; '))}`)] : []),
      textInput({ name: 'reason', label: 'Why?', optional: true, max: 500, initial: input.reason }),
    ],
  });
};
