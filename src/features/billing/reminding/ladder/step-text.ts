import { formatMoney } from '../../../../core/money/money.ts';
import { plural } from '../../../../core/text/text.ts';
import { type Reminding, type Round, type Step, totalsOf } from './ladder.ts';

/** `3 days before the due date`. */
export const stepText = ({ days }: Pick<Step, 'days'>): string => {
  if (days === 0) return 'on the due date';
  return `${plural(Math.abs(days), 'day')} ${days < 0 ? 'before' : 'after'} the due date`;
};

const asked = (of: Reminding): string => {
  const numbers = of.bills.map(({ bill }) => bill.number);
  const most = 3;
  const more = numbers.length > most ? ` and ${numbers.length - most} more` : '';
  return `${totalsOf(of)
    .map((total) => formatMoney(total))
    .join(' + ')} (${numbers.slice(0, most).join(', ')}${more})`;
};

/** What a round does, in plain words: `a letter, 3 days after the due date: $120.00 (2026-0001)`. */
export const roundTexts = ({ letter, call }: Round): readonly string[] => [
  ...(letter ? [`a reminder by mail, ${stepText(letter.step)}: ${asked(letter)}`] : []),
  ...(call ? [`accounting is asked to call, ${stepText(call.step)}: ${asked(call)}`] : []),
];
